"""Which changes a person hears of. Loaded once per run, then matched in memory: no query per person."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter

from portal.kit.distance import box, distance_km

from .models import Change, Rhythm

ORDER = {Rhythm.IMMEDIATE: 0, Rhythm.DAILY: 1, Rhythm.WEEKLY: 2, Rhythm.NONE: 3}


@dataclass(frozen=True, slots=True)
class Wish:
    """A subscription, as far as matching needs it."""

    pk: int
    user_id: int
    what: str
    project_id: int | None
    topic: str
    within_id: int | None
    lat: float | None
    lon: float | None
    radius_km: int | None
    rhythm: str
    since: float  # timestamp: nobody is told of what was before


FIELDS = (
    "pk", "user_id", "what", "project_id", "topic", "within_id", "lat", "lon", "radius_km", "rhythm", "created_at",
)  # fmt: skip


def wish(values: tuple) -> Wish:  # type: ignore[type-arg]
    *own, created_at = values
    return Wish(*own, since=created_at.timestamp())


@dataclass(frozen=True, slots=True)
class News:
    """A change, as far as matching needs it."""

    pk: int
    project_id: int
    cities: frozenset[int]
    contribution: bool
    topics: tuple[str, ...]
    lat: float | None
    lon: float | None
    noted: float


def news(change: Change, cities: Iterable[int]) -> News:
    return News(
        change.pk, change.project_id, frozenset({change.city_id, *cities}), change.kind == Change.Kind.CONTRIBUTION,
        tuple(change.topics.split()), change.lat, change.lon, change.noted_at.timestamp(),
    )  # fmt: skip


class Board:
    """Changes, found by project, topic and place."""

    def __init__(self, items: Iterable[News]) -> None:
        self.by_project: dict[int, list[News]] = defaultdict(list)
        self.by_topic: dict[str, list[News]] = defaultdict(list)
        placed: list[tuple[float, float, News]] = []
        for item in items:
            self.by_project[item.project_id].append(item)
            for topic in item.topics:
                self.by_topic[topic].append(item)
            if item.lat is not None and item.lon is not None:
                placed.append((item.lat, item.lon, item))
        self.placed = sorted(placed, key=itemgetter(0))
        self.lats = [lat for lat, _lon, _item in self.placed]

    def caught(self, wish: Wish) -> Iterator[News]:
        if wish.what == "project" and wish.project_id is not None:
            found: Iterable[News] = self.by_project.get(wish.project_id, ())
        elif wish.what == "topic":
            found = self.by_topic.get(wish.topic, ())
            if wish.within_id is not None:
                found = (item for item in found if wish.within_id in item.cities)
        else:
            found = self._near(wish)
        return (item for item in found if item.noted >= wish.since)

    def _near(self, wish: Wish) -> Iterator[News]:
        if wish.lat is None or wish.lon is None or wish.radius_km is None:
            return
        south, west, north, east = box(wish.lat, wish.lon, wish.radius_km)
        for lat, lon, item in self.placed[bisect_left(self.lats, south) : bisect_right(self.lats, north)]:
            if west <= lon <= east and distance_km(wish.lat, wish.lon, lat, lon) <= wish.radius_km:
                yield item


def told(board: Board, wishes: Iterable[Wish], rhythm: str) -> tuple[list[int], set[int]]:
    """Of one person's wishes: the changes (ids, sorted) that this rhythm tells, and the wishes that caught them.

    A change is told once, by the fastest of the wishes that catch it. Contributions are never told one by one: who
    wants everything at once gets them in the daily digest.
    """
    fastest: dict[int, int] = {}
    by: dict[int, set[int]] = defaultdict(set)
    for one in wishes:
        place = ORDER[Rhythm(one.rhythm)]
        for item in board.caught(one):
            own = max(place, 1) if item.contribution else place
            fastest[item.pk] = min(own, fastest.get(item.pk, 9))
            if own == ORDER[Rhythm(rhythm)]:
                by[item.pk].add(one.pk)
    chosen = sorted(pk for pk, place in fastest.items() if place == ORDER[Rhythm(rhythm)])
    return chosen, {wish for pk in chosen for wish in by[pk]}
