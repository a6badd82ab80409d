"""Open calls as search results (contract: portal.search.registry)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from portal.search.registry import Document, Kind, Source

from .findable import SOURCE, document_of
from .models import Call

if TYPE_CHECKING:
    from portal.cities.models import City


def documents(city: City) -> Iterator[Document]:
    with scopes_disabled():
        rows = Call.shown_in(city).open()
        found = list((rows if city.is_alliance else rows.filter(city=city)).order_by("pk"))
    for call in found:
        yield document_of(call)


SOURCES = [Source(SOURCE, (Kind("call", _("Hilfsaufruf"), "flag"),), documents)]
