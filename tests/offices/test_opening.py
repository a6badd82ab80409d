"""Open or closed: worked examples, then properties over weeks, holidays and the nights when clocks change."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.offices import opening
from portal.offices.opening import BERLIN, Rule, Slot, Timetable

T = dt.time
WEEK = Timetable(
    (Slot(0, T(8), T(12)), Slot(1, T(8), T(12)), Slot(1, T(14), T(16)), Slot(4, T(8), T(12)), Slot(4, T(12), T(16)))
)


def berlin(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=BERLIN)


def test_open_until_closing_and_half_open_at_the_end():
    assert opening.status(WEEK, berlin(2026, 11, 23, 8)) == opening.Status(True, until=berlin(2026, 11, 23, 12))
    now = opening.status(WEEK, berlin(2026, 11, 23, 12))
    assert not now.open
    assert now.opens_at == berlin(2026, 11, 24, 8)


def test_touching_hours_are_one_opening():
    assert opening.status(WEEK, berlin(2026, 11, 27, 9)).until == berlin(2026, 11, 27, 16)


def test_over_the_weekend_to_monday():
    assert opening.status(WEEK, berlin(2026, 11, 27, 17)).opens_at == berlin(2026, 11, 30, 8)


def test_a_holiday_is_closed_and_named():
    # 6 January 2026, Epiphany: a holiday in Baden-Württemberg, not in most of Germany; a Tuesday
    now = opening.status(WEEK, berlin(2026, 1, 6, 9))
    assert not now.open
    assert now.note == "Heilige Drei Könige"
    assert now.opens_at == berlin(2026, 1, 9, 8)


def test_an_exception_opens_a_holiday():
    table = Timetable(WEEK.slots, (Rule(dt.date(2026, 1, 6), dt.date(2026, 1, 6), ((T(10), T(11)),), own=True),))
    assert opening.status(table, berlin(2026, 1, 6, 10, 30)).open


def test_own_exception_beats_the_citys_and_closed_beats_times():
    day = dt.date(2026, 11, 23)
    city = Rule(day, day, (), "Betriebsausflug")
    own = Rule(day, day, ((T(9), T(10)),), own=True)
    assert opening.on_day(Timetable(WEEK.slots, (city,)), day) == opening.Day(day, (), "Betriebsausflug")
    assert opening.on_day(Timetable(WEEK.slots, (city, own)), day).times == ((T(9), T(10)),)
    assert opening.on_day(Timetable(WEEK.slots, (own, Rule(day, day, (), "zu", own=True))), day).times == ()


def test_the_hour_that_spring_skips():
    """29 March 2026: 2 o'clock becomes 3. A night shift of four hands is three hours long."""
    table = Timetable((Slot(6, T(1), T(5)),))
    now = opening.status(table, berlin(2026, 3, 29, 1))
    assert now.until == berlin(2026, 3, 29, 5)
    assert now.until.astimezone(dt.UTC) - berlin(2026, 3, 29, 1).astimezone(dt.UTC) == dt.timedelta(hours=3)


def test_the_hour_that_autumn_repeats():
    """25 October 2026: at the second half past two the office that closes at three is still open."""
    table = Timetable((Slot(6, T(1), T(3)),))
    second = dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)  # 02:30 CET, the second time
    now = opening.status(table, second)
    assert now.open
    assert now.until.astimezone(dt.UTC) == dt.datetime(2026, 10, 25, 2, tzinfo=dt.UTC)


def test_naive_time_is_refused():
    with pytest.raises(ValueError, match="aware"):
        opening.status(WEEK, dt.datetime(2026, 1, 1))


def test_week_table_groups_neighbours():
    slots = [Slot(d, T(8), T(12)) for d in range(3)] + [
        Slot(3, T(8), T(12)),
        Slot(3, T(14), T(18)),
        Slot(4, T(8), T(12, 30)),
    ]
    assert [(r.days, r.times) for r in opening.week_table(slots)] == [
        ("Mo–Mi", "8–12 Uhr"),
        ("Do", "8–12 Uhr und 14–18 Uhr"),
        ("Fr", "8–12:30 Uhr"),
    ]
    assert opening.week_table([]) == []
    assert [r.days for r in opening.week_table([Slot(0, T(8), T(9)), Slot(2, T(8), T(9))])] == ["Mo", "Di", "Mi"]


