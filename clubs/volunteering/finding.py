"""Offers by words, filters, time and distance, over all cities: at most four queries, however many there are.

Everything but the dates is chosen, counted and ordered from memory (see shelf); one query names the offers whose
shifts fit the days or the free places asked for, one their order; only the offers of one page are read in full.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import Avg, F, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from clubs.codes import ACCESS, LANGUAGES
from clubs.directory.models import Club
from portal.delivery.memory import kept
from portal.kit.distance import EARTH_KM, distance_km

from .models import Offer, Shift
from .shelf import (
    ACCESSES,
    AGE,
    CITY,
    DAYS,
    HALF,
    HALF_LAT,
    HALF_LON,
    HOME,
    KIND,
    LANGS,
    LAT,
    LON,
    PK,
    SHARED,
    SINCE,
    SKILLS,
    SQUEEZE,
    TAGS,
    TEXT,
    UNTIL,
    URGENT,
    Row,
    shelf,
)
from .wishes import ARTS, WORDS, Spot, Wish

if TYPE_CHECKING:
    from portal.cities.models import City

__all__ = ["Found", "Hit", "Wish", "facets", "find", "hits", "points", "search"]

PER_PAGE = 20
ALL_SHIFTS = 2000  # from so many offers on, reading all shifts is quicker than naming the offers


@dataclass(frozen=True)
class Hit:
    """An offer of the page. `next_shift`: the first with a free place (within the days asked for), else the first;
    `free` and `places`: of all `shifts` ahead. `offer` has club and city (with site) selected."""

    offer: Offer
    next_shift: Shift | None
    free: int
    places: int
    shifts: int
    distance_km: float | None
    interests: list[str]


@dataclass
class Found:
    """Rows that fit, in order; per filter how many would fit with each choice."""

    wish: Wish
    spot: Spot
    now: dt.datetime
    rows: list[Row] = field(default_factory=list)
    counts: dict[str, Counter[Any]] = field(default_factory=dict)
    names: dict[int, tuple[str, str]] = field(default_factory=dict)  # interest → slug, name

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def unknown_place(self) -> str:
        return self.wish.place if self.wish.place and self.wish.spot is None else ""

    def distance(self, row: Row) -> float | None:
        """Of what has a place of its own; from the portal's middle where nobody named another."""
        if row[LAT] is None or row[HOME]:
            return None
        return distance_km(self.spot.latitude, self.spot.longitude, row[LAT], row[LON])


def search(wish: Wish, city: City, now: dt.datetime | None = None, *, per_page: int = PER_PAGE) -> Page:
    """One page of `Hit`s; the whole result is `page.found`."""
    found = find(wish, city, now, most=wish.page * per_page)
    page = Paginator(found.rows, per_page).get_page(found.wish.page)
    page.object_list = hits(found, list(page.object_list))  # type: ignore[assignment]
    page.found = found  # type: ignore[attr-defined]
    return page


def find(wish: Wish, city: City, now: dt.datetime | None = None, *, most: int | None = None) -> Found:
    """Every row that fits, in order; `most`: the order after so many rows does not matter."""
    now = now or timezone.now()
    wish = located(wish)
    held = shelf()
    found = Found(wish, wish.spot or Spot(city.latitude, city.longitude), now, names=held.interests)
    rows = [row for row in held.rows if row[UNTIL] > now.timestamp()]
    hidden = held.hidden.get(city.pk)
    if hidden:
        rows = [row for row in rows if row[PK] not in hidden]
    rows = visible(rows, wish, city)
    found.rows, found.counts = choose(found, narrowed(rows, wish, now))
    if wish.sort == "datum":
        by_date(found, most)
    elif wish.sort == "neu":
        found.rows.sort(key=lambda row: (-row[SINCE], -row[PK]))
    else:
        away = half_chords(found.spot)
        found.rows.sort(key=lambda row: (away(row), row[PK]))
    return found


def visible(rows: list[Row], wish: Wish, city: City) -> list[Row]:
    """What this portal shows: its own, and what the cities share."""
    if city.is_alliance:
        return [row for row in rows if row[SHARED]]
    if wish.scope == "stadt":
        return [row for row in rows if row[CITY] == city.pk]
    return [row for row in rows if row[SHARED] or row[CITY] == city.pk]


def narrowed(rows: list[Row], wish: Wish, now: dt.datetime) -> list[Row]:
    """Filters that the list has no counts for."""
    kinds = frozenset(wish.offer_kinds)
    rows = [row for row in rows if row[KIND] in kinds]
    for word in wish.words.casefold().split()[:WORDS]:
        rows = [row for row in rows if word in row[TEXT]]
    if wish.age is not None:
        rows = [row for row in rows if row[AGE] <= wish.age]
    if wish.from_home:
        rows = [row for row in rows if row[HOME]]
    if wish.skills or wish.unskilled:
        mine = wish.skills.casefold().split()[:WORDS]
        rows = [row for row in rows if suits(row[SKILLS], mine, wish.unskilled)]
    if wish.urgent:
        rows = [row for row in rows if row[URGENT]]
    if wish.free or wish.days(now) is not None:
        fits = _fits(wish, now)
        rows = [row for row in rows if fits(row)]
    return rows


