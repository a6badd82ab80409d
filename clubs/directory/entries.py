"""What a portal says about its clubs, read for thousands at once: plain values, one query per table, no model per row.

An `Entry` has the public columns of a club under the names of the model, so that the same functions describe both.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django_scopes import scopes_disabled

from clubs.codes import Choices, labels
from portal.cities import hosts
from portal.cities.models import City

from .models import Club, ClubInterest, ClubKeyword, Interest
from .times import Training, training
from .times_models import ClubTime

if TYPE_CHECKING:
    from django.db.models import QuerySet

Labels = Callable[[str, Choices], list[str]]


@dataclass(slots=True)
class Entry:
    pk: int
    uuid: uuid.UUID
    slug: str
    city_id: int
    name: str
    purpose: str
    text: str
    audiences: str
    languages: str
    access: str
    register_court: str
    register_number: str
    is_charitable: bool
    website: str
    public_phone: str
    place: str
    street: str
    postcode: str
    town: str
    latitude: float | None
    longitude: float | None
    confirmed_at: dt.datetime
    interests: list[Interest] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    times: list[Training] = field(default_factory=list)

    @property
    def city(self) -> City:
        return hosts.city_of(self.city_id)


COLUMNS = tuple(name for name in Entry.__dataclass_fields__ if name not in ("interests", "keywords", "times"))


def entries(city: City) -> Iterator[Entry]:
    """Public clubs of a portal by slug. Five queries, whatever their number."""
    with scopes_disabled():
        clubs = Club.shown_in(city)
        tags = _tags(clubs)
        words: dict[int, list[str]] = defaultdict(list)
        held = ClubKeyword.objects.filter(content_object__in=clubs.values("pk"))
        for pk, word in held.values_list("content_object_id", "tag__name"):
            words[pk].append(word)
        times: dict[int, list[Training]] = defaultdict(list)
        for row in ClubTime.objects.filter(club__in=clubs.values("pk")).order_by("day", "starts", "pk").iterator():
            times[row.club_id].append(training(row))
        rows = list(clubs.order_by("slug").values_list(*COLUMNS))
    for values in rows:
        pk = values[0]
        yield Entry(*values, tags[pk], sorted(words[pk]), times[pk])  # type: ignore[call-arg]


def _tags(clubs: QuerySet[Club]) -> dict[int, list[Interest]]:
    known = {tag.pk: tag for tag in Interest.objects.all()}
    found: dict[int, list[Interest]] = defaultdict(list)
    held = ClubInterest.objects.filter(content_object__in=clubs.values("pk"))
    for pk, tag in held.values_list("content_object_id", "tag_id"):
        found[pk].append(known[tag])
    for each in found.values():
        each.sort(key=lambda tag: tag.name)
    return found


def remembering() -> Labels:
    """`labels` for one long file: the same codes are put into words once."""
    known: dict[tuple[str, int], list[str]] = {}

    def named(value: str, choices: Choices) -> list[str]:
        key = (value, id(choices))
        if key not in known:
            known[key] = labels(value, choices)
        return known[key]

    return named
