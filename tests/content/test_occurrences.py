"""Repeating events: rules, bounds, clock changes; dateutil's own rrule on aware times is not the judge, the calendar is."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.content import occurrences, rules
from portal.content.occurrences import BERLIN, Series, bounds, expand


def berlin(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=BERLIN)


def starts(series: Series, first: dt.datetime, last: dt.datetime) -> list[str]:
    return [f"{o.start:%Y-%m-%d %H:%M}" for o in expand(series, first, last)]


def test_weekly_keeps_its_hour_over_the_change_of_clocks():
    series = Series(berlin(2026, 10, 20, 18), berlin(2026, 10, 20, 20), rrule="FREQ=WEEKLY")
    found = expand(series, berlin(2026, 10, 1), berlin(2026, 11, 5))
    assert [f"{o.start:%d.%m. %H}" for o in found] == ["20.10. 18", "27.10. 18", "03.11. 18"]
    assert [o.start.utcoffset().total_seconds() / 3600 for o in found] == [2, 1, 1]


def test_first_saturday_and_excluded_date():
    series = Series(berlin(2026, 12, 5, 9), rrule="FREQ=MONTHLY;BYDAY=1SA", excluded=(dt.date(2027, 1, 2),))
    assert starts(series, berlin(2026, 12, 1), berlin(2027, 3, 1)) == ["2026-12-05 09:00", "2027-02-06 09:00"]


def test_count_counts_excluded_dates_too():
    series = Series(berlin(2026, 12, 1, 9), rrule="FREQ=DAILY;COUNT=3", excluded=(dt.date(2026, 12, 2),))
    assert starts(series, berlin(2026, 11, 1), berlin(2027, 1, 1)) == ["2026-12-01 09:00", "2026-12-03 09:00"]


def test_the_start_counts_even_if_the_rule_does_not_name_it():
    series = Series(berlin(2026, 12, 2, 9), rrule="FREQ=WEEKLY;BYDAY=TU;COUNT=3")  # 2 December 2026 is a Wednesday
    assert starts(series, berlin(2026, 11, 1), berlin(2027, 1, 1)) == [
        "2026-12-02 09:00",
        "2026-12-08 09:00",
        "2026-12-15 09:00",
    ]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20261209", "2026-12-09 09:00"),
        ("20261209T080000Z", "2026-12-09 09:00"),
        ("20261209T075959Z", "2026-12-08 09:00"),
    ],
)
def test_until_by_date_includes_the_day_and_by_instant_is_exact(until, last):
    series = Series(berlin(2026, 12, 7, 9), rrule=f"FREQ=DAILY;UNTIL={until}")
    assert starts(series, berlin(2026, 12, 1), berlin(2027, 1, 1))[-1] == last


def test_an_occurrence_that_is_running_is_still_shown():
    series = Series(berlin(2026, 12, 1, 9), berlin(2026, 12, 3, 18))
    assert len(expand(series, berlin(2026, 12, 2), berlin(2026, 12, 2, 1))) == 1
    assert expand(series, berlin(2026, 12, 3, 18), berlin(2026, 12, 4)) == []


def test_whole_days_end_at_midnight_after_the_last_date():
    (only,) = expand(
        Series(berlin(2026, 12, 1, 15), berlin(2026, 12, 2, 15), all_day=True), berlin(2026, 11, 1), berlin(2027, 1, 1)
    )
    assert (only.start, only.end) == (berlin(2026, 12, 1), berlin(2026, 12, 3))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=HOURLY", "WEEKLY", "FREQ=WEEKLY;COUNT=0", "FREQ=WEEKLY;COUNT=501", "FREQ=DAILY;INTERVAL=999999999",
        "FREQ=WEEKLY;COUNT=2;UNTIL=20270101", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=1SA", "FREQ=DAILY;BYHOUR=1", "FREQ=DAILY;UNTIL=20261399",
        "FREQ=DAILY;UNTIL=morgen", "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=99", "FREQ=YEARLY;BYMONTH=13", "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;COUNT=²", "FREQ=WEEKLY;BYSETPOS=1", "FREQ=DAILY;COUNT=-1", "<script>", "FREQ=", "FREQ=DAILY;WKST=1",
    ],
)  # fmt: skip
def test_bad_rules_are_refused_with_a_german_sentence(rule):
    with pytest.raises(ValueError, match=r"^[A-ZÄÖÜ„].*\.$"):
        occurrences.rule_parts(rule)


def test_separators_alone_are_no_rule():
    assert occurrences.rule_parts(" ; ") == {}


def test_a_rule_that_never_matches_ends_quickly():
    series = Series(berlin(2026, 1, 1, 9), rrule="FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
    began = time.perf_counter()
    assert len(expand(series, berlin(2026, 1, 1), berlin(2027, 1, 1))) == 1
    bounds(series, berlin(2026, 6, 1))
    assert time.perf_counter() - began < 5  # dateutil: half a minute


def test_bounds():
    now = berlin(2026, 11, 24, 12)
    once = Series(berlin(2026, 12, 1, 9), berlin(2026, 12, 1, 10))
    assert bounds(once, now) == (berlin(2026, 12, 1, 9), berlin(2026, 12, 1, 10))
    over = Series(berlin(2026, 11, 1, 9), berlin(2026, 11, 1, 10))
    assert bounds(over, now) == (None, berlin(2026, 11, 1, 10))
    endless = Series(berlin(2020, 1, 7, 9), berlin(2020, 1, 7, 10), rrule="FREQ=WEEKLY")
    assert bounds(endless, now) == (berlin(2026, 12, 1, 9), None)
    counted = Series(berlin(2026, 11, 23, 9), berlin(2026, 11, 23, 10), rrule="FREQ=DAILY;COUNT=3")
    assert bounds(counted, now) == (berlin(2026, 11, 25, 9), berlin(2026, 11, 25, 10))


def test_words():
    assert occurrences.in_words("FREQ=WEEKLY;BYDAY=TU") == "jeden Dienstag"
    assert occurrences.in_words("FREQ=MONTHLY;BYDAY=1SA") == "jeden ersten Samstag im Monat"
    assert occurrences.in_words("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO") == "alle 2 Wochen am Montag"
    assert occurrences.in_words("") == ""
    assert occurrences.in_words("Unsinn") == ""


parts = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]), "INTERVAL": st.integers(1, 5).map(str)},
    optional={
        "BYDAY": st.lists(st.sampled_from(["MO", "TU", "WE", "SA", "SU"]), min_size=1, max_size=3, unique=True).map(
            ",".join
        ),
        "BYMONTHDAY": st.lists(st.sampled_from([1, 13, 29, 31, -1, -7]), min_size=1, max_size=2, unique=True).map(
            lambda n: ",".join(map(str, n))
        ),
        "BYMONTH": st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True).map(
            lambda n: ",".join(map(str, n))
        ),
        "BYSETPOS": st.sampled_from(["1", "-1"]),
    },
)
numbered = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["MONTHLY", "YEARLY"]), "BYDAY": st.sampled_from(["1SA", "-1FR", "2TU,4TU", "5MO"])},
    optional={"BYMONTH": st.sampled_from(["3", "2,8"]), "INTERVAL": st.sampled_from(["1", "2"])},
)


@settings(max_examples=300, deadline=None)
@given(parts | numbered, st.dates(dt.date(2024, 1, 1), dt.date(2026, 6, 1)))
def test_dates_agree_with_dateutil(rule, first):
    """The judge is another implementation; every example has an end by count of days, so it stops."""
    from dateutil.rrule import rrulestr

    if rule["FREQ"] == "WEEKLY":
        rule = {k: v for k, v in rule.items() if k != "BYMONTHDAY"}
    if "BYSETPOS" in rule and rule["FREQ"] in ("DAILY", "WEEKLY"):
        rule = {k: v for k, v in rule.items() if k != "BYSETPOS"}  # refused by rule_parts
    if "BYSETPOS" in rule and not {"BYDAY", "BYMONTHDAY", "BYMONTH"} & set(rule):
        rule = {k: v for k, v in rule.items() if k != "BYSETPOS"}  # RFC: only beside another BY part
    stop = first + dt.timedelta(days=800)
    mine = list(rules.dates(rule, first, stop))
    text = ";".join(f"{k}={v}" for k, v in rule.items())
    theirs = []
    if mine:  # a rule without any date in 800 days may have none at all: dateutil would not come back
        for moment in rrulestr(text, dtstart=dt.datetime.combine(first, dt.time())):
            if moment.date() > stop or len(theirs) >= len(mine):
                break
            theirs.append(moment.date())
    assert mine == theirs


rule = st.builds(
    lambda f, i, end: f"FREQ={f};INTERVAL={i}{end}",
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]), st.integers(1, 6),
    st.sampled_from(["", ";COUNT=7", ";UNTIL=20270301"]),
)  # fmt: skip
begin = st.datetimes(dt.datetime(2025, 6, 1), dt.datetime(2026, 12, 1)).map(
    lambda m: m.replace(second=0, microsecond=0, tzinfo=BERLIN, fold=0)
)


@settings(max_examples=80, deadline=None)
@given(begin, st.integers(0, 600), rule, st.lists(st.dates(dt.date(2025, 6, 1), dt.date(2027, 1, 1)), max_size=3))
def test_properties(start, minutes, text, excluded):
    start = start.astimezone(dt.UTC).astimezone(BERLIN)  # an existing time
    end = (start.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)).astimezone(BERLIN)
    series = Series(start, end, rrule=text, excluded=tuple(excluded))
    low, high = berlin(2026, 1, 1), berlin(2026, 9, 1)
    found = expand(series, low, high)
    assert found == sorted(found)
    assert len({o.start for o in found}) == len(found)
    assert all(o.start < high and (o.end > low or o.start >= low) for o in found)
    assert all(o.start.date() not in excluded for o in found)
    # a smaller window gives exactly the part of the larger one that touches it
    middle = berlin(2026, 4, 1)
    later = expand(series, middle, high)
    assert later == [o for o in found if o.end > middle or (o.end == o.start and o.start >= middle)]
    following, _last = bounds(series, low)
    first = expand(series, low, low + occurrences.AHEAD, limit=1)
    if start <= low:
        assert following == (first[0].start if first else None)
