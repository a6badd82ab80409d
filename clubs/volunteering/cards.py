"""Offers as rows of a list: on the marketplace, in blocks, on a club's page. Queries: one for the next shifts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from portal.kit.text import excerpt

from . import words
from .addresses import offer_url
from .models import Offer, Shift

if TYPE_CHECKING:
    from portal.cities.models import City


def of_offers(offers: list[Offer], city: City, now: dt.datetime) -> list[dict[str, Any]]:
    """`offers` with club and city. The next shift is the first with a free place, else the first of all."""
    upcoming = next_shifts([o.pk for o in offers if o.kind == Offer.Kind.SHIFTS], now)
    return [card(o, city, *upcoming.get(o.pk, (None, 0, 0))) for o in offers]


def next_shifts(offers: list[int], now: dt.datetime) -> dict[int, tuple[Shift, int, int]]:
    """Offer id → (next shift, free places of all shifts ahead, places of all)."""
    found: dict[int, tuple[Shift, int, int]] = {}
    if not offers:
        return found
    with scopes_disabled():
        rows = Shift.objects.filter(offer__in=offers).ahead(now).annotate(open=F("capacity") - F("taken"))
        for shift in rows.order_by("starts_at", "pk"):
            best, free, places = found.get(shift.offer_id, (shift, 0, 0))
            if not best.free and shift.free:
                best = shift
            found[shift.offer_id] = (best, free + shift.free, places + shift.capacity)
    return found


def card(
    offer: Offer, city: City, shift: Shift | None, free: int, places: int, *, distance_km: float | None = None,
    interests: list[str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Plain values for `volunteering/parts/card.html`."""
    return {
        "offer": offer,
        "url": offer_url(offer),
        "title": offer.title,
        "text": excerpt(offer.summary or offer.text, 180),
        "provider": _("Eine Person aus der Region") if offer.kind == Offer.Kind.REQUEST else offer.provider_name,
        "chips": chips(offer, shift, free, places),
        "where": _("von zu Hause aus") if offer.from_home else offer.place,
        "city_name": offer.city.name if offer.city_id != city.pk else "",
        "distance": distance(distance_km),
        "when": when(offer, shift),
        "duration": words.duration(shift) if shift else "",
        "interests": interests or [],
        "free": free,
        "places": places,
        "taken": places - free,
        "latitude": None if offer.from_home else offer.latitude,
        "longitude": None if offer.from_home else offer.longitude,
    }


def chips(offer: Offer, shift: Shift | None, free: int, places: int) -> list[dict[str, str]]:
    found = []
    if offer.is_urgent and (free or not places):
        found.append({"label": _("dringend"), "kind": "warn"})
    if offer.kind == Offer.Kind.REQUEST:
        found.append({"label": _("Gesuch"), "kind": "info"})
    elif shift is not None and not free:
        found.append({"label": _("voll, Warteliste offen"), "kind": "off"})
    elif offer.kind != Offer.Kind.SHIFTS:
        found.append({"label": str(offer.get_kind_display()), "kind": "info"})
    return found


def when(offer: Offer, shift: Shift | None) -> str:
    if shift is not None:
        start = timezone.localtime(shift.starts_at)
        values = {"day": date_format(start, words.DAY), "time": date_format(start, words.CLOCK)}
        return _("%(day)s, %(time)s Uhr") % values
    lines = words.pattern(offer)
    if lines:
        return "; ".join(lines[:2])
    return offer.when_note or str(offer.get_kind_display())


def distance(km: float | None) -> str:
    """„unter 1 km“, „12 km“: no more exact than a straight line deserves."""
    if km is None:
        return ""
    if km < 1:
        return _("unter 1 km")
    return _("%(n)s km") % {"n": round(km)}