def suits(needed: str, mine: list[str], unskilled: bool) -> bool:
    """Whether an offer that needs `needed` (in small letters) asks for what somebody can, or, if wanted, for nothing."""
    return all(word in needed for word in mine) if needed and mine else unskilled and not needed


def _fits(wish: Wish, now: dt.datetime) -> Callable[[Row], bool]:
    """A shift ahead in the days asked for (with a free place, if that is asked); weekly offers by their weekdays; what
    leaves the time to people fits every day. Requests have no dates and no places."""
    with scopes_disabled():
        dated = set(_shifts(wish, now).order_by().values_list("offer_id", flat=True).distinct())
    weekdays = wish.weekdays(now)
    bits = sum(1 << day for day in weekdays) if weekdays is not None else 0

    def fits(row: Row) -> bool:
        kind = row[KIND]
        if kind == Offer.Kind.SHIFTS:
            return row[PK] in dated
        if kind == Offer.Kind.REGULAR:
            return weekdays is None or bool(row[DAYS] & bits)
        return bool(kind == Offer.Kind.FLEXIBLE)

    return fits


def _shifts(wish: Wish, now: dt.datetime) -> QuerySet[Shift]:
    rows = Shift.objects.filter(is_cancelled=False, starts_at__gt=now)
    span = wish.span(now)
    if span is not None:
        rows = rows.filter(starts_at__gte=span[0])
        if span[1] is not None:
            rows = rows.filter(starts_at__lt=span[1])
    return rows.filter(taken__lt=F("capacity")) if wish.free else rows


def by_date(found: Found, most: int | None) -> None:
    """By the first shift ahead that fits; what has no dates comes last. `most`: the order of the rest does not matter."""
    ids = [row[PK] for row in found.rows if row[KIND] == Offer.Kind.SHIFTS]
    ranks: dict[int, int] = {}
    with scopes_disabled():
        rows = _shifts(found.wish, found.now)
        if len(ids) < ALL_SHIFTS:
            first = rows.filter(offer__in=ids).order_by().values("offer").annotate(first=Min("starts_at"))
            ranks = {pk: n for n, pk in enumerate(first.order_by("first", "offer").values_list("offer", flat=True))}
        else:
            wanted = set(ids)
            for pk in rows.order_by("starts_at", "offer_id").values_list("offer_id", flat=True).iterator(500):
                if pk in wanted and pk not in ranks:
                    ranks[pk] = len(ranks)
                    if len(ranks) == most:
                        break
    last = len(ranks)
    found.rows.sort(key=lambda row: (ranks.get(row[PK], last), row[KIND] != Offer.Kind.SHIFTS, row[PK]))


def choose(found: Found, rows: list[Row]) -> tuple[list[Row], dict[str, Counter[Any]]]:
    """Rows that pass every filter; and per filter a count over the rows that pass all the others."""
    wish = found.wish
    tests: dict[str, Callable[[Row], bool]] = {}
    if wish.interests:
        wanted = {pk for pk, (slug, _name) in found.names.items() if slug in wish.interests}
        tests["thema"] = lambda row: not wanted.isdisjoint(row[TAGS])
    if wish.languages:
        spoken = [f" {code} " for code in wish.languages]
        tests["sprache"] = lambda row: any(code in row[LANGS] for code in spoken)
    every = [f" {code} " for code in wish.access]  # who needs a toilet and no steps needs both
    if every:
        rows = [row for row in rows if all(code in row[ACCESSES] for code in every)]
    if wish.radius:
        away, most = half_chords(found.spot), math.sin(wish.radius / 2 / EARTH_KM) ** 2
        rows = [row for row in rows if row[HOME] or away(row) <= most]
    others: dict[str, list[Row]] = {name: [] for name in tests}
    if tests:
        fitting: list[Row] = []
        for row in rows:
            failed = [name for name, test in tests.items() if not test(row)]
            if not failed:
                fitting.append(row)
            elif len(failed) == 1:
                others[failed[0]].append(row)
        rows = fitting
    return rows, {
        "thema": _counted(chain(rows, others.get("thema", ())), TAGS),
        "art": Counter([row[KIND] for row in rows]),
        "sprache": _counted(chain(rows, others.get("sprache", ())), LANGS),
        "zugang": _counted(rows, ACCESSES),
        "ohne": Counter({"1": sum(1 for row in rows if not row[SKILLS])}),
        "zuhause": Counter({"1": sum(1 for row in rows if row[HOME])}),
        "dringend": Counter({"1": sum(1 for row in rows if row[URGENT])}),
    }


def _counted(rows: Iterable[Row], column: int) -> Counter[Any]:
    """Equal combinations are counted first: there are far fewer of them than rows."""
    counts: Counter[Any] = Counter()
    for held, n in Counter([row[column] for row in rows]).items():
        for one in held.split() if isinstance(held, str) else held:
            counts[one] += n
    return counts


