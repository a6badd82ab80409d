"""Events as RFC 5545 calendars, for one event or all of a city.

UID: uuid of the page at its host, stable over edits and moves. Times carry TZID=Europe/Berlin with its VTIMEZONE, so a
weekly meeting keeps its hour over the change of clocks. A cancelled event stays in the feed with STATUS:CANCELLED: a
calendar that simply stopped getting it would keep showing the old date. The `icalendar` package does folding and
escaping; COUNT and EXDATE are written as the calendar program needs them (EXDATE at the hour of the start).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vRecur, vText, vUri

from portal.cities import hosts
from portal.cities.models import City
from portal.kit.berlin import vtimezone

from . import occurrences
from .models import EventPage
from .tree import address_of

REFRESH = dt.timedelta(hours=6)


def calendar(city: City, events: Iterable[EventPage], *, name: str, feed: bool = True) -> bytes:
    cal = Calendar()
    cal.add("prodid", f"-//re@di//{city.slug}//DE")
    cal.add("version", "2.0")
    cal.add("calscale", "GREGORIAN")
    cal.add("method", "PUBLISH")
    if feed:
        cal.add("x-wr-calname", name)
        cal.add("name", name)
        cal.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
        cal.add("x-published-ttl", "PT6H")
    entries = [_event(city, page) for page in events]
    cal.add_component(vtimezone())
    for entry in entries:
        cal.add_component(entry)
    return cal.to_ical()


def _event(city: City, page: EventPage) -> Event:
    start = page.starts_at.astimezone(occurrences.BERLIN)
    end = page.ends_at.astimezone(occurrences.BERLIN) if page.ends_at else None
    changed = (page.last_published_at or page.latest_revision_created_at or page.starts_at).astimezone(dt.UTC)
    entry = Event()
    entry.add("uid", f"{page.uuid}@{city.site.hostname}")
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    if page.first_published_at:
        entry.add("created", page.first_published_at.astimezone(dt.UTC))
    entry.add("sequence", max(int(changed.timestamp()) - 1_600_000_000, 0))
    entry.add("summary", (_("ABGESAGT: ") if page.cancelled else "") + page.title)
    if page.all_day:
        last = (end or start).date() + dt.timedelta(days=1)  # DTEND is exclusive
        entry.add("dtstart", start.date())
        entry.add("dtend", last)
    else:
        entry.add("dtstart", start)
        if end and end > start:
            entry.add("dtend", end)
    _repeat(entry, page, start)
    place = ", ".join(part for part in (page.location, "" if city.is_alliance else city.name) if part)
    if place:
        entry["location"] = vText(place)
    text = "\n\n".join(part for part in (page.lead, _access(page)) if part)
    if text:
        entry.add("description", text)
    entry["url"] = vUri(address_of(page, city))
    entry.add("status", "CANCELLED" if page.cancelled else "CONFIRMED")
    entry.add("class", "PUBLIC")
    entry.add("transp", "TRANSPARENT" if page.all_day else "OPAQUE")
    return entry


def _access(page: EventPage) -> str:
    parts = [(_("Eintritt"), page.price), (_("Zugänglichkeit"), page.access_note), (_("Veranstalter"), page.organiser)]
    return "\n".join(f"{label}: {text}" for label, text in parts if text)


def _repeat(entry: Event, page: EventPage, start: dt.datetime) -> None:
    try:
        parts = occurrences.rule_parts(page.rrule)
    except ValueError:
        return
    if parts:
        rule: dict[str, object] = {k: v.split(",") if k.startswith("BY") else v for k, v in parts.items()}
        if "UNTIL" in parts:
            until = occurrences.aware(occurrences._until(parts["UNTIL"]))
            # UNTIL has the type of DTSTART: a date, or an instant in UTC
            rule["UNTIL"] = until.date() if page.all_day else until.astimezone(dt.UTC)
        for key in ("INTERVAL", "COUNT"):
            if key in rule:
                rule[key] = int(str(rule[key]))
        entry.add("rrule", vRecur(rule))
    excluded = occurrences.parse_dates(page.excluded_dates, strict=False)
    if excluded and page.all_day:
        entry.add("exdate", list(excluded), parameters={"value": "DATE"})
    elif excluded:
        entry.add("exdate", [dt.datetime.combine(day, start.time(), tzinfo=occurrences.BERLIN) for day in excluded])


def feed_name(city: City) -> str:
    return _("Veranstaltungen: %s") % city.portal_name


def city_events(city: City) -> list[EventPage]:
    """Everything from thirty days ago on: calendar programs keep what they saw, the feed stays small."""
    since = timezone.now() - dt.timedelta(days=30)
    far = timezone.now() + dt.timedelta(days=730)
    return list(
        EventPage.objects.for_city(city).visible().between(since, far).defer("body").order_by("starts_at", "pk")[:2000]
    )


def absolute_feed(city: City) -> str:
    return hosts.absolute(city.site.hostname, "/feeds/kalender.ics")
