"""Feeds, calendars and files for programs, judged by other people's parsers."""

from __future__ import annotations

import datetime as dt
import json
import re
from xml.etree import ElementTree as etree

import feedparser
import icalendar
import pytest
from django.utils import timezone

from portal.content.models import EventPage
from tests.factories import make_page


def ics(client, path="/feeds/kalender.ics") -> bytes:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    return response.content


def check_rfc_lines(data: bytes) -> None:
    """RFC 5545 3.1: CRLF only, at most 75 octets a line, folds inside no UTF-8 sequence; 3.6: components closed in order."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    stack = []
    for line in data[:-2].split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")
        assert line
    for line in data.replace(b"\r\n ", b"").split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name == b"BEGIN":
            stack.append(value)
        elif name == b"END":
            assert stack.pop() == value
    assert not stack


@pytest.fixture
def series(town):
    start = dt.datetime(2026, 12, 1, 18, tzinfo=timezone.get_default_timezone())
    return make_page(
        town.city, EventPage, parent=town.calendar, title="Chorprobe; mit „Gästen“, und einem sehr langen Titel, der über fünfundsiebzig Oktette geht: äöüß",
        slug="chor", starts_at=start, ends_at=start + dt.timedelta(hours=2), rrule="FREQ=WEEKLY;BYDAY=TU;UNTIL=20270330",
        excluded_dates="22.12.2026\n29.12.2026", location="Alte Schule, Saal 2", summary="Erste Zeile\nzweite Zeile",
    )  # fmt: skip


def test_calendar_by_icalendar_and_by_the_lines(series, on_host):
    data = ics(on_host(series.get_site().city))
    check_rfc_lines(data)
    cal = icalendar.Calendar.from_ical(data)
    event = next(e for e in cal.walk("VEVENT") if str(e["UID"]).startswith(str(series.uuid)))
    assert str(event["SUMMARY"]) == series.title
    assert str(event["DESCRIPTION"]).startswith("Erste Zeile\nzweite Zeile")
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event["DTSTART"].dt.hour == 18
    assert event["RRULE"]["UNTIL"][0] == dt.datetime(2027, 3, 30, 21, 59, 59, tzinfo=dt.UTC)
    excluded = (
        event["EXDATE"].dts if not isinstance(event["EXDATE"], list) else [d for x in event["EXDATE"] for d in x.dts]
    )
    assert [(d.dt.day, d.dt.hour) for d in excluded] == [(22, 18), (29, 18)]
    assert event["STATUS"] == "CONFIRMED"
    assert {str(z["TZID"]) for z in cal.walk("VTIMEZONE")} == {"Europe/Berlin"}
    for name in ("DTSTAMP", "LAST-MODIFIED", "UID", "URL", "SEQUENCE"):
        assert name in event


def test_the_clocks_of_the_calendar_change_when_germany_does():
    """RFC 5545 3.6.5: DTSTART less TZOFFSETFROM is the instant of the change; zoneinfo is the judge, hour by hour."""
    from zoneinfo import ZoneInfo

    from dateutil.rrule import rrulestr

    from portal.kit.berlin import vtimezone

    changes = {}
    for part in vtimezone().subcomponents:
        rule = rrulestr(part["RRULE"].to_ical().decode(), dtstart=part["DTSTART"].dt)
        for onset in rule.between(dt.datetime(2020, 1, 1), dt.datetime(2045, 1, 1)):
            changes[(onset - part["TZOFFSETFROM"].td).replace(tzinfo=dt.UTC)] = part["TZOFFSETTO"].td
    assert len(changes) == 50
    berlin, hour = ZoneInfo("Europe/Berlin"), dt.timedelta(hours=1)
    for instant, offset in changes.items():
        assert instant.astimezone(berlin).utcoffset() == offset
        assert (instant - hour / 60).astimezone(berlin).utcoffset() != offset


def test_the_calendar_program_gets_our_dates(series, on_host):
    """dateutil expands what a program reads from the file: the same dates as on the page, hour kept over March."""
    from dateutil.rrule import rruleset, rrulestr

    from portal.content import occurrences

    cal = icalendar.Calendar.from_ical(ics(on_host(series.get_site().city), f"/feeds/termin/{series.uuid}.ics"))
    (event,) = cal.walk("VEVENT")
    rule = event["RRULE"].to_ical().decode().replace("UNTIL=20270330T215959Z", "UNTIL=20270330T235959")
    dates = rruleset()
    dates.rrule(rrulestr(rule, dtstart=event["DTSTART"].dt.replace(tzinfo=None)))
    for day in event["EXDATE"].dts:
        dates.exdate(day.dt.replace(tzinfo=None))
    ours = occurrences.expand(
        series.series, dt.datetime(2026, 11, 1, tzinfo=dt.UTC), dt.datetime(2027, 6, 1, tzinfo=dt.UTC)
    )
    assert [d.replace(tzinfo=None) for d in dates] == [o.start.replace(tzinfo=None) for o in ours]
    assert {o.start.hour for o in ours} == {18}


def test_uid_is_stable_and_a_cancelled_event_stays(town, on_host):
    client = on_host(town.city)
    path = f"/feeds/termin/{town.event.uuid}.ics"
    before = icalendar.Calendar.from_ical(ics(client, path)).walk("VEVENT")[0]
    page = EventPage.objects.get(pk=town.event.pk)
    page.cancelled, page.title = True, "Neuer Name"
    page.save_revision().publish()
    after = icalendar.Calendar.from_ical(ics(client, path)).walk("VEVENT")[0]
    assert before["UID"] == after["UID"]
    assert after["STATUS"] == "CANCELLED"
    assert after["SEQUENCE"] >= before["SEQUENCE"]
    assert str(page.uuid) in ics(client).decode().replace("\r\n ", "")


def test_all_day_ends_on_the_day_after(town, on_host):
    page = make_page(town.city, EventPage, parent=town.calendar, title="Markt", slug="markt", all_day=True,
                     starts_at=dt.datetime(2026, 12, 5, 9, tzinfo=dt.UTC), ends_at=dt.datetime(2026, 12, 6, 9, tzinfo=dt.UTC))  # fmt: skip
    event = icalendar.Calendar.from_ical(ics(on_host(town.city), f"/feeds/termin/{page.uuid}.ics")).walk("VEVENT")[0]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (dt.date(2026, 12, 5), dt.date(2026, 12, 7))


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_news_feeds(town, neighbour, on_host, form):
    client = on_host(town.city)
    for path in (f"/feeds/nachrichten.{form}", f"/feeds/thema/umwelt.{form}"):
        feed = feedparser.parse(client.get(path).content)
        assert not feed.bozo, feed.bozo_exception
        assert feed.version == {"rss": "rss20", "atom": "atom10"}[form]
        assert [e.title for e in feed.entries] == ["Neu in Bruchsal"]
        assert feed.entries[0].link == "http://bruchsal.localhost:8000/aktuelles/neu/"
        assert feed.entries[0].id == f"urn:uuid:{town.news.uuid}"
    assert client.get(f"/feeds/thema/gibtsnicht.{form}").status_code == 404


def test_sitemap_is_the_hosts_own(town, neighbour, on_host):
    tree = etree.fromstring(on_host(town.city).get("/sitemap.xml").content)
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    places = [e.text for e in tree.iterfind(".//s:loc", space)]
    assert "http://bruchsal.localhost:8000/aktuelles/neu/" in places
    assert all(p.startswith("http://bruchsal.localhost:8000/") for p in places)
    assert all(
        re.match(r"\d{4}-\d\d-\d\dT.*[+-]\d\d:\d\d$", m) for m in [e.text for e in tree.iterfind(".//s:lastmod", space)]
    )


def test_small_files(town, on_host):
    client = on_host(town.city)
    assert "Sitemap: http://bruchsal.localhost:8000/sitemap.xml" in client.get("/robots.txt").content.decode()
    assert "Contact: mailto:stadt@bruchsal.example" in client.get("/.well-known/security.txt").content.decode()
    manifest = client.get("/portal.webmanifest")
    assert manifest["Content-Type"] == "application/manifest+json"
    assert json.loads(manifest.content)["short_name"] == "Bruchsal"
    icon = client.get("/zeichen.svg")
    assert icon["Content-Type"].startswith("image/svg+xml")
    assert etree.fromstring(icon.content).tag.endswith("svg")
    assert b"var(" not in icon.content


def test_foreign_and_malformed_events_are_404(town, neighbour, on_host):
    client = on_host(town.city)
    assert client.get(f"/feeds/termin/{neighbour.event.uuid}.ics").status_code == 404
    assert client.get("/feeds/termin/1.ics").status_code == 404
    assert client.get("/feeds/nachrichten.json").status_code == 404
    assert client.post("/feeds/kalender.ics").status_code in (403, 405)
