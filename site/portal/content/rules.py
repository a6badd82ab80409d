"""The dates of an RFC 5545 rule, day by day between two dates: never more steps than there are days.

Generators that stop only at a result (such as dateutil's) run to the year 9999 for a rule that has none, like every
30 February; an editor could stop the portal with it. Semantics as in RFC 5545, 3.3.10, for the parts that
`occurrences.PARTS` allows; tests/content/test_occurrences.py holds them against dateutil.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ONE = dt.timedelta(days=1)


def dates(parts: dict[str, str], first: dt.date, stop: dt.date) -> Iterator[dt.date]:
    """Dates that the rule names, from `first` to `stop`, both included; UNTIL and COUNT are the caller's."""
    step = int(parts.get("INTERVAL", "1"))
    for period in _periods(parts, first, stop, step):
        found = sorted(set(period))
        if "BYSETPOS" in parts:
            wanted = [int(n) for n in parts["BYSETPOS"].split(",")]
            found = sorted({found[n - 1 if n > 0 else n] for n in wanted if 0 < abs(n) <= len(found)})
        for day in found:
            if day > stop:
                return
            if day >= first:
                yield day


def _numbers(parts: dict[str, str], key: str) -> set[int]:
    return {int(n) for n in parts[key].split(",")} if key in parts else set()


def _weekdays(parts: dict[str, str]) -> list[tuple[int, int]]:
    """(ordinal or 0, weekday 0–6) of BYDAY."""
    return [(int(d[:-2] or 0), DAYS.index(d[-2:])) for d in parts["BYDAY"].split(",")] if "BYDAY" in parts else []


def _periods(parts: dict[str, str], first: dt.date, stop: dt.date, step: int) -> Iterator[list[dt.date]]:
    frequency = parts["FREQ"]
    if frequency == "DAILY":
        day = first
        while day <= stop:
            yield [day] if _fits(parts, day) else []
            day += dt.timedelta(days=step)
    elif frequency == "WEEKLY":
        start = DAYS.index(parts.get("WKST", "MO"))
        monday = first - dt.timedelta(days=(first.weekday() - start) % 7)
        wanted = {w for _n, w in _weekdays(parts)} or {first.weekday()}
        months = _numbers(parts, "BYMONTH")
        while monday <= stop:
            week = (monday + dt.timedelta(days=n) for n in range(7))
            yield [d for d in week if d.weekday() in wanted and (not months or d.month in months)]
            monday += dt.timedelta(days=7 * step)
    elif frequency == "MONTHLY":
        number = first.year * 12 + first.month - 1
        months = _numbers(parts, "BYMONTH")
        while number <= stop.year * 12 + stop.month - 1:
            year, month = divmod(number, 12)
            yield _in_month(parts, year, month + 1, first) if not months or month + 1 in months else []
            number += step
    else:
        for year in range(first.year, stop.year + 1, step):
            yield _in_year(parts, year, first)


def _fits(parts: dict[str, str], day: dt.date) -> bool:
    months, monthdays, weekdays = _numbers(parts, "BYMONTH"), _numbers(parts, "BYMONTHDAY"), _weekdays(parts)
    return (
        (not months or day.month in months)
        and (not monthdays or _is_monthday(day, monthdays))
        and (not weekdays or any(w == day.weekday() for _n, w in weekdays))
    )


def _is_monthday(day: dt.date, wanted: set[int]) -> bool:
    length = calendar.monthrange(day.year, day.month)[1]
    return day.day in wanted or day.day - length - 1 in wanted


def _is_nth(number: int, place: int, length: int) -> bool:
    """Is the day at `place` (from 1) of a span of `length` days the n-th of its weekday there? 0: any."""
    return (
        number == 0
        or (number > 0 and (place - 1) // 7 + 1 == number)
        or (number < 0 and (length - place) // 7 + 1 == -number)
    )


def _in_month(parts: dict[str, str], year: int, month: int, first: dt.date) -> list[dt.date]:
    length = calendar.monthrange(year, month)[1]
    monthdays, weekdays = _numbers(parts, "BYMONTHDAY"), _weekdays(parts)
    if not monthdays and not weekdays:
        return [dt.date(year, month, first.day)] if first.day <= length else []
    days = [dt.date(year, month, n) for n in range(1, length + 1)]
    return [
        d for d in days
        if (not monthdays or _is_monthday(d, monthdays))
        and (not weekdays or any(w == d.weekday() and _is_nth(n, d.day, length) for n, w in weekdays))
    ]  # fmt: skip


def _in_year(parts: dict[str, str], year: int, first: dt.date) -> list[dt.date]:
    months, weekdays = _numbers(parts, "BYMONTH"), _weekdays(parts)
    if months or "BYMONTHDAY" in parts or not weekdays:
        if not months and not weekdays and "BYMONTHDAY" not in parts:
            months = {first.month}
        return [d for m in sorted(months or range(1, 13)) for d in _in_month(parts, year, m, first)]
    begin, length = dt.date(year, 1, 1), 366 if calendar.isleap(year) else 365
    days = (begin + dt.timedelta(days=n) for n in range(length))
    return [
        d for d in days
        if any(w == d.weekday() and _is_nth(n, (d - begin).days + 1, length) for n, w in weekdays)
    ]  # fmt: skip
