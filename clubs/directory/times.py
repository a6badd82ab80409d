"""Weekly times and dates of a club, for people to read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from .times_models import WEEKDAYS as DAYS
from .times_models import ClubEvent, ClubTime

if TYPE_CHECKING:
    from .entries import Entry
    from .models import Club

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # RFC 5545
SHOWN = 8  # dates on a club's page


@dataclass(frozen=True)
class Training:
    """`starts`, `ends`: "18:30". `words`: all of it in one line, for files."""

    day: int
    starts: str
    ends: str
    title: str
    place: str
    note: str

    @property
    def when(self) -> str:
        return _("%(day)s, %(starts)s bis %(ends)s Uhr") % {
            "day": DAYS[self.day][1], "starts": self.starts, "ends": self.ends,
        }  # fmt: skip

    @property
    def words(self) -> str:
        return " · ".join(part for part in (self.title, self.place, self.note) if part)


def training(row: ClubTime) -> Training:
    return Training(row.day, f"{row.starts:%H:%M}", f"{row.ends:%H:%M}", row.title, row.place, row.note)


def training_of(club: Club | Entry) -> list[Training]:
    """By weekday and hour; a prefetch of `times` is used."""
    if isinstance(club.times, list):
        return club.times
    with scopes_disabled():
        rows: list[ClubTime] = list(club.times.all())
    rows.sort(key=lambda row: (row.day, row.starts, row.pk))
    return [training(row) for row in rows]


def coming_events(club: Club, now: dt.datetime, most: int = SHOWN) -> list[ClubEvent]:
    """What is still to come or going on; cancelled ones stay, so that everybody hears of it."""
    with scopes_disabled():
        rows = ClubEvent.objects.filter(club=club, starts_at__gt=now - dt.timedelta(days=1)).order_by("starts_at", "pk")
        ahead = [row for row in rows[: most + 20] if (row.ends_at or row.starts_at) > now]
    return ahead[:most]


def event_row(event: ClubEvent, club: Club) -> dict[str, Any]:
    return {
        "title": event.title,
        "text": event.text,
        "place": event.place,
        "starts": timezone.localtime(event.starts_at),
        "ends": timezone.localtime(event.ends_at) if event.ends_at else None,
        "when": when(event),
        "cancelled": event.is_cancelled,
        "ics_url": reverse("directory:event", args=[club.slug, event.uuid]),
    }


def when(event: ClubEvent) -> str:
    """„Samstag, 5. Dezember 2026, 14:00 bis 18:00 Uhr“."""
    start, clock = timezone.localtime(event.starts_at), _("%(time)s Uhr")
    shown = date_format(start, "l, j. F Y, H:i")
    if event.ends_at is None:
        return clock % {"time": shown}
    end = timezone.localtime(event.ends_at)
    until = date_format(end, "H:i" if end.date() == start.date() else "l, j. F Y, H:i")
    return clock % {"time": _("%(start)s bis %(end)s") % {"start": shown, "end": until}}
