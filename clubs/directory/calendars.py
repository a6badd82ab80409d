"""Dates of a club as RFC 5545 calendars: all of them as a feed, one as a file.

UID: UUID of the date under one name for the whole region: the same on every portal, in feed and file, and after the club
moved to another city. SEQUENCE goes up with every change. No ORGANIZER: it would need a mailbox, and those stay private. A cancelled date stays with STATUS:CANCELLED.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled
from icalendar import Calendar, Event, vText, vUri

from portal.content.ical import REFRESH
from portal.content.occurrences import BERLIN
from portal.kit.berlin import vtimezone

from .addresses import home_url
from .times_models import ClubEvent

if TYPE_CHECKING:
    from .models import Club

BACK = dt.timedelta(days=30)
UID_HOST = "vereine.redi"  # never a host name: a club that moves to another city keeps its dates


def events_for_feed(club: Club) -> list[ClubEvent]:
    """From thirty days ago on: calendar programs keep what they saw, the feed stays small."""
    with scopes_disabled():
        rows = ClubEvent.objects.filter(club=club, starts_at__gt=timezone.now() - BACK)
        return list(rows.order_by("starts_at", "pk")[:1000])


def calendar(club: Club, events: list[ClubEvent], *, feed: bool) -> bytes:
    cal = Calendar()
    cal.add("prodid", "-//re@di//Vereine//DE")
    cal.add("version", "2.0")
    cal.add("calscale", "GREGORIAN")
    cal.add("method", "PUBLISH")
    if feed:
        cal.add("x-wr-calname", club.name)
        cal.add("name", club.name)
        cal.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
        cal.add("x-published-ttl", "PT6H")
    cal.add_component(vtimezone())
    for event in events:
        cal.add_component(_entry(club, event))
    return cal.to_ical()


def _entry(club: Club, event: ClubEvent) -> Event:
    entry = Event()
    entry.add("uid", f"{event.uuid}@{UID_HOST}")
    entry.add("dtstamp", event.updated_at.astimezone(dt.UTC).replace(microsecond=0))
    entry.add("last-modified", event.updated_at.astimezone(dt.UTC).replace(microsecond=0))
    entry.add("created", event.created_at.astimezone(dt.UTC).replace(microsecond=0))
    entry.add("sequence", event.sequence)
    entry.add("summary", (_("ABGESAGT: ") if event.is_cancelled else "") + event.title)
    entry.add("dtstart", event.starts_at.astimezone(BERLIN))
    if event.ends_at:
        entry.add("dtend", event.ends_at.astimezone(BERLIN))
    place = event.place or ", ".join(part for part in (club.place, club.street, club.town) if part)
    if place:
        entry["location"] = vText(place)
    if event.text:
        entry.add("description", event.text)
    entry["url"] = vUri(home_url(club))
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    entry.add("class", "PUBLIC")
    entry.add("transp", "OPAQUE")
    return entry
