"""Clubs in the search of every portal that shows them. Actions call `put` after any change of a club, its tags or its
cities, inside their transaction: it brings every portal's entry in line with what visitors may see now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone
from django_scopes import scopes_disabled

from portal.cities import hosts
from portal.kit.text import excerpt
from portal.search import actions as index
from portal.search.models import SearchEntry
from portal.search.registry import Document

from .addresses import club_url
from .columns import interests_of, keywords_of
from .models import ClubCity

if TYPE_CHECKING:
    from portal.cities.models import City

    from .models import Club

SOURCE = "clubs"


def document_of(club: Club) -> Document:
    words = [*(tag.name for tag in interests_of(club)), *keywords_of(club)]
    return Document(
        key=str(club.uuid),
        kind="club",
        url=club_url(club),
        title=club.name,
        summary=excerpt(club.purpose or club.text, 200),
        text="\n".join(part for part in (club.text, " ".join(words), club.place, club.town) if part),
        date=timezone.localtime(club.confirmed_at).date(),
    )


def cities_of(club: Club) -> list[City]:
    """Portals that show the club now; the alliance's among them."""
    if not club.is_public:
        return []
    with scopes_disabled():
        shown = set(ClubCity.objects.filter(club=club, is_hidden=False).values_list("city_id", flat=True))
    return [host.city for host in hosts.every() if host.city.pk in shown or host.city.is_alliance]


def put(club: Club) -> None:
    shown = cities_of(club)
    for city in _listed(club):
        if city.pk not in {each.pk for each in shown}:
            index.remove(city, SOURCE, str(club.uuid))
    document = document_of(club) if shown else None
    for city in shown:
        if document is not None:
            index.put(city, SOURCE, document)


def put_many(clubs: Iterable[Club]) -> None:
    """New or changed public clubs, hundreds at once; prefetch `columns.TAGS`."""
    found = [club for club in clubs if club.is_public]
    documents = {club.pk: document_of(club) for club in found}
    shown: dict[int, list[Document]] = {}
    with scopes_disabled():
        rows = (
            ClubCity.objects.filter(club__in=found, is_hidden=False)
            if len(found) < 500
            else ClubCity.objects.filter(is_hidden=False)
        )
        for club_id, city_id in rows.values_list("club_id", "city_id"):
            if club_id in documents:
                shown.setdefault(city_id, []).append(documents[club_id])
    for host in hosts.every():
        wanted = list(documents.values()) if host.city.is_alliance else shown.get(host.city.pk, [])
        if wanted:
            index.put_many(host.city, SOURCE, wanted)


def remove(club: Club) -> None:
    """The club is about to be deleted."""
    for city in _listed(club):
        index.remove(city, SOURCE, str(club.uuid))


def _listed(club: Club) -> list[City]:
    """Portals whose search knows the club."""
    with scopes_disabled():
        known = set(SearchEntry.objects.filter(source=SOURCE, key=str(club.uuid)).values_list("city_id", flat=True))
    return [host.city for host in hosts.every() if host.city.pk in known]