def half_chords(spot: Spot) -> Callable[[Row], float]:
    """The squared half chord to a row: it grows with the distance (haversine), without its costly last step. What is
    done from home comes last."""
    sin = math.sin
    lat, lon = spot.latitude * HALF, spot.longitude * HALF
    squeeze = math.cos(2 * lat)

    def away(row: Row) -> float:
        if row[HOME]:
            return math.inf
        return sin(row[HALF_LAT] - lat) ** 2 + squeeze * row[SQUEEZE] * sin(row[HALF_LON] - lon) ** 2

    return away


def hits(found: Found, rows: list[Row]) -> list[Hit]:
    """The rows of one page in full: two queries."""
    ids = [row[PK] for row in rows]
    with scopes_disabled():
        offers = Offer.everywhere().public(found.now).select_related("club", "city__site").in_bulk(ids)
    shifts = shifts_of(ids, found.wish, found.now) if ids else {}
    made = []
    for row in rows:
        offer = offers.get(row[PK])
        if offer is None:  # gone a moment ago
            continue
        best, free, places, count = shifts.get(offer.pk, (None, 0, 0, 0))
        names = sorted(found.names[tag][1] for tag in row[TAGS] if tag in found.names)
        made.append(Hit(offer, best, free, places, count, found.distance(row), names))
    return made


def shifts_of(ids: list[int], wish: Wish, now: dt.datetime) -> dict[int, tuple[Shift, int, int, int]]:
    """Offer → (next shift, free places, places, number of shifts), of what is ahead."""
    span = wish.span(now)
    best: dict[int, tuple[tuple[bool, bool], Shift]] = {}
    sums: dict[int, list[int]] = {}
    with scopes_disabled():
        rows = Shift.objects.filter(offer__in=ids, is_cancelled=False, starts_at__gt=now).order_by("starts_at", "pk")
        for shift in rows:
            inside = span is None or (span[0] <= shift.starts_at and (span[1] is None or shift.starts_at < span[1]))
            rank = (inside, shift.free > 0)
            known = best.get(shift.offer_id)
            if known is None or rank > known[0]:
                best[shift.offer_id] = rank, shift
            held = sums.setdefault(shift.offer_id, [0, 0, 0])
            held[0] += shift.free
            held[1] += shift.capacity
            held[2] += 1
    return {pk: (shift, sums[pk][0], sums[pk][1], sums[pk][2]) for pk, (_rank, shift) in best.items()}


def located(wish: Wish) -> Wish:
    """A place that is none of the cities may be a village or district: the middle of the clubs that meet there."""
    if wish.spot is not None or not wish.place:
        return wish
    towns = kept("volunteering:towns", _towns, 600) or {}
    known = towns.get(wish.place.casefold()) or towns.get(wish.place[:5])
    return replace(wish, spot=Spot(known[0], known[1], wish.place)) if known else wish


def _towns() -> dict[str, tuple[float, float]]:
    rows = Club.in_region().published().filter(latitude__isnull=False)
    found: dict[str, tuple[float, float]] = {}
    with scopes_disabled():
        for column in ("town", "postcode"):
            middles = rows.order_by().values(column).annotate(lat=Avg("latitude"), lon=Avg("longitude"))
            for name, lat, lon in middles.values_list(column, "lat", "lon"):
                if name:
                    found.setdefault(name.casefold(), (lat, lon))
    return found


def facets(found: Found) -> list[dict[str, Any]]:
    """Groups of filters with counts, as `components/facets.html` wants them."""
    wish, counts = found.wish, found.counts
    tags = sorted(found.names.items(), key=lambda item: item[1][1].casefold())
    arts = [(art, Offer.Kind(kind).label) for art, kind in ARTS.items()]
    groups = [
        _group(_("Thema"), "thema", [(s, n, counts["thema"][pk]) for pk, (s, n) in tags], wish.interests),
        _group(_("Art"), "art", [(art, label, None) for art, label in arts], wish.kinds),
        _group(_("Barrierefreiheit"), "zugang", [(c, w, counts["zugang"][c]) for c, w in ACCESS], wish.access),
        _group(_("Sprache"), "sprache", [(c, w, counts["sprache"][c]) for c, w in LANGUAGES], wish.languages),
    ]
    return [group for group in groups if group["options"]]


def _group(
    title: str, name: str, choices: list[tuple[str, Any, int | None]], ticked: tuple[str, ...]
) -> dict[str, Any]:
    options = [
        {"value": value, "label": label, "count": count, "checked": value in ticked}
        for value, label, count in choices
        if count or count is None or value in ticked
    ]
    return {"title": title, "name": name, "type": "checkbox", "options": options}


def points(found: Found, most: int = 20_000) -> str:
    """JSON for the map: [number in the list, latitude, longitude, kind], five decimals (about a metre)."""
    lines = (
        f'[{number},{row[LAT]:.5f},{row[LON]:.5f},"{"warn" if row[URGENT] else "info"}"]'
        for number, row in enumerate(found.rows[:most], 1)
        if row[LAT] is not None and not row[HOME]
    )
    return f'{{"points":[{",".join(lines)}]}}'
