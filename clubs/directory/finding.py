"""Clubs by words, filters and distance: four queries, however many there are.

One reads what filters need of every club in question, as plain tuples; choosing, counting for the filters, distance
and order happen in memory; only the clubs of one page are read in full. An own query per filter would cost more.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Avg, F, Q
from django_scopes import scopes_disabled

from portal.cities import hosts
from portal.kit.distance import KM_PER_DEGREE, box, distance_km

from .models import Club, ClubCity, ClubInterest, ClubKeyword, ClubQuerySet, Interest
from .wishes import WORDS, Spot, Wish

if TYPE_CHECKING:
    from portal.cities.models import City

PER_PAGE = 24
COLUMNS = ("pk", "city_id", "latitude", "longitude", "audiences", "languages", "access", "name")
PK, CITY, LAT, LON, AUDIENCES, LANGUAGES, ACCESS, NAME = range(8)
Row = tuple[Any, ...]
_SORTED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "„": "", '"': ""})


@dataclass
class Found:
    """Rows that fit, in order; per filter how many would fit with each choice; and the names of interests."""

    wish: Wish
    rows: list[Row]
    counts: dict[str, Counter[Any]]
    masks: dict[int, int]  # club → one bit per interest, in the order of `names`: ten thousand numbers cost no memory
    names: list[Interest]
    cities: dict[int, City]

    def interests_of(self, club_id: int) -> list[Interest]:
        mask = self.masks.get(club_id, 0)
        return [tag for place, tag in enumerate(self.names) if mask >> place & 1]

    @property
    def pages(self) -> int:
        return max(1, math.ceil(len(self.rows) / PER_PAGE))

    def distance(self, row: Row) -> float | None:
        spot = self.wish.spot
        if spot is None or row[LAT] is None:
            return None
        return distance_km(spot.latitude, spot.longitude, row[LAT], row[LON])


def clubs_for(city: City, *, wide: bool) -> ClubQuerySet:
    """Public clubs that a portal lists: its own, or (`wide`) those of the region that neither it nor their own city hides."""
    if not wide or city.is_alliance:
        return Club.shown_in(city)
    with scopes_disabled():
        hidden = ClubCity.objects.filter(Q(city=city) | Q(city=F("club__city")), is_hidden=True)
        return Club.in_region().published().exclude(pk__in=hidden.values("club"))


def search(wish: Wish, city: City) -> Found:
    with scopes_disabled():
        base = matching(clubs_for(city, wide=wish.scope == "region"), wish.words)
        rows: list[Row] = list(
            base.order_by(*(("-created_at", "pk") if wish.sort == "neu" else ("pk",))).values_list(*COLUMNS)
        )
        items = ClubInterest.objects.all()
        if wish.scope != "region" or wish.words:
            items = items.filter(content_object__in=base.order_by().values("pk"))
        names = list(Interest.objects.all())
        bits = {tag.pk: 1 << place for place, tag in enumerate(names)}
        masks: dict[int, int] = {}
        for club, tag in items.values_list("content_object_id", "tag_id"):
            masks[club] = masks.get(club, 0) | bits.get(tag, 0)
        cities = {host.city.pk: host.city for host in hosts.every()}
        wish = located(wish)
    found = Found(wish, [], {}, masks, names, cities)
    found.rows, found.counts = choose(found, rows)
    order(found)
    return found


def located(wish: Wish) -> Wish:
    """A place that is none of the cities may be a district: the middle of the clubs that meet there."""
    if wish.spot is not None or not wish.place:
        return wish
    middle = (
        Club.in_region().published().filter(Q(town__iexact=wish.place) | Q(postcode=wish.place[:5]))
        .aggregate(lat=Avg("latitude"), lon=Avg("longitude"))
    )  # fmt: skip
    if middle["lat"] is None:
        return wish
    return replace(wish, spot=Spot(middle["lat"], middle["lon"], wish.place))


def matching(rows: ClubQuerySet, words: str) -> ClubQuerySet:
    """Every word somewhere in name, purpose, keywords or place. SQLite folds only ASCII: umlauts are asked both ways."""
    for word in words.split()[:WORDS]:
        asked = Q()
        for form in {word} if word.isascii() else {word, word.lower(), word.capitalize(), word.upper()}:
            for column in ("name", "purpose", "place", "town"):
                asked |= Q(**{f"{column}__icontains": form})
            tagged = ClubKeyword.objects.filter(tag__name__icontains=form)
            asked |= Q(pk__in=tagged.values("content_object"))
        rows = rows.filter(asked)
    return rows


def choose(found: Found, rows: list[Row]) -> tuple[list[Row], dict[str, Counter[Any]]]:
    """Rows that pass every filter; and per filter a count over the rows that pass all the others."""
    wish, masks = found.wish, found.masks
    tests: dict[str, Callable[[Row], bool]] = {}
    wanted = sum(1 << place for place, tag in enumerate(found.names) if tag.slug in wish.interests)
    if wish.interests:
        tests["thema"] = lambda row: bool(wanted & masks.get(row[PK], 0))
    if wish.cities:
        own = {pk for pk, city in found.cities.items() if city.slug in wish.cities}
        tests["stadt"] = lambda row: row[CITY] in own
    for name, column, codes in (("fuer", AUDIENCES, wish.audiences), ("sprache", LANGUAGES, wish.languages)):
        if codes:
            spaced = [f" {code} " for code in codes]
            tests[name] = lambda row, c=column, s=spaced: any(code in row[c] for code in s)  # type: ignore[misc]
    near = _near(wish)
    every = [f" {code} " for code in wish.access]  # who needs a toilet and no steps needs both
    if near or every:
        rows = [row for row in rows if (near is None or near(row)) and all(code in row[ACCESS] for code in every)]
    passing = dict.fromkeys(("thema", "stadt", "fuer", "sprache", "zugang"), rows)
    if tests:
        fitting: list[Row] = []
        others: dict[str, list[Row]] = {name: [] for name in tests}
        for row in rows:
            failed = [name for name, test in tests.items() if not test(row)]
            if not failed:
                fitting.append(row)
            elif len(failed) == 1:
                others[failed[0]].append(row)
        rows = fitting
        passing = {name: rows + others.get(name, []) for name in passing}
    return rows, {
        "thema": _interests(found, passing["thema"]),
        "stadt": Counter([row[CITY] for row in passing["stadt"]]),
        "fuer": _codes(passing["fuer"], AUDIENCES),
        "sprache": _codes(passing["sprache"], LANGUAGES),
        "zugang": _codes(passing["zugang"], ACCESS),
    }


def _interests(found: Found, rows: list[Row]) -> Counter[Any]:
    """Slug → clubs; equal combinations are counted first."""
    masks, counts = found.masks, Counter[Any]()
    for mask, n in Counter([masks.get(row[PK], 0) for row in rows]).items():
        for place, tag in enumerate(found.names):
            if mask >> place & 1:
                counts[tag.slug] += n
    return counts


def _codes(rows: list[Row], column: int) -> Counter[Any]:
    """Equal combinations are counted first: there are far fewer of them than rows."""
    counts: Counter[Any] = Counter()
    for packed, n in Counter([row[column] for row in rows]).items():
        for code in packed.split():
            counts[code] += n
    return counts


def _near(wish: Wish) -> Callable[[Row], bool] | None:
    """Within the radius of the place; None where no radius is asked for."""
    spot, radius = wish.spot, wish.radius
    if spot is None or not radius:
        return None
    south, west, north, east = box(spot.latitude, spot.longitude, radius)

    def inside(row: Row) -> bool:
        lat, lon = row[LAT], row[LON]
        return (
            lat is not None and south <= lat <= north and west <= lon <= east
            and distance_km(spot.latitude, spot.longitude, lat, lon) <= radius
        )  # fmt: skip

    return inside


def order(found: Found) -> None:
    """Nearest first (those without a place last), newest first as read, or by name as German sorts it."""
    spot = found.wish.spot
    if found.wish.sort == "nah" and spot is not None:
        lat, lon = spot.latitude, spot.longitude
        squeeze = math.cos(math.radians(lat)) * KM_PER_DEGREE

        def away(row: Row) -> tuple[float, str]:
            if row[LAT] is None:
                return math.inf, row[NAME]
            return math.hypot((row[LAT] - lat) * KM_PER_DEGREE, (row[LON] - lon) * squeeze), row[NAME]

        found.rows.sort(key=away)
    elif found.wish.sort != "neu":
        found.rows.sort(key=lambda row: row[NAME].casefold().translate(_SORTED))


def in_full(found: Found, rows: list[Row]) -> list[Club]:
    """The clubs of one page, in order, without their long text."""
    with scopes_disabled():
        clubs = (
            Club.in_region()
            .select_related("logo")
            .prefetch_related("logo__renditions")
            .defer("text")
            .in_bulk([row[PK] for row in rows])
        )
    return [clubs[row[PK]] for row in rows if row[PK] in clubs]


def points(found: Found, most: int = 20_000) -> str:
    """JSON for the map: [number in the list, latitude, longitude, kind], five decimals (about a metre)."""
    lines = (
        f'[{number},{row[LAT]:.5f},{row[LON]:.5f},"info"]'
        for number, row in enumerate(found.rows[:most], 1)
        if row[LAT] is not None
    )
    return f'{{"points":[{",".join(lines)}]}}'
