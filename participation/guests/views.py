"""„Bitte bestätigen Sie“, and the page behind the link. A GET only shows: mail scanners follow links."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django_scopes import scopes_disabled

from participation.projects.models import Project
from portal.cities import anonymous_forms

from . import actions
from .registry import summary_of

View = Callable[..., HttpResponse]


def on_city_host(view: View) -> View:
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.city is None or request.is_admin_host:
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(inner)


def to_sent() -> HttpResponse:
    """After `ask`: lead to the page that says what to do next."""
    return HttpResponseRedirect(reverse("guests:sent"))


@on_city_host
@require_http_methods(["GET", "HEAD", "POST"])
def sent(request: HttpRequest) -> HttpResponse:
    """The same page for every address. As an answer to a post it leads on, so that reloading posts nothing."""
    if request.method == "POST":
        return to_sent()
    return render(request, "guests/sent.html", {"title": _("Bitte bestätigen Sie"), "crumbs": _crumbs()})


def _crumbs() -> list[dict[str, str]]:
    return [{"title": _("Startseite"), "url": "/"}, {"title": _("Teilnahme bestätigen"), "url": ""}]


# The link itself is the permission, and visitors have no session that a foreign page could misuse.
@csrf_exempt
@on_city_host
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    pending = actions.find(request.city, token)
    if pending is None:
        return _page(request, "guests/gone.html", _("Diesen Link gibt es nicht"), status=404, unknown=True)
    if pending.used_at is not None or pending.is_over() or pending.action not in actions.actions():
        return _gone(request, pending.path)
    with scopes_disabled():
        project = Project.objects.get(pk=pending.module.project_id)
    context = {
        "module": pending.module,
        "project": project,
        "rows": summary_of(pending.module, pending.action, pending.payload),
        "until": pending.expires_at,
    }
    title = _("Beitrag veröffentlichen?")
    if request.method != "POST":
        return _page(request, "guests/confirm.html", title, **context)
    if not anonymous_forms.own_page(request):
        refusal = _("Dieses Formular wurde von einer fremden Seite abgeschickt.")
        return _page(request, "guests/confirm.html", title, status=403, foreign=refusal, **context)
    try:
        return HttpResponseRedirect(actions.confirm(request.city, pending))
    except actions.Gone as gone:
        return _gone(request, gone.path)
    except ValidationError as refused:
        title = _("Das geht leider nicht")
        return _page(request, "guests/confirm.html", title, status=422, refusal=refused.messages[0], **context)


def _gone(request: HttpRequest, path: str) -> HttpResponse:
    title = _("Schon bestätigt") if path else _("Dieser Link ist abgelaufen")
    return _page(request, "guests/gone.html", title, status=410, path=path)


def _page(request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any) -> HttpResponse:
    response = render(request, template, {"title": title, "crumbs": _crumbs(), **context}, status=status)
    response["Referrer-Policy"] = "same-origin"  # the address is a key: tell it to nobody
    return response
