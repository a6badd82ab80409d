"""Offers and shifts: what the actions let through, and what they refuse."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from django_scopes import scope

from clubs.volunteering.actions import offers
from clubs.volunteering.models import Offer, Shift
from portal.cities.models import City
from portal.kit.refused import Refused
from portal.mailing.models import Letter
from tests.volunteering.making import make_offer, make_shift

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def city(bruchsal: City) -> City:
    return bruchsal


def test_an_offer_ends_with_its_last_shift(city: City) -> None:
    offer = make_offer(city)
    first = make_shift(offer)
    last = make_shift(offer, starts_in=dt.timedelta(days=9))
    offer.refresh_from_db()
    assert offer.ends_at == last.ends_at
    with scope(city=[city]):
        offers.call_off(last, actor=None)
    offer.refresh_from_db()
    assert offer.ends_at == first.ends_at


@pytest.mark.parametrize(
    ("start", "end", "capacity", "field"),
    [
        (-HOUR, HOUR, 3, "starts_at"),
        (HOUR, HOUR, 3, "ends_at"),
        (2 * HOUR, HOUR, 3, "ends_at"),
        (HOUR, 26 * HOUR, 3, "ends_at"),
        (dt.timedelta(days=800), dt.timedelta(days=800, hours=1), 3, "starts_at"),
        (HOUR, 2 * HOUR, -1, "capacity"),
        (HOUR, 2 * HOUR, 10**9, "capacity"),
        (HOUR, 2 * HOUR, 501, "capacity"),
    ],
)
def test_impossible_shifts_leave_nothing(
    city: City, start: dt.timedelta, end: dt.timedelta, capacity: int, field: str
) -> None:
    offer, now = make_offer(city), timezone.now()
    with scope(city=[city]), pytest.raises(Refused) as refused:
        offers.add_shift(offer, now + start, now + end, capacity, actor=None)
    assert list(refused.value.message_dict) == [field]
    with scope(city=[city]):
        assert not Shift.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""}, {"title": "\u200b"}, {"title": "x" * 121}, {"text": "x" * 1_000_000}, {"summary": "x" * 1_000_000},
        {"min_age": -1}, {"min_age": 10**30}, {"max_group": 0}, {"max_group": 21}, {"max_group": "viele"},
        {"expenses": "gold"}, {"expenses": "honorary", "expenses_amount": "1e99"}, {"expenses_amount": "NaN"},
        {"latitude": 90, "longitude": 8}, {"latitude": 49}, {"latitude": "nan", "longitude": "nan"},
        {"contact_email": "nirgends"}, {"contact_email": "x" * 300 + "@x.example"},
    ],
)  # fmt: skip
def test_hostile_values_are_refused_by_field(city: City, fields: dict[str, Any]) -> None:
    with scope(city=[city]):
        with pytest.raises(Refused) as refused:
            offers.create_offer(city, actor=None, kind="shifts", **{"title": "Helfen", **fields})
        assert refused.value.message_dict
        assert not Offer.objects.exists()


def test_a_form_sent_twice_makes_one(city: City) -> None:
    import uuid

    key, now = uuid.uuid4(), timezone.now()
    with scope(city=[city]):
        first = offers.create_offer(city, actor=None, kind="shifts", title="Helfen", key=key)
        assert offers.create_offer(city, actor=None, kind="shifts", title="Helfen", key=key).pk == first.pk
        one = offers.add_shift(first, now + HOUR, now + 2 * HOUR, 3, actor=None, key=key)
        assert offers.add_shift(first, now + HOUR, now + 2 * HOUR, 3, actor=None, key=key).pk == one.pk
        second = offers.create_offer(city, actor=None, kind="shifts", title="Helfen")
    assert (first.slug, second.slug) == ("helfen", "helfen-2")


def test_repeating_keeps_the_time_by_the_clock_on_the_wall(city: City) -> None:
    """Over the end of summer time, 25 October 2026 and 2027: 15:00 stays 15:00."""
    offer = make_offer(city)
    berlin = timezone.get_default_timezone()
    now = dt.datetime(2027, 10, 1, tzinfo=berlin)
    start = dt.datetime(2027, 10, 29, 15, tzinfo=berlin)
    with scope(city=[city]):
        shift = offers.add_shift(offer, start, start + 2 * HOUR, 3, actor=None, now=now)
        days = [dt.date(2027, 10, 29) + dt.timedelta(weeks=n) for n in range(4)]
        made = offers.repeat_shift(shift, days, actor=None, now=now)
        assert offers.repeat_shift(shift, days, actor=None, now=now) == []  # they stand already
    local = [timezone.localtime(row.starts_at) for row in made]
    assert [row.hour for row in local] == [15, 15, 15]
    assert {row.utcoffset() for row in local} == {HOUR}
    assert shift.starts_at.utcoffset() == 2 * HOUR
    night = dt.datetime(2028, 3, 25, 23, tzinfo=berlin)
    with scope(city=[city]):
        late = offers.add_shift(offer, night, night.replace(hour=23, minute=45), 3, actor=None, now=now)
        late = offers.change_shift(
            late, actor=None, starts_at=night, ends_at=dt.datetime(2028, 3, 26, 4, tzinfo=berlin), title="", min_people=0,
            now=now,
        )  # fmt: skip
        [before] = offers.repeat_shift(late, [dt.date(2028, 3, 18)], actor=None, now=now)
    assert (before.ends_at - before.starts_at, late.ends_at.timestamp() - late.starts_at.timestamp()) == (
        5 * HOUR, 4 * 3600,
    )  # fmt: skip
    assert Letter.objects.count() == 0
