"""Clubs in the search of every portal that shows them. Actions call `put` after any change of a club, its tags or its
cities, inside their transaction: it brings every portal's entry in line with what visitors may see now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django_scopes import scopes_disabled

from portal.cities import hosts
from portal.kit.text import excerpt
from portal.search import actions as index
from portal.search.registry import Document

from .addresses import club_url
from .models import ClubCity

if TYPE_CHECKING:
    from portal.cities.models import City

    from .models import Club

SOURCE = "clubs"


def document_of(club: Club) -> Document:
    words = [tag.name for tag in (*club.interests.all(), *club.keywords.all())]
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
    document = document_of(club) if shown else None
    kept = {city.pk for city in shown}
    for host in hosts.every():
        if host.city.pk in kept and document is not None:
            index.put(host.city, SOURCE, document)
        else:
            index.remove(host.city, SOURCE, str(club.uuid))


def remove(club: Club) -> None:
    """The club is about to be deleted."""
    for host in hosts.every():
        index.remove(host.city, SOURCE, str(club.uuid))
