"""What the address of a list of clubs asks for. Hostile and unknown values count as not given.

Parameters: q, thema, fuer, sprache, zugang, stadt (several each), gebiet (stadt | region), ort or lat and lon,
umkreis (km), sort, seite.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy

from clubs.codes import ACCESS, AUDIENCES, LANGUAGES
from portal.cities import hosts
from portal.kit.text import clean

if TYPE_CHECKING:
    from django.http import QueryDict

    from portal.cities.models import City

WORDS_MAX = 80
WORDS = 6  # of one search
CHOICES_MAX = 20  # of one filter
RADII = (2, 5, 10, 20, 40)  # km
SORTS = {"name": gettext_lazy("Name"), "nah": gettext_lazy("Entfernung"), "neu": gettext_lazy("Neu dabei")}
SCOPES = ("stadt", "region")
_SLUG = re.compile(r"[-\w]{1,100}\Z")


@dataclass(frozen=True)
class Spot:
    """Where distances are measured from. `name`: as people say it; "" for a point of their own."""

    latitude: float
    longitude: float
    name: str = ""


@dataclass(frozen=True)
class Wish:
    """`place`: as typed, `spot`: where that is (None: unknown). Tuples hold what was ticked."""

    words: str = ""
    interests: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    scope: str = "stadt"
    place: str = ""
    spot: Spot | None = field(default=None)
    here: tuple[float, float] | None = None
    radius: int = 0
    sort: str = "name"
    page: int = 1
    wide: bool = False  # a portal that is the region itself

    @classmethod
    def of(cls, query: QueryDict, city: City) -> Wish:
        place = _text(query.get("ort", ""))
        here = _point(query.get("lat", ""), query.get("lon", ""))
        spot = Spot(*here) if here else spot_of(place) if place else None
        scope = query.get("gebiet", "")
        if scope not in SCOPES:
            # Who names a place looks for what is near, and that does not stop at a border
            scope = "region" if city.is_alliance or here or place else "stadt"
        sort = query.get("sort", "")
        if sort not in SORTS or (sort == "nah" and spot is None and not place):
            sort = "nah" if spot or place else "name"
        return cls(
            words=_text(query.get("q", "")),
            interests=_slugs(query, "thema"),
            audiences=_codes(query, "fuer", AUDIENCES),
            languages=_codes(query, "sprache", LANGUAGES),
            access=_codes(query, "zugang", ACCESS),
            cities=_slugs(query, "stadt"),
            scope="region" if city.is_alliance else scope,
            place="" if here else place,
            spot=spot,
            here=here,
            radius=next((r for r in RADII if str(r) == query.get("umkreis")), 0) if here or place else 0,
            sort=sort,
            page=_number(query.get("seite", "")),
            wide=city.is_alliance,
        )

    @property
    def is_near(self) -> bool:
        return bool(self.here or self.place)

    def pairs(self, *without: str) -> list[tuple[str, str]]:
        """(name, value) of everything that is not usual, in one order: the canonical query, `seite` left out."""
        usual_scope = "region" if self.wide or self.is_near else "stadt"
        usual_sort = "nah" if self.is_near else "name"
        found = [
            ("q", self.words),
            *(("thema", v) for v in self.interests),
            *(("fuer", v) for v in self.audiences),
            *(("sprache", v) for v in self.languages),
            *(("zugang", v) for v in self.access),
            *(("stadt", v) for v in self.cities),
            ("gebiet", "" if self.scope == usual_scope else self.scope),
            ("ort", self.place),
            ("lat", f"{self.here[0]:.3f}" if self.here else ""),
            ("lon", f"{self.here[1]:.3f}" if self.here else ""),
            ("umkreis", str(self.radius or "")),
            ("sort", "" if self.sort == usual_sort else self.sort),
        ]
        return [(name, value) for name, value in found if value and name not in without]

    @property
    def query(self) -> str:
        return urlencode(self.pairs())

    @property
    def ticked(self) -> int:
        return sum(map(bool, (self.interests, self.audiences, self.languages, self.access, self.cities)))


def spot_of(place: str) -> Spot | None:
    """A postcode or the name of one of the cities, from memory; districts are looked up by `finding`."""
    wanted = place.casefold()
    for host in hosts.every():
        city = host.city
        if city.is_alliance:
            continue
        codes = [code.strip() for code in city.postcodes.split(",")]
        if wanted == city.name.casefold() or (wanted[:5].isdigit() and wanted[:5] in codes):
            return Spot(city.latitude, city.longitude, city.name)
    return None


def _text(value: str) -> str:
    return " ".join(clean(value[: 4 * WORDS_MAX]).split())[:WORDS_MAX].strip()


def _slugs(query: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v for v in query.getlist(name)[:CHOICES_MAX] if _SLUG.match(v)))


def _codes(query: QueryDict, name: str, choices: list) -> tuple[str, ...]:
    given = set(query.getlist(name)[:CHOICES_MAX])
    return tuple(code for code, _label in choices if code in given)


def _number(value: str) -> int:
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _point(lat: str, lon: str) -> tuple[float, float] | None:
    """Degrees near the region, rounded to about 100 m: nobody's doorstep ends up in a log."""
    try:
        point = round(float(lat[:12]), 3), round(float(lon[:12]), 3)
    except ValueError:
        return None
    if not all(map(math.isfinite, point)):
        return None
    return point if 47 <= point[0] <= 50 and 7 <= point[1] <= 11 else None
