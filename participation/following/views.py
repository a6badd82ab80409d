"""The page „Verfolgen“: own subscriptions, new ones, what is new. On every portal, for the signed-in person."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.messages import get_messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from django_scopes import scopes_disabled

from participation.projects.models import Project
from participation.projects.rooms import REFUSED, member_of, to_sign_in
from portal.accounts.models import User
from portal.accounts.places import own_path

from . import actions
from .feed import address, feed
from .forms import AreaForm, RhythmForm, TopicForm
from .letters import read_token
from .models import Rhythm, Subscription

View = Callable[..., HttpResponse]
PER_PAGE = 10
CHIPS = {Rhythm.IMMEDIATE: "ok", Rhythm.DAILY: "ok", Rhythm.WEEKLY: "ok", Rhythm.NONE: "off"}


def members_only(view: View) -> View:
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.city is None or request.is_admin_host:
            raise Http404
        user = member_of(request)
        if user is None:
            return to_sign_in(request)
        return view(request, user, *args, **kwargs)

    return never_cache(inner)


def _crumbs(title: str = "") -> list[dict[str, str]]:
    trail = [{"title": _("Startseite"), "url": "/"}]
    if title:
        return [*trail, {"title": _("Verfolgen"), "url": reverse("following:index")}, {"title": title, "url": ""}]
    return [*trail, {"title": _("Verfolgen"), "url": ""}]


@members_only
@require_http_methods(["GET", "HEAD"])
def index(request: HttpRequest, user: User) -> HttpResponse:
    return _index(request, user)


def _index(
    request: HttpRequest, user: User, topic: TopicForm | None = None, area: AreaForm | None = None
) -> HttpResponse:
    with scopes_disabled():
        own = list(Subscription.objects.of(user).select_related("project", "within"))
        found = feed(own)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("seite"))
    host = request.city.site.hostname  # type: ignore[union-attr]
    rows = [
        {
            "title": change.title, "url": address(change, host), "eyebrow": change.project.title,
            "meta": change.get_kind_display(), "at": change.at,
        }
        for change in page
    ]  # fmt: skip
    context = {
        "title": _("Verfolgen"),
        "crumbs": _crumbs(),
        "subscriptions": [_row(row) for row in own],
        "page_of_rows": page,
        "news": rows,
        "topic_form": topic or TopicForm(city=request.city),
        "area_form": area or AreaForm(city=request.city),
        "failed": topic or area,
        "messages": get_messages(request),
    }
    return render(request, "following/index.html", context, status=REFUSED if topic or area else 200)


def _row(row: Subscription) -> dict[str, Any]:
    return {
        "title": row.title,
        "what": row.get_what_display(),
        "uuid": row.uuid,
        "rhythm": row.get_rhythm_display(),
        "chip": CHIPS[Rhythm(row.rhythm)],
    }


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def project(request: HttpRequest, user: User, project: uuid.UUID) -> HttpResponse:
    """Follow or leave a project; a plain link leads here, so that pages for visitors need no form and no cookie."""
    city = request.city
    with scopes_disabled():
        shown = Project.in_region() if city.is_alliance else Project.shown_in(city)  # type: ignore[union-attr]
        found = shown.filter(uuid=project).first()
    if found is None:
        raise Http404
    row = Subscription.objects.of(user).filter(project=found).first()
    back = own_path(request, request.POST.get("next"), reverse("projects:project", args=[found.slug]))
    if request.method == "POST" and request.POST.get("do") == "unfollow":
        if row is not None:
            actions.unfollow(user, row)
        messages.success(request, _("Sie verfolgen „%(title)s“ nicht mehr.") % {"title": found.title})
        return HttpResponseRedirect(back)
    form = RhythmForm(
        request.POST if request.method == "POST" and "rhythm" in request.POST else None,
        initial={"rhythm": row.rhythm if row else Rhythm.DAILY},
    )
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        rhythm = form.cleaned_data["rhythm"] if form.is_bound else (row.rhythm if row else Rhythm.DAILY)
        try:
            actions.follow_project(user, found, rhythm)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
            return HttpResponseRedirect(reverse("following:index"))
        messages.success(request, _("Sie verfolgen „%(title)s“.") % {"title": found.title})
        return HttpResponseRedirect(back)
    context = {
        "title": _("Projekt verfolgen"), "crumbs": _crumbs(_("Projekt verfolgen")), "name": found.title, "row": row,
        "form": form, "back": back, "messages": get_messages(request),
    }  # fmt: skip
    return render(request, "following/one.html", context, status=REFUSED if form.is_bound else 200)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, user: User, subscription: uuid.UUID) -> HttpResponse:
    """Change the rhythm of one's own subscription, or end it."""
    with scopes_disabled():
        row = Subscription.objects.of(user).select_related("project").filter(uuid=subscription).first()
    if row is None:
        raise Http404
    form = RhythmForm(request.POST if request.method == "POST" else None, initial={"rhythm": row.rhythm})
    if request.method == "POST" and request.POST.get("do") == "unfollow":
        actions.unfollow(user, row)
        messages.success(request, _("Sie verfolgen „%(title)s“ nicht mehr.") % {"title": row.title})
        return HttpResponseRedirect(reverse("following:index"))
    if request.method == "POST" and form.is_valid():
        actions.set_rhythm(user, row, form.cleaned_data["rhythm"])
        messages.success(request, _("Gespeichert."))
        return HttpResponseRedirect(reverse("following:index"))
    context = {
        "title": _("Abonnement ändern"), "crumbs": _crumbs(_("Abonnement ändern")), "name": row.title, "row": row,
        "form": form, "back": reverse("following:index"), "messages": get_messages(request),
    }  # fmt: skip
    return render(request, "following/one.html", context, status=REFUSED if form.is_bound else 200)


