"""„Meine Vereine“: people enter a club, describe it in steps and say who speaks for it. For members only.

Visitors are sent to the sign-in and come back. A club somebody does not speak for, in whatever city, is 404.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scopes_disabled

from clubs.visits import REFUSED, Visit, crumbs, public_page, sign_in_url
from portal.cities import hosts
from portal.kit.pictures import checked, store

from . import club_actions, time_actions, values
from .addresses import club_url, index_url
from .marks import logo_of
from .models import Club, ClubCity, member_clubs
from .own_forms import (
    CitiesForm,
    ContactForm,
    EventForm,
    LogoForm,
    ProfileForm,
    TimesFormSet,
)  # fmt: skip
from .people_models import Claim, ClubChange, Decision
from .permissions import may_edit, may_lead
from .times import coming_events, event_row
from .times_models import ClubEvent

if TYPE_CHECKING:
    from portal.accounts.models import User

View = Callable[..., HttpResponse]


def member_page(view: View) -> View:
    """(request, …) → (request, user, visit, …)."""

    def inner(request: HttpRequest, visit: Visit, *args: Any, **kwargs: Any) -> HttpResponse:
        if visit.user is None:
            return HttpResponseRedirect(sign_in_url(request.path))
        return view(request, visit.user, visit, *args, **kwargs)

    return never_cache(public_page(wraps(view)(inner)))


def in_club(view: View, lead: bool = False) -> View:
    """(request, slug, …) → (request, user, club, …), for those who may."""

    @wraps(view)
    def inner(request: HttpRequest, user: User, visit: Visit, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        with scopes_disabled():
            found = Club.objects.filter(slug=slug).exclude(status=Club.Status.CLOSED)
            club = found.select_related("city__site", "logo").first()
            if club is None or not (may_lead if lead else may_edit)(user, club):
                raise Http404
            return view(request, user, club, *args, **kwargs)

    return member_page(inner)


def led(view: View) -> View:
    return in_club(view, lead=True)


def page(
    request: HttpRequest, template: str, title: str, *trail: tuple[str, str], status: int = 200, **context: Any
) -> HttpResponse:
    way = crumbs((_("Meine Vereine"), reverse("directory:mine")), *trail, (title, ""))
    context = {"title": title, "crumbs": way, "messages": messages.get_messages(request), **context}
    return render(request, f"directory/own/{template}.html", context, status=status)


STEPS = ("edit", "edit_contact", "edit_logo", "edit_times", "edit_events", "edit_cities", "people")
WITH_CHANGES = ("edit", "edit_contact", "edit_logo")  # the screens of what may wait for the city


def step(
    request: HttpRequest, user: User, club: Club, here: str, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A screen of the club, with the ways to the others."""
    titles = (_("Profil"), _("Kontakt und Ort"), _("Logo"), _("Zeiten"), _("Termine"), _("Städte"), _("Personen"))
    tabs = [
        {"title": title, "url": reverse(f"directory:{name}", args=[club.slug]), "current": name == here}
        for name, title in zip(STEPS, titles, strict=True)
        if name != "people" or may_lead(user, club)
    ]
    rows = ClubChange.objects.filter(club=club, state=Decision.OPEN)
    waits = rows.first() if here in WITH_CHANGES else None
    address = club_url(club) if club.is_public else ""
    title = next(tab["title"] for tab in tabs if tab["current"])
    return page(
        request, template, f"{club.name}: {title}", status=status, club=club, tabs=tabs, address=address,
        waits=values.diff(club, waits.after) if waits else [], **context,
    )  # fmt: skip


def refuse(form: forms.BaseForm, refused: ValidationError) -> None:
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        return
    for name, errors in refused.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def status_of(form: Any) -> int:
    return REFUSED if form.is_bound else 200


def done(request: HttpRequest, told: str, name: str, *args: Any) -> HttpResponse:
    messages.success(request, told)
    return HttpResponseRedirect(reverse(f"directory:{name}", args=args))


# --- Entering and finding one's clubs -----------------------------------------------------------------


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, user: User, visit: Visit) -> HttpResponse:
    if visit.city.is_alliance:
        raise Http404
    form = ProfileForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            club = club_actions.create_club(visit.city, form.cleaned_data, actor=user)
            told = _("Der Verein ist öffentlich.")
            if not club.is_public:
                told = _("Der Verein ist eingetragen. Die Stadt sieht ihn an, bevor er öffentlich wird.")
            return done(request, told, "edit_contact", club.slug)
        except ValidationError as refused:
            refuse(form, refused)
    hint = _("Nur der Name ist Pflicht. Alles andere können Sie später ergänzen.")
    return page(
        request, "form", _("Verein eintragen"), status=status_of(form), form=form, submit=_("Eintragen"), hint=hint,
        cancel_url=reverse("directory:mine"),
    )  # fmt: skip


@member_page
@require_safe
def mine(request: HttpRequest, user: User, visit: Visit) -> HttpResponse:
    with scopes_disabled():
        clubs = list(member_clubs(user).select_related("city").order_by("name", "pk"))
        claims = list(Claim.objects.filter(user=user, state=Decision.OPEN).select_related("club"))
    return render(
        request, "directory/own/mine.html",
        {
            "title": _("Meine Vereine"), "crumbs": crumbs((_("Meine Vereine"), "")), "clubs": clubs, "claims": claims,
            "messages": messages.get_messages(request), "may_enter": not visit.city.is_alliance,
            "index_url": index_url(visit.city),
        },
    )  # fmt: skip


# --- Steps --------------------------------------------------------------------------------------------


