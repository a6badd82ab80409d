"""Days and times as people type them (Europe/Berlin) ↔ the half-open stretch [starts_at, ends_at) that is stored.

An end without a time includes its whole day: „bis 30. Juni“ is stored as 1 July 00:00.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from portal.kit.refused import Refused

BERLIN = ZoneInfo("Europe/Berlin")
MIDNIGHT = dt.time(0, 0)
YEARS = (2000, 2100)


def moment(day: dt.date, at: dt.time | None) -> dt.datetime:
    """Raises Refused for a time that the clock skips; of one that it shows twice, the first counts."""
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise Refused(_("Bitte ein Datum zwischen 2000 und 2100 angeben."))
    wall = dt.datetime.combine(day, at or MIDNIGHT)
    found = wall.replace(tzinfo=BERLIN)
    if found.astimezone(dt.UTC).astimezone(BERLIN).replace(tzinfo=None) != wall:
        raise Refused(_("Diese Uhrzeit gibt es an diesem Tag nicht: Die Uhr wird vorgestellt."))
    return found


def end_moment(day: dt.date, at: dt.time | None) -> dt.datetime:
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise Refused(_("Bitte ein Datum zwischen 2000 und 2100 angeben."))
    if at is not None:
        return moment(day, at)
    return dt.datetime.combine(day + dt.timedelta(days=1), MIDNIGHT, tzinfo=BERLIN)


def split_start(value: dt.datetime) -> tuple[dt.date, dt.time | None]:
    local = value.astimezone(BERLIN)
    at = local.time().replace(second=0, microsecond=0)
    return local.date(), at if at != MIDNIGHT else None


def split_end(value: dt.datetime) -> tuple[dt.date, dt.time | None]:
    day, at = split_start(value)
    return (day, at) if at is not None else (day - dt.timedelta(days=1), None)
