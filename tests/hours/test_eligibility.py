"""The card's rule against a slow oracle that knows neither entries nor stretches: it counts quarter hours on the clock."""

from __future__ import annotations

import calendar
import datetime as dt
import random
from collections import Counter
from fractions import Fraction
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clubs.hours.eligibility import Rule, Worked, back, eligible, worked

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = dt.date(2026, 11, 25)
QUARTER = dt.timedelta(minutes=15)
PAY = ("none", "costs", "honorary", "trainer", "other")
CITIES = ("bruchsal", "buehl", "ettlingen")


# --- The oracle: from shifts as they were on the clock ------------------------------------------------------


def same_day(day: dt.date, months: int) -> dt.date:
    """Month by month backwards, clamped once at the end."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    last = max(d for d in calendar.Calendar().itermonthdays(year, month) if d)
    return dt.date(year, month, min(day.day, last))


@cache
def quarters(start: dt.datetime, end: dt.datetime) -> int:
    """Steps of a quarter of an hour that really passed, counted one by one in UTC."""
    count, moment = 0, start.astimezone(dt.UTC)
    while moment < end.astimezone(dt.UTC):
        count += 1
        moment += QUARTER
    return count


def oracle(shifts, rule: Rule, today: dt.date) -> tuple[str, int]:
    """(reason, missing minutes) for [(start, end, city, expenses)]."""

    def missing(any_city: bool, any_pay: bool) -> int:
        total = 0
        months = 0
        while months < rule.months:
            step = min(12, rule.months - months)
            first, last = same_day(today, months + step), same_day(today, months)
            have = Fraction(0)
            for start, end, city, pay in shifts:
                day = start.astimezone(BERLIN).date()
                fits = any_city or not rule.only_city or city == rule.only_city
                free = any_pay or not rule.no_flat_rate or pay in ("none", "costs")
                if first < day <= last and fits and free:
                    have += Fraction(quarters(start, end), 4)
            if rule.per == "year":
                need = Fraction(rule.hours * step, 12)
            else:
                days = 0
                while first + dt.timedelta(days=days) != last:
                    days += 1
                need = Fraction(rule.hours * days, 7)
            short = (need - have) * 60
            total += max(0, -(-short.numerator // short.denominator))
            months += step
        return total

    short = missing(False, False)
    if not short:
        return "ok", 0
    if not missing(False, True):
        return "allowance", short
    if not missing(True, False):
        return "city", short
    return "hours", short


@st.composite
def shifts(draw):
    """A shift on the German clock, often around midnight, the change of clocks and the edges of a stretch."""
    edges = [
        TODAY, dt.date(2025, 11, 25), dt.date(2024, 11, 25), dt.date(2026, 3, 28), dt.date(2026, 10, 24),
        dt.date(2025, 10, 25), dt.date(2024, 2, 29), dt.date(2025, 12, 31),
    ]  # fmt: skip
    near = st.builds(lambda d, n: d + dt.timedelta(days=n), st.sampled_from(edges), st.integers(-2, 2))
    day = draw(st.one_of(near, st.dates(dt.date(2023, 6, 1), dt.date(2026, 11, 30))))
    clock = draw(st.sampled_from([dt.time(0), dt.time(23, 45), dt.time(22), dt.time(1, 30), dt.time(15), dt.time(2)]))
    start = dt.datetime.combine(day, clock, BERLIN).astimezone(dt.UTC)
    return start, start + draw(st.integers(1, 96)) * QUARTER, draw(st.sampled_from(CITIES)), draw(st.sampled_from(PAY))


rules = st.builds(
    Rule, hours=st.integers(1, 90), per=st.sampled_from(["year", "week"]), months=st.integers(1, 30),
    only_city=st.sampled_from(["", *CITIES]), no_flat_rate=st.booleans(),
)  # fmt: skip
days = st.one_of(st.just(TODAY), st.sampled_from([dt.date(2024, 2, 29), dt.date(2026, 3, 31), dt.date(2026, 10, 25)]))


def entries(history) -> list[Worked]:
    return [Worked(*worked(start, end), city, pay) for start, end, city, pay in history]


def agree(history, rule: Rule, today: dt.date) -> None:
    verdict = eligible(entries(history), rule, today)
    reason, missing = oracle([s for s in history if s[0].astimezone(BERLIN).date() <= today], rule, today)
    assert (verdict.reason, verdict.missing) == (reason, missing), (history, rule, today)


@settings(max_examples=300, deadline=None)
@given(st.lists(shifts(), max_size=25), rules, days)
def test_the_verdict_is_the_oracles(history, rule, today):
    agree(history, rule, today)


def test_the_verdict_is_the_oracles_over_years_of_work():
    """Longer lives than Hypothesis draws, near what the rule asks: every reason comes up often."""
    seen: Counter[str] = Counter()
    for seed in range(3000):
        rng = random.Random(seed)
        rule = Rule(
            rng.randint(1, 60), rng.choice(["year", "week"]) if seed % 3 else "year", rng.choice([1, 6, 12, 18, 24]),
            rng.choice(["", "", *CITIES]), 0, rng.random() < 0.6,
        )  # fmt: skip
        history = []
        for _ in range(rng.randint(5, 40)):
            day = TODAY - dt.timedelta(days=rng.randint(-2, 31 * rule.months))
            start = dt.datetime.combine(day, dt.time(rng.randint(0, 23), rng.choice([0, 15, 45])), BERLIN).astimezone(
                dt.UTC
            )
            pay, city = rng.choice(PAY if seed % 2 else PAY[:2]), rng.choice(CITIES)
            history.append((start, start + rng.randint(1, 60) * QUARTER, city, pay))
        agree(history, rule, TODAY)
        seen[eligible(entries(history), rule, TODAY).reason] += 1
    assert min(seen[reason] for reason in ("ok", "hours", "city", "allowance")) > 50, seen


@pytest.mark.parametrize(
    ("history", "rule", "reason"),
    [
        ([], Rule(250), "hours"),
        ([Worked(TODAY, 250 * 60, "buehl"), Worked(back(TODAY, 12), 250 * 60, "buehl")], Rule(250), "ok"),
        # a strong year does not make up for an empty one
        ([Worked(TODAY, 500 * 60, "buehl")], Rule(250), "hours"),
        # the first day of the period counts, the day before does not
        ([Worked(back(TODAY, 12) + dt.timedelta(days=1), 60, "buehl")], Rule(1, months=12), "ok"),
        ([Worked(back(TODAY, 12), 60, "buehl")], Rule(1, months=12), "hours"),
        ([Worked(TODAY + dt.timedelta(days=1), 60, "buehl")], Rule(1, months=12), "hours"),
        ([Worked(TODAY, 60, "buehl")], Rule(1, months=12, only_city="bruchsal"), "city"),
        ([Worked(TODAY, 60, "buehl", "trainer")], Rule(1, months=12), "allowance"),
        ([Worked(TODAY, 60, "buehl", "trainer")], Rule(1, months=12, no_flat_rate=False), "ok"),
        ([Worked(TODAY, 60, "buehl", "costs")], Rule(1, months=12), "ok"),
        ([Worked(TODAY, 59, "buehl")], Rule(1, months=12), "hours"),
    ],
)  # fmt: skip
def test_examples(history, rule, reason):
    assert eligible(history, rule, TODAY).reason == reason


def test_age_is_asked_last_and_only_where_it_is_known():
    rule, rows = Rule(1, months=12, min_age=16), [Worked(TODAY, 60, "buehl")]
    assert eligible(rows, rule, TODAY).ok
    assert eligible(rows, rule, TODAY, age=16).ok
    assert eligible(rows, rule, TODAY, age=15).reason == "age"


def test_nights_when_clocks_change_have_the_hours_that_passed():
    night = dt.datetime(2026, 10, 24, 22, tzinfo=BERLIN), dt.datetime(2026, 10, 25, 6, tzinfo=BERLIN)
    assert worked(*(m.astimezone(dt.UTC) for m in night)) == (dt.date(2026, 10, 24), 9 * 60)
    night = dt.datetime(2026, 3, 28, 22, tzinfo=BERLIN), dt.datetime(2026, 3, 29, 6, tzinfo=BERLIN)
    assert worked(*(m.astimezone(dt.UTC) for m in night)) == (dt.date(2026, 3, 28), 7 * 60)
