"""Clubs as search results (contract: portal.search.registry)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from portal.search.registry import Document, Kind, Source

from .columns import TAGS
from .findable import SOURCE, document_of
from .models import Club

if TYPE_CHECKING:
    from portal.cities.models import City


def documents(city: City) -> Iterator[Document]:
    with scopes_disabled():
        found = list(Club.shown_in(city).prefetch_related(*TAGS).order_by("pk"))
    for club in found:
        yield document_of(club)


SOURCES = [Source(SOURCE, (Kind("club", _("Verein"), "people"),), documents)]