@members_only
@require_POST
def topic(request: HttpRequest, user: User) -> HttpResponse:
    form = TopicForm(request.POST, city=request.city)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.follow_topic(user, data["topic"], form.cities.get(data["within"]), data["rhythm"])
            messages.success(request, _("Gespeichert."))
            return HttpResponseRedirect(reverse("following:index"))
        except ValidationError as refused:
            form.add_error(None, refused)
    return _index(request, user, topic=form)


@members_only
@require_POST
def area(request: HttpRequest, user: User) -> HttpResponse:
    form = AreaForm(request.POST, city=request.city)
    if form.is_valid():
        data = form.cleaned_data
        try:
            lat, lon = data["place"]
            actions.follow_area(user, lat, lon, data["radius"], data["name"], data["rhythm"])
            messages.success(request, _("Gespeichert."))
            return HttpResponseRedirect(reverse("following:index"))
        except ValidationError as refused:
            form.add_error(None, refused)
    return _index(request, user, area=form)


@csrf_exempt  # the signed link is the permission; mail programs post it without any cookie (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A GET only asks: mail scanners follow links."""
    if request.city is None or request.is_admin_host:
        raise Http404
    try:
        person, subscription = read_token(token)
        user = User.objects.get(uuid=person, deleted_at=None)
        with scopes_disabled():
            row = (
                Subscription.objects.of(user).select_related("project").get(uuid=subscription) if subscription else None
            )
    except Subscription.DoesNotExist:  # ended since: nothing is mailed any more
        return _unsubscribed(request, "", done=True)
    except (signing.BadSignature, User.DoesNotExist, ValueError, TypeError, ValidationError) as error:
        raise Http404 from error
    done = request.method == "POST"
    if done:
        actions.stop_mails(user, row)
    return _unsubscribed(request, row.title if row else "", done=done)


def _unsubscribed(request: HttpRequest, name: str, *, done: bool) -> HttpResponse:
    title = _("Abbestellt") if done else _("E-Mails abbestellen?")
    context = {"title": title, "crumbs": _crumbs(title), "name": name, "done": done}
    return render(request, "following/unsubscribe.html", context)
