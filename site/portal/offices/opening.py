"""When is an office open? Pure functions on plain data: no database, no clock of their own.

Rules. Weekly hours are wall-clock times of Europe/Berlin, half-open [opens, closes). An exception of one office beats
an exception of the whole city; among those of equal reach "closed" beats times, several times of a day add up.
A public holiday of Baden-Württemberg is closed unless an exception opens it. Instants are compared in UTC: Python
compares two Berlin times by their hands and would be an hour wrong in the nights when the clock is changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

import holidays
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from themes import german

BERLIN = ZoneInfo("Europe/Berlin")
SEARCH_DAYS = 60  # how far ahead the next opening is looked for
WEEKDAYS = (
    gettext_lazy("Montag"),
    gettext_lazy("Dienstag"),
    gettext_lazy("Mittwoch"),
    gettext_lazy("Donnerstag"),
    gettext_lazy("Freitag"),
    gettext_lazy("Samstag"),
    gettext_lazy("Sonntag"),
)
SHORT = (
    gettext_lazy("Mo"),
    gettext_lazy("Di"),
    gettext_lazy("Mi"),
    gettext_lazy("Do"),
    gettext_lazy("Fr"),
    gettext_lazy("Sa"),
    gettext_lazy("So"),
)

Times = tuple[dt.time, dt.time]


@dataclass(frozen=True, slots=True)
class Slot:
    """Regular hours: weekday 0 (Monday) to 6, opens < closes on the same day."""

    weekday: int
    opens: dt.time
    closes: dt.time
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """An exception for the days first..last: no times means closed."""

    first: dt.date
    last: dt.date
    times: tuple[Times, ...] = ()
    note: str = ""
    own: bool = False  # of this office alone; beats the city's

    def covers(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Timetable:
    slots: tuple[Slot, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """What holds on one date. `note` says why it differs from the usual."""

    date: dt.date
    times: tuple[Times, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """Open now and until when, or closed and opening again when (aware, Europe/Berlin); `note`: today's reason."""

    open: bool
    until: dt.datetime | None = None
    opens_at: dt.datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the grouped week: "Mo–Mi", "8–12 Uhr und 14–16 Uhr"."""

    days: str
    times: str
    weekdays: tuple[int, ...] = field(default=())


@lru_cache(maxsize=32)
def _holidays(year: int) -> dict[dt.date, str]:
    return dict(holidays.country_holidays("DE", subdiv="BW", years=year, language="de").items())


def holiday(day: dt.date) -> str:
    """German name of the public holiday in Baden-Württemberg on that day, or ""."""
    return _holidays(day.year).get(day, "")


def on_day(table: Timetable, day: dt.date) -> Day:
    """The hours that hold on one date, merged and in order."""
    for reach in (True, False):
        found = [r for r in table.rules if r.own is reach and r.covers(day)]
        if found:
            note = next((r.note for r in found if r.note), "")
            if any(not r.times for r in found):
                return Day(day, (), note or _("heute geschlossen"))
            return Day(day, _merged(t for r in found for t in r.times), note)
    name = holiday(day)
    if name:
        return Day(day, (), name)
    return Day(day, _merged((s.opens, s.closes) for s in table.slots if s.weekday == day.weekday()))


def _merged(times: Iterable[Times]) -> tuple[Times, ...]:
    """Sorted, with touching and overlapping times joined: 8–12 and 12–16 is open until 16."""
    result: list[Times] = []
    for opens, closes in sorted(times):
        if opens >= closes:
            continue
        if result and opens <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], closes))
        else:
            result.append((opens, closes))
    return tuple(result)


def _instant(day: dt.date, at: dt.time, fold: int) -> dt.datetime:
    """UTC instant of a wall-clock time. In the repeated hour of autumn opening is the first, closing the second."""
    return dt.datetime.combine(day, at.replace(fold=fold), tzinfo=BERLIN).astimezone(dt.UTC)


def spans(table: Timetable, start: dt.date, days: int) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Opening spans as UTC instants, in order, for `days` dates from `start`; spans that touch are joined."""
    current: tuple[dt.datetime, dt.datetime] | None = None
    for n in range(days):
        day = start + dt.timedelta(days=n)
        for opens, closes in on_day(table, day).times:
            begin, end = _instant(day, opens, 0), _instant(day, closes, 1)
            if begin >= end:
                continue  # swallowed by the hour that spring skips
            if current and begin <= current[1]:
                current = (current[0], max(current[1], end))
                continue
            if current:
                yield current
            current = (begin, end)
    if current:
        yield current