@pytest.mark.parametrize("year", [2024, 2026, 2031])
def test_holidays_of_the_state_by_an_independent_rule(year):
    """Easter by the Gauss-Butcher formula, not by the package: the movable feasts must agree."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    easter = dt.date(year, (h + m - 7 * n + 114) // 31, (h + m - 7 * n + 114) % 31 + 1)
    movable = {easter + dt.timedelta(days=x) for x in (-2, 1, 39, 50, 60)}
    fixed = {dt.date(year, *x) for x in ((1, 1), (1, 6), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26))}
    assert {
        d
        for d in (dt.date(year, 1, 1) + dt.timedelta(days=x) for x in range(366))
        if opening.holiday(d) and d.year == year
    } == movable | fixed


# --- Properties -------------------------------------------------------------------------------

times = st.times(max_value=T(23, 59)).map(lambda t: t.replace(second=0, microsecond=0))
slots = st.builds(Slot, st.integers(0, 6), times, times).filter(lambda s: s.opens < s.closes)
days = st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31))
rules = st.builds(
    lambda first, length, pair, own: Rule(
        first, first + dt.timedelta(days=length), (tuple(sorted(pair)),) if pair and pair[0] != pair[1] else (), own=own
    ),
    days,
    st.integers(0, 10),
    st.none() | st.tuples(times, times),
    st.booleans(),
)
tables = st.builds(
    lambda s, r: Timetable(tuple(s), tuple(r)), st.lists(slots, max_size=10), st.lists(rules, max_size=4)
)
moments = st.datetimes(dt.datetime(2025, 1, 5), dt.datetime(2027, 12, 1), timezones=st.just(dt.UTC)).map(
    lambda m: m.replace(second=0, microsecond=0)
)
around_changes = st.sampled_from(
    [dt.datetime(2026, 3, 29, tzinfo=dt.UTC), dt.datetime(2026, 10, 25, tzinfo=dt.UTC)]
).flatmap(lambda day: st.integers(-240, 480).map(lambda minutes: day + dt.timedelta(minutes=minutes)))


@settings(max_examples=150, deadline=None)
@given(tables, moments | around_changes)
def test_what_is_promised_holds(table, at):
    now = opening.status(table, at)
    if now.open:
        assert now.until > at
        assert opening.status(table, now.until - dt.timedelta(seconds=1)).open
        assert not opening.status(table, now.until).open
        assert now.opens_at is None
    elif now.opens_at:
        assert now.opens_at > at
        assert opening.status(table, now.opens_at).open
        assert not opening.status(table, (now.opens_at.astimezone(dt.UTC) - dt.timedelta(seconds=1))).open
        assert now.until is None
    else:
        assert now.until is None


@settings(max_examples=100, deadline=None)
@given(tables, moments | around_changes)
def test_spans_are_in_order_and_apart(table, at):
    spans = list(opening.spans(table, at.date(), 14))
    assert all(begin < end for begin, end in spans)
    assert all(first[1] < second[0] for first, second in pairwise(spans))


@settings(max_examples=100, deadline=None)
@given(tables, moments)
def test_ordinary_days_follow_the_wall_clock(table, at):
    """Away from the two nights, open means: the hands stand between opens and closes of that date."""
    local = at.astimezone(BERLIN)
    if (local.month, local.day) in {(3, d) for d in range(24, 32)} | {(10, d) for d in range(24, 32)}:
        return
    expected = any(o <= local.time() < c for o, c in opening.on_day(table, local.date()).times)
    assert opening.status(table, at).open is expected


@settings(max_examples=60, deadline=None)
@given(st.lists(slots, max_size=12))
def test_the_week_table_says_the_same_as_the_rows(rows):
    table = opening.week_table(rows)
    named = {n: row.times for row in table for n in row.weekdays}
    for n in range(7):
        merged = opening._merged((s.opens, s.closes) for s in rows if s.weekday == n)
        assert named.get(n, "geschlossen") == opening.times_text(merged)


@settings(max_examples=60, deadline=None)
@given(tables, moments)
def test_a_page_is_never_kept_longer_than_it_is_true(table, at):
    seconds = opening.seconds_of_truth([table], at)
    assert 1 <= seconds <= 3600
    assert opening.status(table, at).open is opening.status(table, at + dt.timedelta(seconds=seconds - 1)).open
