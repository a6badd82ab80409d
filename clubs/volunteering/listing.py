"""Lists of offers as pages show them. See `finding` for the search itself."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q

from . import cards
from .models import Offer

if TYPE_CHECKING:
    from portal.cities.models import City


def block_cards(
    city: City, now: dt.datetime, *, count: int, interest: str = "", region: bool = False
) -> list[dict[str, Any]]:
    """Offers of a block on a content page, never requests: urgent ones first, then what begins next."""
    rows = Offer.shown_in(city, now).exclude(kind=Offer.Kind.REQUEST)
    if not region and not city.is_alliance:
        rows = rows.filter(city=city)
    if interest:
        rows = rows.filter(interest_items__tag__slug=interest)
    rows = rows.filter(~Q(kind=Offer.Kind.SHIFTS) | Q(ends_at__isnull=False))
    found = rows.select_related("club", "city__site").order_by("-is_urgent", F("ends_at").asc(nulls_last=True), "-pk")[
        :count
    ]
    return cards.of_offers(list(found), city, now)
