"""Where clubs stand. A club has one slug in the whole region; its home is the portal of its own city."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from portal.cities import hosts

if TYPE_CHECKING:
    from portal.cities.models import City

    from .models import Club

# Words that stand below /verein/ themselves: no club gets one as its slug
RESERVED = frozenset({
    "eintragen", "meine", "einladung", "daten", "karte", "anfrage", "anfragen", "bestaetigen", "beantwortet", "verwalten",
    "stimmt-noch",
})  # fmt: skip


def club_url(club: Club) -> str:
    """Path of the club's page on every portal that shows it."""
    return reverse("directory:club", args=[club.slug])


def host_of(club: Club) -> str:
    """Host of the city that owns the club, from memory: `club.city_id` is enough."""
    return next((h.site.hostname for h in hosts.every() if h.city.pk == club.city_id), "")


def home_url(club: Club) -> str:
    """Full address on the portal of the club's own city: what other portals, calendars and files link to."""
    return hosts.absolute(host_of(club), club_url(club))


def link(club: Club, city: City, shown: bool) -> str:
    """From a portal of `city`: the path where it shows the club itself (`shown`), else the address at home."""
    return club_url(club) if shown else home_url(club)
