"""What the search needs of every public offer of the region, in the memory of each worker: about 400 bytes an offer.

It is read again as soon as somebody changes an offer, a club, an interest or what a city hides (the stamps of
portal.delivery: a change by any worker is seen by all), so a search costs no query for what it does not show. Whatever
sends no signal must call `portal.delivery.purge.touch`, as for every page. Times run out by themselves: see `UNTIL`.
"""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q
from django_scopes import scopes_disabled

from clubs.directory.models import Club, Interest
from portal.cities import hosts
from portal.delivery.memory import current
from portal.delivery.store import store

from .models import FRESH, Offer, OfferHidden, OfferInterest, OfferQuerySet

SECONDS = 600  # nothing is kept longer, whatever the stamps say
NAMES = (
    "*",
    *(f"table:{model._meta.db_table}:any" for model in (Offer, OfferInterest, OfferHidden, Club, Interest)),
)
COLUMNS = (
    "pk", "city_id", "kind", "in_region", "latitude", "longitude", "from_home", "is_urgent", "min_age", "languages",
    "access", "pattern", "published_at", "ends_at", "confirmed_at", "skills", "title", "summary", "provider", "place", "club__name",
)  # fmt: skip
(
    PK, CITY, KIND, SHARED, LAT, LON, HOME, URGENT, AGE, LANGS, ACCESSES, DAYS, SINCE, UNTIL, TEXT, TAGS, HALF_LAT,
    HALF_LON, SQUEEZE, SKILLS,
) = range(20)  # fmt: skip
Row = tuple[Any, ...]
HALF = math.pi / 360  # degrees → half a radian


@dataclass(frozen=True)
class Shelf:
    """`rows` in the order of their ids. Of a row: DAYS bits of weekdays (Monday is 1), SINCE and UNTIL Unix times of
    being public, TEXT everything that words are looked for in, SKILLS what one must be able to, TAGS interests; HALF_LAT, HALF_LON, SQUEEZE what a
    distance needs: of the offer's place, else of the middle of its city."""

    stamps: tuple[int, ...] = ()
    built: float = 0.0
    rows: list[Row] = field(default_factory=list)
    hidden: dict[int, set[int]] = field(default_factory=dict)  # city → offers
    interests: dict[int, tuple[str, str]] = field(default_factory=dict)  # slug, name


_shelf = Shelf()
_lock = threading.Lock()


def shelf() -> Shelf:
    """As of now; a page that is made from it is purged with it."""
    global _shelf
    stamps = store().stamps(NAMES, fresh=False)  # before the rows are read: a change in between makes it invalid
    found = _shelf
    if found.stamps != stamps or time.monotonic() - found.built > SECONDS:
        with _lock:
            found = _shelf
            if found.stamps != stamps or time.monotonic() - found.built > SECONDS:
                found = _shelf = _read(stamps)
    ledger = current.get()
    if ledger is not None:
        ledger.inherit(NAMES, found.stamps)
    return found


def _read(stamps: tuple[int, ...]) -> Shelf:
    hidden: dict[int, set[int]] = {}
    with scopes_disabled():
        rows = rows_of(Offer.everywhere().public().filter(~Q(kind=Offer.Kind.SHIFTS) | Q(ends_at__isnull=False)))
        for city, offer in OfferHidden.objects.exclude(city=F("offer__city")).values_list("city_id", "offer_id"):
            hidden.setdefault(city, set()).add(offer)
        interests = {pk: (slug, name) for pk, slug, name in Interest.objects.values_list("pk", "slug", "name")}
    return Shelf(stamps, time.monotonic(), rows, hidden, interests)


def rows_of(offers: OfferQuerySet) -> list[Row]:
    """Two queries."""
    tags: dict[int, list[int]] = {}
    with scopes_disabled():
        raw = list(offers.order_by("pk").values_list(*COLUMNS))
        items = OfferInterest.objects.order_by("pk")
        if len(raw) < 500:  # else reading all is quicker than naming those
            items = items.filter(content_object__in=[values[0] for values in raw])
        for offer, tag in items.values_list("content_object_id", "tag_id"):
            tags.setdefault(offer, []).append(tag)
    middles = {host.city.pk: (host.city.latitude, host.city.longitude) for host in hosts.every()}
    shared: dict[Any, Any] = {}  # equal values are held once
    return [_row(values, tuple(tags.get(values[0], ())), middles, shared) for values in raw]


def _row(values: Row, tags: tuple[int, ...], middles: dict[int, tuple[float, float]], shared: dict[Any, Any]) -> Row:
    (
        pk, city, kind, in_region, lat, lon, home, urgent, age, languages, access, pattern, published, ends, confirmed,
        skills, *words,
    ) = values  # fmt: skip
    until = (confirmed + FRESH).timestamp()
    if ends is not None:
        until = min(until, ends.timestamp())
    at = (lat, lon) if lat is not None else middles.get(city, (48.8, 8.4))
    return (
        pk, city, shared.setdefault(kind, kind), in_region, lat, lon, home, urgent, age,
        shared.setdefault(languages, languages), shared.setdefault(access, access), _days(pattern),
        published.timestamp() if published else 0.0, until,
        "\n".join(word for word in words if word).casefold(), shared.setdefault(tags, tags),
        at[0] * HALF, at[1] * HALF, math.cos(math.radians(at[0])), skills.casefold(),
    )  # fmt: skip


def _days(pattern: Any) -> int:
    bits = 0
    for line in pattern if isinstance(pattern, list) else ():
        day = line.get("day") if isinstance(line, dict) else None
        if isinstance(day, int) and 0 <= day <= 6:
            bits |= 1 << day
    return bits
