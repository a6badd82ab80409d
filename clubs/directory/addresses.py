"""Where clubs stand. A club has one slug in the whole region; its home is the portal of its own city."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from portal.cities import hosts

if TYPE_CHECKING:
    from portal.cities.models import City

    from .entries import Entry
    from .models import Club

# Words that stand below /verein/ themselves: no club gets one as its slug
RESERVED = frozenset({
    "eintragen", "meine", "einladung", "daten", "karte", "anfrage", "anfragen", "bestaetigen", "beantwortet", "verwalten",
    "stimmt-noch",
})  # fmt: skip


def club_url(club: Club | Entry) -> str:
    """Path of the club's page on every portal that shows it."""
    return reverse("directory:club", args=[club.slug])


def host_of(club: Club | Entry) -> str:
    """Host of the city that owns the club, from memory: `club.city_id` is enough."""
    return next((h.site.hostname for h in hosts.every() if h.city.pk == club.city_id), "")


def home_url(club: Club | Entry) -> str:
    """Full address on the portal of the club's own city: what other portals, calendars and files link to."""
    return hosts.absolute(host_of(club), club_url(club))


def index_of(city: City) -> dict[str, str] | None:
    """Title and path of the directory on this portal."""
    from portal.content.tree import path_of

    from .models import ClubIndexPage

    pages = ClubIndexPage.objects.for_city(city).live().public().order_by("path")
    page = pages.only("title", "path", "url_path").first()
    return {"title": page.title, "url": path_of(page, city)} if page is not None else None


def index_url(city: City) -> str:
    return (index_of(city) or {}).get("url", "")


def link(club: Club, city: City, shown: bool) -> str:
    """From a portal of `city`: the path where it shows the club itself (`shown`), else the address at home."""
    return club_url(club) if shown else home_url(club)
