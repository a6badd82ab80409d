"""Feeds, files, API and widget, judged by other people's programs; and that what is withdrawn is gone everywhere."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import time

import feedparser
import pytest
from django.utils import timezone
from django_scopes import scopes_disabled
from icalendar import Calendar
from pyld import jsonld

from clubs.directory.models import Interest
from clubs.volunteering import published
from clubs.volunteering.actions import offers
from clubs.volunteering.calendar import uid_of
from clubs.volunteering.models import Offer, Shift
from tests.directory.making import fill as fill_clubs

from .making import make_offer, make_shift, make_volunteer

pytestmark = pytest.mark.django_db
VOL = "https://ns.volunteeringdata.io/"


@pytest.fixture
def harvest(bruchsal):
    """Of a club, with everything filled in."""
    club = fill_clubs([bruchsal], 1)[0]
    Interest.objects.get_or_create(slug="natur", defaults={"name": "Natur"})
    offer = make_offer(
        bruchsal, "Streuobst ernten <&>", club=club, summary="Einen halben Tag draußen.", text="Mit Leitern; und Körben.",
        place="Wiese, am Bach", latitude=49.12, longitude=8.6, interests=["natur"], languages=["de"], access=["wc"],
        min_age=16, contact_email="geheim@verein.example", needs_check=True, bring="Handschuhe",
    )  # fmt: skip
    make_shift(offer, capacity=4, title="Frühschicht")
    return offer


def get(client, path: str):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


EVERYWHERE = (
    "/ehrenamt/feed/angebote.rss", "/ehrenamt/feed/angebote.atom", "/ehrenamt/feed/einsaetze.ics",
    "/ehrenamt/daten/angebote.csv", "/ehrenamt/daten/angebote.jsonld", "/ehrenamt/api/v1/offers",
    "/ehrenamt/einbetten/", "/ehrenamt/karte/punkte/",
)  # fmt: skip


def test_what_is_withdrawn_is_gone_from_every_portal_within_seconds(bruchsal, buehl, redi, harvest, on_host):
    paths = [*EVERYWHERE, f"/angebot/{harvest.slug}/", f"/ehrenamt/api/v1/offers/{harvest.uuid}"]
    marks = (b"Streuobst", b"49.12", str(harvest.uuid).encode())
    for city in (bruchsal, buehl, redi):
        for path in paths:
            for _twice in range(2):  # the second answer comes from the page cache where there is one
                body = get(on_host(city), path)
            assert any(mark in body for mark in marks), (city, path)
    started = time.monotonic()
    with scopes_disabled():
        offers.withdraw(harvest, actor=None)
    for city in (bruchsal, buehl, redi):
        for path in paths:
            answer = on_host(city).get(path)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            found = [mark for mark in marks if mark in body]
            assert not found, (city, path, found)
            assert answer.status_code == (200 if path in EVERYWHERE else 404), path
    assert time.monotonic() - started < 5


def test_new_words_are_on_the_neighbours_portal_at_once(bruchsal, buehl, on_host):
    offer = make_offer(bruchsal, "Alte Worte", kind="flexible")
    for _twice in range(2):
        assert b"Alte Worte" in on_host(buehl).get(f"/angebot/{offer.slug}/").content
    with scopes_disabled():
        offers.update_offer(offer, actor=None, title="Neue Worte")
    assert b"Neue Worte" in on_host(buehl).get(f"/angebot/{offer.slug}/").content


def test_feeds_are_understood_and_filtered(bruchsal, buehl, harvest, on_host):
    make_shift(make_offer(buehl, "Fahrdienst"))
    make_shift(make_offer(buehl, "Nur in Bühl", in_region=False))
    for form in ("rss", "atom"):
        found = feedparser.parse(get(on_host(bruchsal), f"/ehrenamt/feed/angebote.{form}"))
        assert not found.bozo
        assert {e.title for e in found.entries} == {"Streuobst ernten <&>", "Fahrdienst"}
        entry = next(e for e in found.entries if e.title.startswith("Streuobst"))
        assert entry.id == f"urn:uuid:{harvest.uuid}"
        assert entry.link == f"http://bruchsal.localhost:8000/angebot/{harvest.slug}/"
        assert entry.published_parsed
        only = feedparser.parse(get(on_host(bruchsal), f"/ehrenamt/feed/angebote.{form}?thema=natur&q=obst"))
        assert [e.title for e in only.entries] == ["Streuobst ernten <&>"]
        assert "q=obst" in only.feed.get("links", [{}])[-1].get("href", "") + only.feed.title + str(only.feed.links)


def test_the_calendar_has_the_mails_uids_and_strikes_out_what_is_called_off(bruchsal, buehl, harvest, on_host):
    with scopes_disabled():
        shift = Shift.objects.select_related("offer__city__site").get(offer=harvest)
    second = make_shift(harvest, starts_in=dt.timedelta(days=2))
    gone = make_offer(buehl, "Geheimer Umzug")
    lost = make_shift(gone, starts_in=dt.timedelta(days=3))
    with scopes_disabled():
        offers.call_off(second, actor=None)
        offers.withdraw(gone, actor=None, reason="Zu wenige")
    answer = on_host(bruchsal).get("/ehrenamt/feed/einsaetze.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    text = answer.content.decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    events = {str(e["UID"]): e for e in Calendar.from_ical(text).walk("VEVENT")}
    assert set(events) == {str(row.uuid) for row in (shift, second, lost)}
    assert str(events[uid_of(shift)]["STATUS"]) == "CONFIRMED"
    for row in (second, lost):
        entry = next(e for uid, e in events.items() if uid.startswith(str(row.uuid)))
        assert str(entry["STATUS"]) == "CANCELLED"
        assert int(entry["SEQUENCE"]) >= 1
        assert entry["DTEND"].dt > entry["DTSTART"].dt
    assert "Geheimer Umzug" not in text  # struck out, and its words are gone
    with scopes_disabled():
        Offer.objects.filter(pk=gone.pk).update(updated_at=timezone.now() - dt.timedelta(days=31))
    assert str(lost.uuid) not in on_host(bruchsal).get("/ehrenamt/feed/einsaetze.ics?x=1").content.decode()
    assert str(lost.uuid) not in on_host(bruchsal).get("/ehrenamt/feed/einsaetze.ics?q=obst").content.decode()


# Names of https://ns.volunteeringdata.io/ that may stand in our file, after its ontology as read in November 2026
VOCABULARY = {
    "Organisation", "organisationName", "organisationDescription", "organisationWebsite", "organisationActivity",
    "Activity", "activityTitle", "activityDescription", "activityRequiresEmergencyParticipation", "activityRole",
    "activitySession", "activityPublishStartDate", "activityPublishEndDate", "Role", "roleTitle", "roleDescription",
    "roleCommitment", "roleApplyLink", "roleAllowsRemoteParticipation", "roleMinimumAge", "roleAccessibility",
    "roleRequirement", "roleReward", "roleSkill", "Requirement", "ExpensesReimbursed", "Session", "sessionLocation",
    "sessionTime", "Location", "locationName", "locationLatitude", "locationLongitude",
    *(f"{day}{part}" for day in published.DAYS for part in ("Morning", "Afternoon", "Evening")),
}  # fmt: skip


def test_json_ld_expands_to_the_standard_and_is_canonical(bruchsal, harvest, on_host):
    make_offer(bruchsal, "Lesepate", kind="regular", pattern=[{"day": 1, "from": "11:00", "to": "13:00"}])
    body = get(on_host(bruchsal), "/ehrenamt/daten/angebote.jsonld")
    assert body == get(on_host(bruchsal), "/ehrenamt/daten/angebote.jsonld?x=1")
    graph = jsonld.expand(json.loads(body))
    activities = [a for node in graph for a in node[f"{VOL}organisationActivity"]]
    assert all(node["@type"] == [f"{VOL}Organisation"] for node in graph)
    by_title = {a[f"{VOL}activityTitle"][0]["@value"]: a for a in activities}
    harvesting = by_title["Streuobst ernten <&>"]
    assert harvesting["@id"] == f"urn:uuid:{harvest.uuid}"
    role = harvesting[f"{VOL}activityRole"][0]
    assert role[f"{VOL}roleMinimumAge"][0]["@value"] == 16
    assert role[f"{VOL}roleApplyLink"][0]["@id"].endswith(f"/angebot/{harvest.slug}/")
    session = harvesting[f"{VOL}activitySession"][0]
    moment = session[f"{VOL}sessionTime"][0]["http://www.w3.org/2006/time#hasBeginning"][0]
    assert "+01:00" in str(moment) or "+02:00" in str(moment)
    times = by_title["Lesepate"][f"{VOL}activitySession"][0][f"{VOL}sessionTime"]
    assert [t["@id"] for t in times] == [f"{VOL}TuesdayAfternoon", f"{VOL}TuesdayMorning"]
    assert not [line for line in json.dumps(graph).split('"') if line.startswith("volunteering:")]
    used = {word.removeprefix(VOL) for word in json.dumps(graph).split('"') if word.startswith(VOL)}
    assert used - VOCABULARY == set()
    assert {"activityPublishStartDate", "roleAccessibility"} <= used
    for owner, name in ((role, "roleAccessibility"), (harvesting, "activitySession"), (session, "sessionLocation")):
        assert all("@value" not in node for node in owner[f"{VOL}{name}"]), f"{name} links things, not words"


def test_schema_org_names_events_and_places(bruchsal, harvest):
    with scopes_disabled():
        row = Offer.objects.select_related("club", "city").get(pk=harvest.pk)
        event = published.jsonld_of(row, list(row.shifts.all()))[0]
    assert event["@type"] == "Event"
    assert event["location"]["geo"]["latitude"] == 49.12
    assert event["organizer"]["name"] == row.club.name
    assert event["eventStatus"] == "https://schema.org/EventScheduled"


def test_the_api_pages_filters_and_answers_known_data_with_304(bruchsal, buehl, harvest, on_host):
    for n in range(3):
        make_shift(make_offer(buehl, f"Fahrdienst {n}"))
    client = on_host(bruchsal)
    first = client.get("/ehrenamt/api/v1/offers?per_page=3")
    data = first.json()
    assert (data["count"], data["pages"], len(data["items"])) == (4, 2, 3)
    assert data["items"][0]["title"] == "Streuobst ernten <&>"  # the nearest
    assert first["Access-Control-Allow-Origin"] == "*"
    again = client.get("/ehrenamt/api/v1/offers?per_page=3", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/ehrenamt/api/v1/offers?per_page=3&page=2").json()["items"][0]["city"] == "buehl"
    assert client.get("/ehrenamt/api/v1/offers?per_page=0").status_code == 422
    one = client.get(f"/ehrenamt/api/v1/offers/{harvest.uuid}").json()
    assert one["text"] == "Mit Leitern; und Körben."
    shifts = client.get(f"/ehrenamt/api/v1/offers/{harvest.uuid}/shifts").json()
    assert [(s["title"], s["free"]) for s in shifts] == [("Frühschicht", 4)]
    spec = client.get("/ehrenamt/api/v1/openapi.json").json()
    assert {"/ehrenamt/api/v1/offers", "/ehrenamt/api/v1/offers/{key}"} <= set(spec["paths"])


def test_the_table_has_every_offer_once(bruchsal, buehl, harvest, on_host):
    make_shift(make_offer(buehl, '=1+1;"x"'))
    rows = list(csv.DictReader(io.StringIO(get(on_host(bruchsal), "/ehrenamt/daten/angebote.csv").decode())))
    assert {row["uuid"] for row in rows} >= {str(harvest.uuid)}
    assert len(rows) == 2
    assert not any(row["title"].startswith("=") for row in rows)


def test_nothing_names_a_person_and_requests_stay_out(bruchsal, harvest, on_host):
    person = make_volunteer(bruchsal, "anna@privat.example")
    make_offer(bruchsal, "Ich lese gern vor", kind="request", volunteer=person)
    for path in (*EVERYWHERE[:-1], f"/ehrenamt/api/v1/offers/{harvest.uuid}"):
        for query in ("", "?art=gesuche"):
            body = get(on_host(bruchsal), path + query)
            for secret in (b"geheim@verein", b"privat.example", b"Testperson", b"Ich lese gern vor"):
                assert secret not in body, (path, query)


def test_only_the_widget_may_be_framed_and_it_brings_no_script_or_cookie(bruchsal, harvest, on_host):
    client = on_host(bruchsal)
    widget = client.get("/ehrenamt/einbetten/?thema=natur")
    assert "frame-ancestors *" in widget["Content-Security-Policy"]
    assert "X-Frame-Options" not in widget
    assert not widget.cookies
    assert b"<script" not in widget.content
    assert b"Streuobst" in widget.content
    page = client.get("/ehrenamt/daten/?thema=natur")
    assert "frame-ancestors *" not in page["Content-Security-Policy"]
    code = re.search(r"&lt;iframe src=.*?&lt;/iframe", page.content.decode(), re.DOTALL)
    assert code
    assert "einbetten/?thema=natur" in code[0]


def test_every_address_takes_hostile_filters(bruchsal, harvest, on_host):
    client = on_host(bruchsal)
    hostile = (
        "?q=%27%25&thema=../x&wann=x&von=2027-02-30&bis=9999-99-99&ort=1e999,nan&umkreis=-1&alter=99999999999&seite=-1"
    )
    for path in (*EVERYWHERE, "/ehrenamt/daten/", "/ehrenamt/suchen/"):
        assert client.get(path + hostile).status_code == 200, path
    assert client.get("/ehrenamt/karte/-/1/").json()["title"] == "Streuobst ernten <&>"
    assert client.get("/ehrenamt/karte/-/99999999/").status_code == 404
    assert client.get("/ehrenamt/karte/q%253D%2527/0/").status_code == 404
