"""Dates of repeating events. Pure: RFC 5545 rules in, occurrences out, always bounded.

Rules. A rule repeats the wall clock of Europe/Berlin: a meeting at 18 o'clock stays at 18 o'clock when the clocks
change. DTSTART is the first instance even if the rule does not name it (RFC 5545, 3.8.5.3). UNTIL and COUNT exclude
each other. Only DAILY, WEEKLY, MONTHLY and YEARLY are accepted, and only the parts in `PARTS`: what an editor needs,
and nothing that a calendar program or this code would have to iterate for minutes. Excluded dates are local dates.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import rules

BERLIN = ZoneInfo("Europe/Berlin")
LONGEST = dt.timedelta(days=366)  # of one occurrence
AHEAD = dt.timedelta(days=731)  # how far the next occurrence is looked for
MAX_COUNT = 500
MAX_RESULTS = 1000  # occurrences of one event in one window
PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"})
FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_NUMBERS = re.compile(r"[+-]?\d{1,3}(,[+-]?\d{1,3}){0,30}\Z")
_DAYS = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)){0,20}\Z")
_UNTIL = re.compile(r"\d{8}(T\d{6}Z?)?\Z")
_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\Z|(\d{4})-(\d{2})-(\d{2})\Z")


@dataclass(frozen=True, slots=True)
class Series:
    """An event's dates as plain data; `starts_at`, `ends_at` aware."""

    starts_at: dt.datetime
    ends_at: dt.datetime | None = None
    all_day: bool = False
    rrule: str = ""
    excluded: tuple[dt.date, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One date of an event, aware, Europe/Berlin. Without an end `end` equals `start`."""

    start: dt.datetime
    end: dt.datetime


def rule_parts(rule: str) -> dict[str, str]:
    """The parts of a rule; raises ValueError with a German sentence for the editor."""
    text = rule.strip().upper().removeprefix("RRULE:").rstrip(";")
    parts: dict[str, str] = {}
    for item in text.split(";") if text else []:
        key, sign, value = (piece.strip() for piece in item.partition("="))
        if not sign or key not in PARTS or key in parts or not value:
            raise ValueError(_("„%s“ gehört nicht in eine Wiederholung.") % item[:40])
        parts[key] = value
    if not parts:
        return {}
    if parts.get("FREQ") not in FREQUENCIES:
        raise ValueError(_("Die Wiederholung braucht FREQ=DAILY, WEEKLY, MONTHLY oder YEARLY."))
    _check(parts)
    return parts


def _check(parts: dict[str, str]) -> None:
    if "COUNT" in parts and "UNTIL" in parts:
        raise ValueError(_("Bitte entweder COUNT oder UNTIL angeben, nicht beides."))
    for key, most in (("INTERVAL", 366), ("COUNT", MAX_COUNT)):
        if key in parts and not (parts[key].isascii() and parts[key].isdigit() and 1 <= int(parts[key][:6]) <= most):
            raise ValueError(_("%(part)s muss eine Zahl von 1 bis %(most)s sein.") % {"part": key, "most": most})
    for key, low, high in (("BYMONTHDAY", -31, 31), ("BYMONTH", 1, 12), ("BYSETPOS", -366, 366)):
        if key in parts:
            numbers = parts[key].split(",") if _NUMBERS.match(parts[key]) else ["0"]
            if any(int(n) == 0 or not low <= int(n) <= high for n in numbers):
                raise ValueError(_("%s hat keinen gültigen Wert.") % key)
    if "BYDAY" in parts:
        if not _DAYS.match(parts["BYDAY"]):
            raise ValueError(_("BYDAY nennt Wochentage als MO, TU, WE, TH, FR, SA oder SU."))
        if any(c.isdigit() for c in parts["BYDAY"]) and parts["FREQ"] not in ("MONTHLY", "YEARLY"):
            raise ValueError(_("Ein Wochentag mit Zahl, wie 1SA, passt nur zu MONTHLY oder YEARLY."))
    if "BYSETPOS" in parts and parts["FREQ"] in ("DAILY", "WEEKLY"):  # programs disagree on the week of the start
        raise ValueError(_("BYSETPOS passt nur zu MONTHLY oder YEARLY."))
    if "BYMONTHDAY" in parts and parts["FREQ"] == "WEEKLY":
        raise ValueError(_("BYMONTHDAY passt nicht zu WEEKLY."))
    if "WKST" in parts and parts["WKST"] not in ("MO", "TU", "WE", "TH", "FR", "SA", "SU"):
        raise ValueError(_("WKST nennt einen Wochentag."))
    if "UNTIL" in parts:
        if not _UNTIL.match(parts["UNTIL"]):
            raise ValueError(_("UNTIL ist ein Datum wie 20261231."))
        _until(parts["UNTIL"])


def normal_rule(rule: str) -> str:
    """The rule in one canonical spelling, FREQ first; raises ValueError."""
    parts = rule_parts(rule)
    return ";".join(f"{k}={v}" for k, v in sorted(parts.items(), key=lambda item: (item[0] != "FREQ", item[0])))


def _until(value: str) -> dt.datetime:
    """End of the rule as naive Berlin time; a bare date includes that whole day."""
    try:
        if len(value) == 8:
            return dt.datetime.combine(dt.date.fromisoformat(value), dt.time(23, 59, 59))
        moment = dt.datetime.fromisoformat(value.rstrip("Z"))
    except ValueError:
        raise ValueError(_("UNTIL ist kein gültiges Datum.")) from None
    return moment.replace(tzinfo=dt.UTC).astimezone(BERLIN).replace(tzinfo=None) if value.endswith("Z") else moment


def parse_dates(text: str, *, strict: bool = True) -> tuple[dt.date, ...]:
    """Dates, one per line or separated by comma, "24.12.2026" or "2026-12-24"; at most 200. Raises ValueError."""
    found: set[dt.date] = set()
    for word in re.split(r"[\s,;]+", text.strip()) if text.strip() else []:
        match = _DATE.match(word)
        try:
            if match is None:
                raise ValueError
            g = match.groups()
            found.add(dt.date(int(g[2]), int(g[1]), int(g[0])) if g[0] else dt.date(int(g[3]), int(g[4]), int(g[5])))
        except ValueError:
            if strict:
                raise ValueError(_("„%s“ ist kein Datum. Bitte so: 24.12.2026") % word[:30]) from None
    if strict and len(found) > 200:
        raise ValueError(_("Höchstens 200 Ausnahmen je Veranstaltung."))
    return tuple(sorted(found))[:200]


def _naive(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(BERLIN).replace(tzinfo=None)


def aware(wall: dt.datetime) -> dt.datetime:
    """Berlin time of a wall clock. An hour that spring skips moves one hour on, as clocks do."""
    return wall.replace(tzinfo=BERLIN).astimezone(dt.UTC).astimezone(BERLIN)


def _starts(series: Series, stop: dt.datetime) -> Iterator[dt.datetime]:
    """Naive starts up to and including `stop`, excluded dates left out; COUNT counts them all the same."""
    first = _naive(series.starts_at)
    parts = rule_parts(series.rrule)
    excluded = set(series.excluded)
    if first > stop:
        return
    if not parts:
        if first.date() not in excluded:
            yield first
        return
    count = int(parts.get("COUNT", "0"))
    end = min(stop, _until(parts["UNTIL"])) if "UNTIL" in parts else stop
    every = chain([first.date()], (d for d in rules.dates(parts, first.date(), end.date()) if d > first.date()))
    for seen, day in enumerate(every, 1):
        current = dt.datetime.combine(day, first.time())
        if current > end and current != first:
            return
        if day not in excluded:
            yield current
        if count and seen >= count:
            return


def _length(series: Series) -> dt.timedelta:
    """Nominal length; a whole day lasts until the midnight after its last date."""
    first = _naive(series.starts_at)
    last = _naive(series.ends_at) if series.ends_at else first
    if series.all_day:
        days = max((last.date() - first.date()).days, 0) + 1
        return dt.timedelta(days=days)
    return max(last - first, dt.timedelta())


def expand(series: Series, start: dt.datetime, end: dt.datetime, limit: int = MAX_RESULTS) -> list[Occurrence]:
    """Occurrences that touch [start, end), in order; at most `limit`. A rule that cannot be read gives the first date."""
    if series.all_day:
        first = _naive(series.starts_at)
        series = Series(
            aware(dt.datetime.combine(first.date(), dt.time())), series.ends_at, True, series.rrule, series.excluded
        )
    length = _length(series)
    found: list[Occurrence] = []
    for wall in _starts(_readable(series), _naive(end)):
        item = Occurrence(aware(wall), aware(wall + length))
        if item.start >= end:
            break
        if item.end > start or (item.start == item.end and item.start >= start):
            found.append(item)
            if len(found) >= limit:
                break
    return found


def _readable(series: Series) -> Series:
    try:
        rule_parts(series.rrule)
    except ValueError:
        return Series(series.starts_at, series.ends_at, series.all_day, "", series.excluded)
    return series


def bounds(series: Series, now: dt.datetime) -> tuple[dt.datetime | None, dt.datetime | None]:
    """(start of the first occurrence that is not over, end of the last one).

    First None: nothing comes within two years. Second None: no end, or further away than that.
    """
    horizon = max(now, series.starts_at) + AHEAD
    coming = expand(series, now, horizon, limit=1)
    parts = rule_parts(series.rrule)
    if parts and "COUNT" not in parts and "UNTIL" not in parts:
        return (coming[0].start if coming else None), None
    every = expand(series, dt.datetime.min.replace(tzinfo=dt.UTC) + dt.timedelta(days=2), horizon)
    if not every:
        return None, series.starts_at  # every date is excluded
    if parts and (more := expand(series, every[-1].end + dt.timedelta(seconds=1), horizon + AHEAD * 5, limit=1)):
        return (coming[0].start if coming else None), (None if more else every[-1].end)
    return (coming[0].start if coming else None), every[-1].end


def next_days(series: Series, now: dt.datetime, count: int) -> Sequence[Occurrence]:
    """The next `count` occurrences that are not over."""
    return expand(series, now, max(now, series.starts_at) + AHEAD, limit=count)


# --- In words -----------------------------------------------------------------------------

_DAY_NAMES = {
    "MO": gettext_lazy("Montag"),
    "TU": gettext_lazy("Dienstag"),
    "WE": gettext_lazy("Mittwoch"),
    "TH": gettext_lazy("Donnerstag"),
    "FR": gettext_lazy("Freitag"),
    "SA": gettext_lazy("Samstag"),
    "SU": gettext_lazy("Sonntag"),
}
_ORDINALS = {
    1: gettext_lazy("ersten"),
    2: gettext_lazy("zweiten"),
    3: gettext_lazy("dritten"),
    4: gettext_lazy("vierten"),
    5: gettext_lazy("fünften"),
    -1: gettext_lazy("letzten"),
}


def in_words(rule: str) -> str:
    """ "jeden Dienstag", "jeden ersten Samstag im Monat", "täglich", "jedes Jahr"; "" when there is no rule."""
    try:
        parts = rule_parts(rule)
    except ValueError:
        return ""
    if not parts:
        return ""
    step = int(parts.get("INTERVAL", "1"))
    days = parts.get("BYDAY", "").split(",") if parts.get("BYDAY") else []
    named = _(" und ").join(_day_name(d) for d in days)
    frequency = parts["FREQ"]
    if frequency == "DAILY":
        text = _("täglich") if step == 1 else _("alle %s Tage") % step
    elif frequency == "WEEKLY":
        text = (_("jeden %s") % named if named else _("jede Woche")) if step == 1 else _("alle %s Wochen") % step
        if step > 1 and named:
            text = _("%(step)s am %(day)s") % {"step": text, "day": named}
    elif frequency == "MONTHLY":
        if named and step == 1:
            text = _("jeden %s im Monat") % named
        else:
            text = _("jeden Monat") if step == 1 else _("alle %s Monate") % step
    else:
        text = _("jedes Jahr") if step == 1 else _("alle %s Jahre") % step
    if "UNTIL" in parts:
        text = _("%(rule)s bis %(date)s") % {
            "rule": text,
            "date": date_format(_until(parts["UNTIL"]), "SHORT_DATE_FORMAT"),
        }
    return text


def _day_name(part: str) -> str:
    number, name = part[:-2], _DAY_NAMES.get(part[-2:], part)
    return f"{_ORDINALS.get(int(number), number + '.')} {name}" if number else str(name)
