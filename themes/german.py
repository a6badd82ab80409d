"""German notation for dates, times, sizes and numbers.

Rules: 24-hour clock without ":00" ("18 Uhr", "9:20 Uhr"); month in words; the year only when it is not the
current one; "heute", "morgen", "gestern" where they are shorter. Relative words go stale: a page that uses
them must not be cached past midnight (`ago`: past a minute).
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _


def _local(value: Any) -> dt.datetime | dt.date | None:
    if isinstance(value, dt.datetime):
        return timezone.localtime(value) if timezone.is_aware(value) else value
    return value if isinstance(value, dt.date) else None


def _today() -> dt.date:
    return timezone.localdate()


def _long_day(date: dt.date) -> str:
    with_year = date.year != _today().year
    return formats.date_format(date, "DATE_FORMAT" if with_year else "MONTH_DAY_FORMAT")


def day(value: Any) -> str:
    """ "heute", "morgen", "gestern" or "27. November" (with the year if it is another one)."""
    value = _local(value)
    if value is None:
        return ""
    date = value.date() if isinstance(value, dt.datetime) else value
    words = {-1: _("gestern"), 0: _("heute"), 1: _("morgen")}
    return words.get((date - _today()).days) or _long_day(date)


def hand(value: dt.datetime | dt.time) -> str:
    """ "18" or "9:20", for a sentence that says „Uhr“; English has "18:00"."""
    whole = not value.minute and get_language() == "de"
    return str(value.hour) if whole else f"{value.hour}:{value.minute:02}"


def clock(value: Any) -> str:
    """ "18 Uhr" or "9:20 Uhr"; a plain date has no clock."""
    value = value if isinstance(value, dt.time) else _local(value)
    return _("%(time)s Uhr") % {"time": hand(value)} if isinstance(value, dt.datetime | dt.time) else ""


def moment(value: Any) -> str:
    """ "heute, 18 Uhr"; a plain date gives the day alone."""
    return ", ".join(part for part in (day(value), clock(value)) if part)


def hours(start: Any, end: Any = None) -> str:
    """ "18 bis 20:30 Uhr" within a day, "18 Uhr, bis 6. Dezember" over days; dates alone give "bis 6. Dezember"."""
    start, end = _local(start), _local(end)
    if end is None or end == start:
        return clock(start)
    first = start.date() if isinstance(start, dt.datetime) else start
    last = end.date() if isinstance(end, dt.datetime) else end
    if first != last:
        return ", ".join(part for part in (clock(start), _("bis %(end)s") % {"end": day(end)}) if part)
    if not isinstance(start, dt.datetime) or not isinstance(end, dt.datetime):
        return clock(start)
    return _("%(start)s bis %(end)s Uhr") % {"start": hand(start), "end": hand(end)}


def span(start: Any, end: Any) -> str:
    """ "24. November, 18 bis 20 Uhr" within a day, "27. November bis 6. Dezember" over days."""
    start, end = _local(start), _local(end)
    if start is None:
        return ""
    if end is None:
        return moment(start)
    timed = isinstance(start, dt.datetime) and isinstance(end, dt.datetime)
    first = start.date() if isinstance(start, dt.datetime) else start
    last = end.date() if isinstance(end, dt.datetime) else end
    if first != last:
        return _("%(start)s bis %(end)s") % {"start": day(start), "end": day(end)}
    if not timed or start == end:
        return moment(start)
    return _("%(day)s, %(start)s bis %(end)s Uhr") % {"day": day(start), "start": hand(start), "end": hand(end)}  # type: ignore[arg-type]


def ago(value: Any) -> str:
    """ "vor 8 Minuten", "vor 2 Stunden", "gestern", then the date."""
    local = _local(value)
    if not isinstance(local, dt.datetime):
        return day(value)
    minutes = int((timezone.localtime() - local).total_seconds() // 60) if timezone.is_aware(local) else 0
    if minutes < 1:
        return _("gerade eben")
    if minutes < 60:
        return ngettext("vor %(n)s Minute", "vor %(n)s Minuten", minutes) % {"n": minutes}
    if local.date() == _today() or minutes < 360:
        return ngettext("vor %(n)s Stunde", "vor %(n)s Stunden", minutes // 60) % {"n": minutes // 60}
    return day(local)


def number(value: Any, decimals: Any = None) -> str:
    """ "2.108", "4,2"; `|number:1` rounds half up to fixed decimals (Django alone would cut them off)."""
    if value is None or value == "":
        return ""
    if decimals is not None:
        value = Decimal(str(value)).quantize(Decimal(1).scaleb(-int(decimals)), ROUND_HALF_UP)
    elif isinstance(value, float):
        value = int(value) if value.is_integer() else Decimal(repr(value))
    return formats.number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def filesize(value: Any) -> str:
    """Bytes as "96 KB" or "1,8 MB": decimal units (1 KB = 1000 bytes), as browsers and shops count."""
    try:
        size = float(value)
    except (TypeError, ValueError):
        return ""
    if size < 1000:
        return _("%(n)s Byte") % {"n": int(size)}
    for unit in ("KB", "MB", "GB"):
        size /= 1000
        if size < 999.5 or unit == "GB":
            break
    return f"{number(round(size, 1) if size < 10 and unit != 'KB' else round(size))} {unit}"