def status(table: Timetable, at: dt.datetime) -> Status:
    """Open or closed at an aware instant. A naive `at` is a ValueError."""
    if at.tzinfo is None:
        raise ValueError("status() needs an aware time")
    moment = at.astimezone(dt.UTC)
    today = at.astimezone(BERLIN).date()
    note = on_day(table, today).note
    for begin, end in spans(table, today - dt.timedelta(days=1), SEARCH_DAYS + 1):
        if end <= moment:
            continue
        if begin <= moment:
            return Status(True, until=end.astimezone(BERLIN), note=note)
        return Status(False, opens_at=begin.astimezone(BERLIN), note=note)
    return Status(False, note=note)


def seconds_of_truth(tables: Iterable[Timetable], at: dt.datetime, most: int = 3600) -> int:
    """For how many seconds a page that says "jetzt geöffnet" or "heute" stays true; at least 1, at most `most`."""
    midnight = dt.datetime.combine(at.astimezone(BERLIN).date() + dt.timedelta(days=1), dt.time(0), tzinfo=BERLIN)
    limits = [float(most), (midnight.astimezone(dt.UTC) - at).total_seconds()]
    for table in tables:
        now = status(table, at)
        change = now.until or now.opens_at
        if change:
            limits.append((change.astimezone(dt.UTC) - at).total_seconds())
    return max(1, int(min(limits)))


# --- German words -----------------------------------------------------------------------------


def times_text(times: Sequence[Times]) -> str:
    """ "8–12 Uhr und 14–16 Uhr"; no times: "geschlossen"."""
    if not times:
        return _("geschlossen")
    return _(" und ").join(
        _("%(opens)s–%(closes)s Uhr") % {"opens": german.hand(opens), "closes": german.hand(closes)}
        for opens, closes in times
    )


def week_table(slots: Iterable[Slot]) -> list[Row]:
    """The usual week with neighbours of equal hours in one row; closed days at the end of the week are left out."""
    slots = list(slots)
    week = [_merged((s.opens, s.closes) for s in slots if s.weekday == n) for n in range(7)]
    rows = []
    for times, group in groupby(range(7), key=lambda n: week[n]):
        numbers = tuple(group)
        if not times and numbers[-1] == 6:
            continue
        days = str(SHORT[numbers[0]]) if len(numbers) == 1 else f"{SHORT[numbers[0]]}–{SHORT[numbers[-1]]}"
        rows.append(Row(days, times_text(times), numbers))
    return rows


def this_week(table: Timetable, today: dt.date) -> list[dict[str, object]]:
    """Seven days from today for components/opening_hours.html: {day, times, today}; exceptions and holidays included."""
    rows: list[dict[str, object]] = []
    for n in range(7):
        day = on_day(table, today + dt.timedelta(days=n))
        text = times_text(day.times) if day.times else ""
        if day.note:
            text = f"{text} ({day.note})" if text else f"{_('geschlossen')} ({day.note})"
        rows.append({"day": str(WEEKDAYS[day.date.weekday()]), "times": text, "today": n == 0, "date": day.date})
    return rows


def describe(now: Status, at: dt.datetime) -> dict[str, str]:
    """Words and state for a chip: {label, kind, detail}; kind "ok" or "off"."""
    if now.open and now.until:
        return {"label": _("jetzt geöffnet"), "kind": "ok", "detail": _("heute bis %s") % german.clock(now.until)}
    if now.opens_at:
        days = (now.opens_at.date() - at.astimezone(BERLIN).date()).days
        weekday = str(WEEKDAYS[now.opens_at.weekday()])
        when = german.day(now.opens_at) if days < 2 or days > 6 else weekday
        detail = _("öffnet %(day)s um %(time)s") % {"day": when, "time": german.clock(now.opens_at)}
        return {"label": _("geschlossen"), "kind": "off", "detail": detail}
    return {"label": _("geschlossen"), "kind": "off", "detail": now.note}


def schema_org(slots: Iterable[Slot]) -> list[dict[str, str]]:
    """openingHoursSpecification of schema.org."""
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"https://schema.org/{names[s.weekday]}",
            "opens": f"{s.opens:%H:%M}",
            "closes": f"{s.closes:%H:%M}",
        }
        for s in slots
    ]
