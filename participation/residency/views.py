"""What a person sees of the own proof of residence. Visitors read how it works and get no cookie."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_scopes import scopes_disabled

from participation.projects.rooms import REFUSED, member_of, messages_of, sign_in_url, to_sign_in

from . import actions
from .forms import CodeForm, LetterForm
from .models import LetterRequest, Residency
from .permissions import may_confirm

View = Callable[..., HttpResponse]


def on_city_host(view: View) -> View:
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.city is None or request.is_admin_host:
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(inner)


def members_only(view: View) -> View:
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if member_of(request) is None:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return on_city_host(inner)


def page(request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any) -> HttpResponse:
    crumbs = [{"title": _("Startseite"), "url": "/"}]
    if template != "mine":
        crumbs.append({"title": _("Wohnsitz nachweisen"), "url": reverse("residency:mine")})
    crumbs.append({"title": title, "url": ""})
    context |= {"title": title, "crumbs": crumbs, "messages": messages_of(request)}
    return render(request, f"residency/{template}.html", context, status=status)


@on_city_host
@require_http_methods(["GET", "HEAD"])
def mine(request: HttpRequest) -> HttpResponse:
    user = member_of(request)
    context: dict[str, Any] = {"user": user, "sign_in_url": sign_in_url(request.path)}
    if user is not None:
        with scopes_disabled():  # the person's own rows, whichever city they belong to
            proof = Residency.objects.select_related("city").filter(user=user).first()
            open_letters = LetterRequest.objects.filter(user=user, status__in=LetterRequest.OPEN)
            waiting = open_letters.filter(expires_at__gt=timezone.now()).select_related("city").first()
        context |= {
            "proof": proof if proof is not None and proof.is_valid() else None,
            "letter": waiting,
            "form": CodeForm() if waiting is not None and waiting.status == LetterRequest.Status.PRINTED else None,
            "confirms": may_confirm(user, request.city),
        }
    return page(request, "mine", _("Wohnsitz nachweisen"), **context)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest) -> HttpResponse:
    """Ask for the letter. The alliance's portal has no residents."""
    if request.city.is_alliance:
        raise Http404
    form = LetterForm(request.POST if request.method == "POST" else None, city=request.city)
    if form.is_bound and form.is_valid():
        try:
            actions.ask_for_letter(request.city, request.user, **form.cleaned_data)
            messages.success(request, _("Ihre Anfrage ist da. Der Brief kommt mit der Post."))
            return HttpResponseRedirect(reverse("residency:mine"))
        except ValidationError as refused:
            form.add_error("postcode" if getattr(refused, "code", "") == "postcode" else None, refused)
    status = REFUSED if form.is_bound else 200
    return page(request, "letter", _("Brief anfordern"), status=status, form=form)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        proof, why = actions.enter_code(request.user, form.cleaned_data["code"])
        if proof is not None:
            messages.success(request, _("Ihr Wohnsitz ist nachgewiesen."))
            return HttpResponseRedirect(reverse("residency:mine"))
        form.add_error("code", why)
    return page(request, "code", _("Code eingeben"), status=REFUSED if form.is_bound else 200, form=form)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        actions.withdraw_letter(request.user)
        messages.success(request, _("Die Anfrage ist zurückgezogen und die Adresse gelöscht."))
        return HttpResponseRedirect(reverse("residency:mine"))
    text = _("Ihre Adresse wird sofort gelöscht. Ein Brief, der schon unterwegs ist, gilt dann nicht mehr.")
    return page(request, "sure", _("Anfrage zurückziehen"), text=text, submit=_("Zurückziehen"))


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        actions.give_back(request.user)
        messages.success(request, _("Der Nachweis ist gelöscht."))
        return HttpResponseRedirect(reverse("residency:mine"))
    text = _("Der Nachweis wird gelöscht. Abstimmen können Sie erst wieder mit einem neuen.")
    return page(request, "sure", _("Nachweis zurückgeben"), text=text, submit=_("Nachweis löschen"))
