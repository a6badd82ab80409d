"""Offers as search results (contract: portal.search.registry)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from portal.search.registry import Document, Kind, Source

from .findable import SOURCE, document_of
from .models import Offer

if TYPE_CHECKING:
    from portal.cities.models import City


def documents(city: City) -> Iterator[Document]:
    """A city's own public offers; on the alliance's portal those that are shared with the region."""
    with scopes_disabled():
        rows = Offer.shown_in(city)
        found = list((rows if city.is_alliance else rows.filter(city=city)).order_by("pk"))
    for offer in found:
        yield document_of(offer)


SOURCES = [Source(SOURCE, (Kind("offer", _("Mitmach-Angebot"), "heart"),), documents)]