def _edit(request: HttpRequest, user: User, club: Club, here: str, kind: type[forms.Form]) -> HttpResponse:
    known = values.values_of(club)
    waits = ClubChange.objects.filter(club=club, state=Decision.OPEN).first()
    start: dict[str, Any] = {**known, **(waits.after if waits else {})}
    for name in values.CODES:
        start[name] = start[name].split()
    start["keywords"] = ", ".join(start["keywords"])
    form = kind(request.POST or None, initial={name: start[name] for name in kind.base_fields})
    if form.is_bound and form.is_valid():
        try:
            change = club_actions.update_club(club, form.cleaned_data, actor=user)
            return done(request, _saved(change), here, club.slug)
        except ValidationError as refused:
            refuse(form, refused)
    return step(request, user, club, here, "step", status=status_of(form), form=form, submit=_("Speichern"))


def _saved(change: ClubChange | None) -> str:
    return _("Gespeichert. Die Stadt sieht sich die Änderung an.") if change else _("Gespeichert.")


@in_club
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, user: User, club: Club) -> HttpResponse:
    return _edit(request, user, club, "edit", ProfileForm)


@in_club
@require_http_methods(["GET", "HEAD", "POST"])
def edit_contact(request: HttpRequest, user: User, club: Club) -> HttpResponse:
    return _edit(request, user, club, "edit_contact", ContactForm)


@in_club
@require_http_methods(["GET", "HEAD", "POST"])
def edit_logo(request: HttpRequest, user: User, club: Club) -> HttpResponse:
    form = LogoForm(request.POST, request.FILES) if request.method == "POST" else LogoForm()
    if form.is_bound and form.is_valid():
        try:
            if form.cleaned_data["logo"]:
                data = checked(form.cleaned_data["logo"])
                title = _("Logo: %(name)s") % {"name": club.name}
                picture = store(club.city, title, data, title, name=f"logo-{club.slug}", owner=user)
                change = club_actions.update_club(club, {"logo": picture.pk}, actor=user)
            elif form.cleaned_data["remove"]:
                change = club_actions.update_club(club, {"logo": None}, actor=user)
            else:
                change = None
            return done(request, _saved(change), "edit_logo", club.slug)
        except ValidationError as refused:
            form.add_error("logo", refused.messages[0])
    return step(
        request,
        user,
        club,
        "edit_logo",
        "step",
        status=status_of(form),
        form=form,
        submit=_("Speichern"),
        logo=logo_of(club, 200),
    )


@in_club
@require_http_methods(["GET", "HEAD", "POST"])
def edit_times(request: HttpRequest, user: User, club: Club) -> HttpResponse:
    names = ("title", "day", "starts", "ends", "place", "note")
    start = [{name: getattr(row, name) for name in names} for row in club.times.all()]
    rows = TimesFormSet(request.POST or None, initial=start, prefix="zeit")
    error = ""
    if rows.is_bound and rows.is_valid():
        wanted = [row.cleaned_data for row in rows if row.cleaned_data.get("title")]
        try:
            time_actions.set_times(club, wanted, actor=user)
            return done(request, _("Gespeichert."), "edit_times", club.slug)
        except ValidationError as refused:
            error = refused.messages[0]
    elif rows.is_bound:
        error = _("Bitte sehen Sie die markierten Felder an.")
    return step(request, user, club, "edit_times", "times", status=status_of(rows), rows=rows, error=error)


@in_club
@require_http_methods(["GET", "HEAD", "POST"])
def edit_events(request: HttpRequest, user: User, club: Club) -> HttpResponse:
    return _event(request, user, club, None)


@in_club
@require_http_methods(["GET", "HEAD", "POST"])
def edit_event(request: HttpRequest, user: User, club: Club, key: uuid.UUID) -> HttpResponse:
    event = ClubEvent.objects.filter(club=club, uuid=key).first()
    if event is None:
        raise Http404
    if request.POST.get("do") in ("cancel", "again"):
        time_actions.cancel_event(club, event, actor=user, cancelled=request.POST["do"] == "cancel")
        return done(request, _("Gespeichert."), "edit_events", club.slug)
    return _event(request, user, club, event)


def _event(request: HttpRequest, user: User, club: Club, event: ClubEvent | None) -> HttpResponse:
    start = {name: getattr(event, name) for name in EventForm.base_fields} if event else {}
    form = EventForm(request.POST or None, initial=start)
    if form.is_bound and form.is_valid():
        twin = ClubEvent.objects.filter(
            club=club, title=form.cleaned_data["title"], starts_at=form.cleaned_data["starts_at"]
        )
        try:
            if event is not None or not twin.exists():  # the same date sent twice is one date
                time_actions.save_event(club, event, actor=user, **form.cleaned_data)
            return done(request, _("Gespeichert."), "edit_events", club.slug)
        except ValidationError as refused:
            refuse(form, refused)
    now = timezone.now()
    rows = [{**event_row(row, club), "key": row.uuid} for row in coming_events(club, now, 200)] if event is None else []
    return step(request, user, club, "edit_events", "events", status=status_of(form), form=form, event=event, rows=rows)


@in_club
@require_http_methods(["GET", "HEAD", "POST"])
def edit_cities(request: HttpRequest, user: User, club: Club) -> HttpResponse:
    rows = ClubCity.objects.filter(club=club).exclude(city=club.city).select_related("city")
    start = {"cities": [row.city.slug for row in rows if not row.is_hidden]}
    form = CitiesForm(request.POST if request.method == "POST" else None, initial=start, club=club)
    if form.is_bound and form.is_valid():
        chosen = [host.city for host in hosts.every() if host.city.slug in form.cleaned_data["cities"]]
        club_actions.set_cities(club, chosen, actor=user)
        return done(request, _("Gespeichert."), "edit_cities", club.slug)
    return step(request, user, club, "edit_cities", "step", status=status_of(form), form=form, submit=_("Speichern"))
