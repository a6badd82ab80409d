"""Shifts as RFC 5545 calendars. The UID of a shift is the same in its mails, its file and every feed, so that a calendar
program that gets it twice shows it once; SEQUENCE rises with each change, a cancelled shift stays as CANCELLED."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText, vUri

from portal.kit.berlin import vtimezone

from . import addresses
from .models import Shift

BERLIN = ZoneInfo("Europe/Berlin")


def uid_of(shift: Shift) -> str:
    """Without a host: it stays the same when the club that asks moves to another city."""
    return str(shift.uuid)


def shift_calendar(shift: Shift, *, cancelled: bool = False) -> str:
    """One shift, as attached to a mail. `cancelled`: for the person who no longer comes, too."""
    return calendar([shift], gone={shift.pk} if cancelled else set()).decode()


def calendar(shifts: Iterable[Shift], *, name: str = "", gone: set[int] | None = None) -> bytes:
    """`name`: of a feed that calendar programs ask for again. `gone`: ids that are over for the reader."""
    cal = Calendar()
    cal.add("prodid", "-//re@di//ehrenamt//DE")
    cal.add("version", "2.0")
    cal.add("calscale", "GREGORIAN")
    cal.add("method", "PUBLISH")
    if name:
        cal.add("x-wr-calname", name)
        cal.add("name", name)
        cal.add("refresh-interval", dt.timedelta(hours=1), parameters={"value": "DURATION"})
        cal.add("x-published-ttl", "PT1H")
    cal.add_component(vtimezone())
    for shift in shifts:
        cal.add_component(_event(shift, shift.is_cancelled or shift.pk in (gone or set())))
    return cal.to_ical()


def _event(shift: Shift, cancelled: bool) -> Event:
    offer = shift.offer
    entry = Event()
    entry.add("uid", uid_of(shift))
    entry.add("dtstamp", offer.updated_at.astimezone(dt.UTC))
    entry.add("sequence", shift.sequence)
    title = f"{offer.title}: {shift.title}" if shift.title else offer.title
    entry.add("summary", (_("ABGESAGT: ") if cancelled else "") + title)
    entry.add("dtstart", shift.starts_at.astimezone(BERLIN))
    entry.add("dtend", shift.ends_at.astimezone(BERLIN))
    place = ", ".join(part for part in (offer.place, offer.city.name) if part)
    if place and not offer.from_home:
        entry["location"] = vText(place)
    text = "\n\n".join(part for part in (offer.summary, _bring(offer.bring)) if part)
    if text:
        entry.add("description", text)
    entry["url"] = vUri(addresses.absolute(offer.city, addresses.offer_url(offer)))
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    entry.add("class", "PUBLIC")
    entry.add("transp", "OPAQUE")
    return entry


def _bring(text: str) -> str:
    return f"{_('Bitte mitbringen')}: {text}" if text else ""
