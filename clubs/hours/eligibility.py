"""Does somebody's work of the last months earn a city's volunteer card? Pure: values in, verdict out.

The time that counts are the `months` up to and including today, cut into stretches of 12 months, counted back from
today (the last one may be shorter). In every stretch the hours must suffice: a strong year does not make up for an
empty one. "Per year" asks of a shorter stretch its part in proportion to its months; "per week" asks the average over
the stretch's days. Required minutes are rounded up.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
FLAT_RATES = frozenset({"honorary", "trainer", "other"})  # "costs" pays back what was spent: that is no pay
STRETCH = 12  # months

Reason = Literal["ok", "age", "city", "allowance", "hours"]


@dataclass(frozen=True)
class Worked:
    """Confirmed work of one day. `city`: any name that is equal for equal cities."""

    date: dt.date
    minutes: int
    city: str
    expenses: str = "none"


@dataclass(frozen=True)
class Rule:
    """`only_city`: where the work must be, "" for anywhere."""

    hours: int
    per: Literal["year", "week"] = "year"
    months: int = 24
    only_city: str = ""
    min_age: int = 0
    no_flat_rate: bool = True


@dataclass(frozen=True)
class Stretch:
    """Days after `after`, up to and including `until`."""

    after: dt.date
    until: dt.date
    required: int
    counted: int

    @property
    def missing(self) -> int:
        return max(0, self.required - self.counted)


@dataclass(frozen=True)
class Verdict:
    """`reason`: "ok"; "age"; what the missing minutes are due to: "city" or "allowance" (they would suffice if hours
    elsewhere, or with a flat rate, counted), else "hours". `missing`: minutes, over all stretches."""

    reason: Reason
    missing: int
    stretches: tuple[Stretch, ...]

    @property
    def ok(self) -> bool:
        return self.reason == "ok"


def worked(start: dt.datetime, end: dt.datetime) -> tuple[dt.date, int]:
    """Day and minutes of a shift: the day on which it began in Germany, and the time that really passed (in the night
    when clocks change, 22 to 6 o'clock is 7 or 9 hours)."""
    return start.astimezone(BERLIN).date(), int((end - start) / dt.timedelta(minutes=1))


def back(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier; the month's last day where it has fewer."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    month += 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def required(rule: Rule, months: int, days: int) -> int:
    """Minutes of a stretch, rounded up."""
    if rule.per == "year":
        return -(-rule.hours * 60 * months // 12)
    return -(-rule.hours * 60 * days // 7)


def eligible(entries: Iterable[Worked], rule: Rule, today: dt.date, age: int | None = None) -> Verdict:
    """`age`: years, None where it is not known (the office will ask)."""
    rows = [e for e in entries if e.date <= today]
    here = [e for e in rows if not rule.only_city or e.city == rule.only_city]
    counted = [e for e in here if not (rule.no_flat_rate and e.expenses in FLAT_RATES)]
    stretches = _stretches(counted, rule, today)
    missing = sum(s.missing for s in stretches)
    reason: Reason = "ok"
    if missing:
        reason = "hours"
        if _enough(here, rule, today):
            reason = "allowance"
        elif _enough([e for e in rows if not (rule.no_flat_rate and e.expenses in FLAT_RATES)], rule, today):
            reason = "city"
    elif age is not None and age < rule.min_age:
        reason = "age"
    return Verdict(reason, missing, stretches)


def _enough(rows: list[Worked], rule: Rule, today: dt.date) -> bool:
    return not any(s.missing for s in _stretches(rows, rule, today))


def _stretches(rows: list[Worked], rule: Rule, today: dt.date) -> tuple[Stretch, ...]:
    found = []
    for begin in range(0, rule.months, STRETCH):
        end = min(begin + STRETCH, rule.months)
        until, after = back(today, begin), back(today, end)
        minutes = sum(e.minutes for e in rows if after < e.date <= until)
        found.append(Stretch(after, until, required(rule, end - begin, (until - after).days), minutes))
    return tuple(found)
