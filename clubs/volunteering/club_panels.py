"""Open offers on the page of a club (contract: clubs.directory.panels)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.translation import gettext as _

from . import cards
from .models import Offer

if TYPE_CHECKING:
    from clubs.directory.models import Club
    from portal.cities.models import City

MOST = 12


def open_offers(club: Club, city: City, now: dt.datetime) -> dict[str, Any] | None:
    """What this portal may show of the club's offers; nothing where there is none."""
    rows = Offer.shown_in(city, now).filter(club=club).exclude(kind=Offer.Kind.REQUEST)
    order = ("-is_urgent", F("ends_at").asc(nulls_last=True), "-pk")
    found = list(rows.select_related("club", "city__site").order_by(*order)[:MOST])
    if not found:
        return None
    context = {"cards": cards.of_offers(found, city, now)}
    return {"title": _("Hier können Sie mitmachen"), "template": "volunteering/parts/panel.html", "context": context}


PANELS = [open_offers]
