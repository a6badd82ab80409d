"""Who comes in, and the frame of every screen.

Two kinds of people sit here: who speaks for a club of this city (the club's offers), and who holds the city's right
"clubs" (all offers of the city). What lies outside of that, and every address for everybody else, is 404.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from clubs.directory.models import Club, member_clubs
from clubs.directory.permissions import may_manage
from clubs.volunteering import addresses, words
from clubs.volunteering.models import Offer, OfferQuerySet, Shift, SignUp
from clubs.volunteering.permissions import may_edit_offer
from clubs.volunteering.visits import REFUSED, member_of

if TYPE_CHECKING:
    import datetime as dt

    from portal.accounts.models import User
    from portal.cities.models import City

View = Callable[..., HttpResponseBase]


@dataclass
class Room:
    """A request at the desk. `manages`: holds the city's right; `clubs`: those of this city the person speaks for."""

    city: City
    user: User
    manages: bool
    clubs: list[Club]
    now: dt.datetime = field(default_factory=timezone.now)

    def offers(self) -> OfferQuerySet:
        """What this person answers for here; never another city's, never another club's."""
        rows: OfferQuerySet = Offer.objects.filter(city=self.city)  # type: ignore[assignment]
        return rows if self.manages else rows.filter(club__in=[club.pk for club in self.clubs])

    @cached_property
    def waiting(self) -> int:
        rows = Offer.objects.filter(city=self.city, status=Offer.Status.WAITING)
        return rows.count() if self.manages else 0

    def tabs(self, current: str) -> list[dict[str, Any]]:
        titles = {"list": _("Angebote"), "day": _("Tagesplan")}
        if self.manages:
            queue = _("Freigabe")
            titles |= {
                "queue": f"{queue} ({self.waiting})" if self.waiting else queue,
                "others": _("Andere Städte"),
                "figures": _("Zahlen"),
                "alliance": _("Alle Städte"),
            }
        return [
            {"title": title, "url": reverse(f"volunteering_desk:{key}"), "current": key == current}
            for key, title in titles.items()
        ]


def enter(request: HttpRequest) -> Room:
    user = member_of(request)
    if request.city is None or request.is_admin_host or user is None:
        raise Http404
    manages = may_manage(user, request.city)
    clubs = list(member_clubs(user).filter(city=request.city).exclude(status=Club.Status.CLOSED).order_by("name", "pk"))
    if not manages and not clubs:
        raise Http404
    return Room(request.city, user, manages, clubs)


def desk(view: View) -> View:
    """(request, …) → (request, room, …)."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, enter(request), *args, **kwargs)

    return never_cache(inner)


def city_desk(view: View) -> View:
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        room = enter(request)
        if not room.manages:
            raise Http404
        return view(request, room, *args, **kwargs)

    return never_cache(inner)


def in_offer(view: View) -> View:
    """(request, offer uuid, …) → (request, room, offer, …)."""

    @wraps(view)
    def inner(request: HttpRequest, offer: uuid.UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
        room = enter(request)
        row = room.offers().select_related("club__city", "city__site", "volunteer").filter(uuid=offer).first()
        if row is None or not may_edit_offer(room.user, row):
            raise Http404
        return view(request, room, row, *args, **kwargs)

    return never_cache(inner)


def in_shift(view: View) -> View:
    """(request, shift uuid, …) → (request, room, shift, …), the shift with its offer."""

    @wraps(view)
    def inner(request: HttpRequest, shift: uuid.UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
        room = enter(request)
        row = (
            Shift.objects.filter(uuid=shift, offer__in=room.offers())
            .select_related("offer__club__city", "offer__city__site", "city")
            .first()
        )
        if row is None or not may_edit_offer(room.user, row.offer):
            raise Http404
        return view(request, room, row, *args, **kwargs)

    return never_cache(inner)


def in_sign_up(view: View) -> View:
    """(request, sign-up uuid, …) → (request, room, sign-up, …), with shift, offer and person."""

    @wraps(view)
    def inner(request: HttpRequest, sign_up: uuid.UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
        room = enter(request)
        row = (
            SignUp.objects.filter(uuid=sign_up, shift__offer__in=room.offers())
            .select_related("shift__offer__club__city", "shift__offer__city__site", "volunteer")
            .first()
        )
        if row is None or not may_edit_offer(room.user, row.shift.offer):
            raise Http404
        return view(request, room, row, *args, **kwargs)

    return never_cache(inner)


# --- Frame ----------------------------------------------------------------------------------------------------


def offer_trail(offer: Offer) -> tuple[str, str]:
    return offer.title, reverse("volunteering_desk:offer", args=[offer.uuid])


def shift_trail(shift: Shift) -> tuple[str, str]:
    return words.when(shift), reverse("volunteering_desk:shift", args=[shift.uuid])


def public_url(offer: Offer) -> str:
    return addresses.offer_url(offer) if offer.is_public else ""


def screen(
    request: HttpRequest, room: Room, template: str, title: str, *trail: tuple[str, str], tab: str = "list",
    status: int = 200, **context: Any,
) -> HttpResponse:  # fmt: skip
    """`trail`: (title, url) of what lies above, below the desk itself; without it the screen is one of the tabs."""
    home = reverse("volunteering_desk:list")
    items = [(_("Startseite"), "/"), (_("Ehrenamt verwalten"), home), *(step for step in trail if step[1] != home)]
    if trail or tab != "list":
        items.append((title, ""))
    crumbs = [{"title": t, "url": u} for t, u in items[:-1]] + [{"title": items[-1][0], "url": ""}]
    return render(
        request,
        f"volunteering/desk/{template}.html",
        {
            "title": title, "crumbs": crumbs, "room": room, "tabs": [] if trail else room.tabs(tab), "city": room.city,
            "above": trail[-1] if trail else None, "messages": messages.get_messages(request), **context,
        },
        status=status,
    )  # fmt: skip


def add_errors(form: forms.BaseForm, refused: ValidationError) -> None:
    """What an action refused, beside its field where the form has it."""
    if not hasattr(refused, "error_dict"):
        name = FIELDS.get(getattr(refused, "code", "") or "", "")
        form.add_error(name if name in form.fields else None, refused)
        return
    for name, errors in refused.error_dict.items():
        name = RENAMED.get(name, name)
        form.add_error(name if name in form.fields else None, errors)


FIELDS = {"age": "age", "consent": "guardian_email", "group": "people", "capacity": "capacity"}
RENAMED = {"starts_at": "day", "ends_at": "end"}


def save(request: HttpRequest, form: forms.BaseForm, do: Callable[[], str], back: str) -> HttpResponse | None:
    """Do it and go back with a message; None: show the form (again)."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        told = do()
    except ValidationError as refused:
        add_errors(form, refused)
        return None
    messages.success(request, told)
    return HttpResponseRedirect(back)


def click(request: HttpRequest, do: Callable[[], str], back: str) -> HttpResponse:
    """A button without fields: a refusal is told on the next screen."""
    try:
        messages.success(request, do())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return HttpResponseRedirect(back)


def status_of(form: forms.BaseForm) -> int:
    return REFUSED if form.is_bound else 200


def data_of(request: HttpRequest) -> Mapping[str, Any] | None:
    return request.POST if request.method == "POST" else None
