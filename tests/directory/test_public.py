"""The page of a club, the list, calendars and open data."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scopes_disabled
from icalendar import Calendar

from clubs.directory import findable, hsds, moderation_adapters, opendata, structured, time_actions, vocabulary
from clubs.directory.columns import PUBLIC, TAGS, row_of
from clubs.directory.entries import entries
from clubs.directory.models import Club, ClubCity, ClubIndexPage, ClubKeyword, Keyword
from clubs.directory.times_models import ClubTime
from portal.audit.models import AuditEntry
from portal.search.models import SearchEntry
from tests.factories import make_page

from . import hsds_rules
from .making import fill

pytestmark = pytest.mark.django_db


def club_of(city, name="Musikverein Untergrombach", **fields) -> Club:
    values = {
        "purpose": "Blasmusik für alle.",
        "status": "published",
        "latitude": city.latitude,
        "longitude": city.longitude,
    }
    with scopes_disabled():
        club = Club.objects.create(
            city=city,
            name=name,
            slug=name.lower().replace(" ", "-").replace("ü", "ue").replace("ö", "oe"),
            **{**values, **fields},
        )
        ClubCity.objects.create(city=city, club=club)
    return club


@pytest.fixture
def musik(bruchsal) -> Club:
    club = club_of(
        bruchsal,
        languages=" de tr ",
        access=" stufenlos wc ",
        place="Probenraum",
        street="Am Markt 1",
        postcode="76646",
        town="Bruchsal",
        contact_email="geheim@x.example",
        public_phone="07251 1",
        register_court="Mannheim",
        register_number="VR 1",
        website="https://musik.example",
    )
    with scopes_disabled():
        club.interests.add(vocabulary.ensure()["musik"])
    time_actions.set_times(club, [{"day": 4, "starts": dt.time(20), "ends": dt.time(22), "title": "Probe"}], actor=None)
    return club


def test_a_club_tells_everything_but_its_mailbox(musik, bruchsal, on_host):
    start = timezone.now() + dt.timedelta(days=9)
    time_actions.save_event(musik, actor=None, title="Adventskonzert", starts_at=start, text="Eintritt frei")
    page = on_host(bruchsal).get(f"/verein/{musik.slug}/")
    html = page.content.decode()
    assert page.status_code == 200
    assert not page.cookies
    for words in (
        "Freitag, 20:00 bis 22:00 Uhr",
        "Adventskonzert",
        "Türkisch",
        "barrierefreies WC",
        "Am Markt 1",
        "Musik und Gesang",
    ):
        assert words in html
    assert "geheim@" not in html
    data = json.loads(html.split('application/ld+json">')[1].split("</script>")[0])["@graph"][0]
    assert data["@type"] == "PerformingGroup"
    assert data["event"][0]["name"] == "Adventskonzert"
    assert 'property="og:title" content="Musikverein Untergrombach"' in html


@pytest.mark.parametrize("status", ["waiting", "hidden", "closed"])
def test_only_public_clubs_have_a_page(bruchsal, on_host, status):
    club = club_of(bruchsal, status=status)
    for path in ("", "termine.ics"):
        assert on_host(bruchsal).get(f"/verein/{club.slug}/{path}").status_code == 404


def test_a_portal_shows_its_own_and_the_alliance_all(musik, bruchsal, buehl, redi, on_host):
    path = f"/verein/{musik.slug}/"
    assert on_host(buehl).get(path).status_code == 404
    assert on_host(redi).get(path).status_code == 200
    with scopes_disabled():
        there = ClubCity.objects.create(city=buehl, club=musik)
    html = on_host(buehl).get(path).content.decode()
    assert "Bruchsal" in html
    assert f'rel="canonical" href="http://{bruchsal.site.hostname}' in html
    there.is_hidden = True
    there.save()
    assert on_host(buehl).get(path).status_code == 404  # also from the page cache


def test_calendars_keep_their_uid_and_count_changes(musik, bruchsal, redi, on_host):
    start = timezone.now().replace(microsecond=0) + dt.timedelta(days=9)
    event = time_actions.save_event(
        musik, actor=None, title="Konzert; mit, Komma", starts_at=start, ends_at=start + dt.timedelta(hours=2)
    )
    one = on_host(bruchsal).get(f"/verein/{musik.slug}/termin/{event.uuid}.ics")
    feed = on_host(redi).get(f"/verein/{musik.slug}/termine.ics")
    single, (listed,) = (
        Calendar.from_ical(one.content).walk("VEVENT")[0],
        Calendar.from_ical(feed.content).walk("VEVENT"),
    )
    assert single["uid"] == listed["uid"]
    assert single["sequence"] == 0
    assert single["dtstart"].dt == start
    assert str(single["summary"]) == "Konzert; mit, Komma"
    time_actions.save_event(musik, event, actor=None, title="Konzert", starts_at=start)
    time_actions.save_event(musik, event, actor=None, title="Konzert", starts_at=start)  # nothing new
    time_actions.cancel_event(musik, event, actor=None)
    (after,) = Calendar.from_ical(on_host(bruchsal).get(f"/verein/{musik.slug}/termine.ics").content).walk("VEVENT")
    assert (after["uid"], after["sequence"], after["status"]) == (single["uid"], 2, "CANCELLED")
    assert not any(len(line) > 75 for line in feed.content.split(b"\r\n"))
    assert on_host(bruchsal).get(f"/verein/{musik.slug}/termin/{musik.uuid}.ics").status_code == 404


def test_a_reported_club_can_be_hidden_by_its_own_city_only(musik, bruchsal, buehl, on_host):
    path = f"/verein/{musik.slug}/"
    assert on_host(bruchsal).get(f"/moderation/melden/verein/{musik.uuid}/").status_code == 200
    (adapter,) = moderation_adapters.ADAPTERS
    findable.put(musik)
    adapter.hide(buehl, musik.uuid, reason="spam", actor=None)
    assert on_host(bruchsal).get(path).status_code == 200
    for _n in range(2):
        adapter.hide(bruchsal, musik.uuid, reason="spam", actor=None)
    assert on_host(bruchsal).get(path).status_code == 404
    with scopes_disabled():
        assert not SearchEntry.objects.filter(source="clubs").exists()
        assert AuditEntry.objects.filter(action="directory.hide").count() == 1
    adapter.show(bruchsal, musik.uuid, actor=None)
    assert on_host(bruchsal).get(path).status_code == 200


# --- The list -----------------------------------------------------------------------------------------


@pytest.fixture
def index(bruchsal) -> ClubIndexPage:
    return make_page(bruchsal, ClubIndexPage, title="Vereine", slug="vereine")


def names(response) -> list[str]:
    return [row["name"] for row in response.context["clubs"]]


def test_words_filters_and_counts(index, bruchsal, buehl, musik, on_host):
    other = club_of(bruchsal, "Ökogruppe Helmsheim", languages=" de ", audiences=" kinder ")
    with scopes_disabled():
        word = Keyword.objects.create(name="Krötenzaun", slug="kroete")
        ClubKeyword.objects.create(content_object=other, tag=word)
    club_of(buehl, "Turnverein Vimbuch")
    get = lambda query="": on_host(bruchsal).get(f"/vereine/{query}")  # noqa: E731
    assert names(get()) == ["Musikverein Untergrombach", "Ökogruppe Helmsheim"]
    assert (
        names(get("?q=ökogruppe"))
        == names(get("?q=KRÖTENZAUN"))
        == names(get("?fuer=kinder"))
        == ["Ökogruppe Helmsheim"]
    )
    assert names(get("?thema=musik&zugang=wc&zugang=stufenlos&sprache=tr")) == ["Musikverein Untergrombach"]
    assert names(get("?zugang=wc&zugang=hoeren")) == []
    assert len(names(get("?gebiet=region"))) == 3
    facets = {g["name"]: {o["value"]: o["count"] for o in g["options"]} for g in get("?sprache=tr").context["facets"]}
    assert facets["sprache"] == {"de": 2, "tr": 1}
    assert facets["thema"] == {"musik": 1}
    assert "fuer" not in facets


def test_nearest_first_across_the_border_with_the_city_named(index, bruchsal, buehl, musik, on_host):
    club_of(buehl, "Turnverein Vimbuch")
    club_of(buehl, "Verein ohne Ort", latitude=None, longitude=None)
    page = on_host(bruchsal).get("/vereine/?ort=77815")
    assert names(page) == ["Turnverein Vimbuch", "Musikverein Untergrombach", "Verein ohne Ort"]
    rows = page.context["clubs"]
    assert rows[0]["city_name"] == "Bühl"
    assert rows[0]["distance"] == "50 m"
    assert rows[0]["url"].startswith("http://buehl")
    assert rows[1]["city_name"] == ""
    assert rows[1]["distance"].endswith(" km")
    assert rows[2]["distance"] == ""
    assert len(names(on_host(bruchsal).get("/vereine/?ort=Bühl&umkreis=10"))) == 1
    assert "kennen wir nicht" in on_host(bruchsal).get("/vereine/?ort=Atlantis").content.decode()
    assert names(on_host(bruchsal).get("/vereine/?lat=48.6968&lon=8.1352"))[0] == "Turnverein Vimbuch"


@pytest.mark.parametrize(
    "query",
    [
        "lat=nan&lon=inf",
        "seite=-1",
        "seite=99999999",
        "umkreis=1e9&ort=x",
        "sort=drop&gebiet=alle",
        "thema=<b>&fuer=x&q=%FF%E2%80%AE",
        "q=" + "a" * 1500,
    ],
)
def test_hostile_values_count_as_not_given(index, musik, bruchsal, on_host, query):
    assert on_host(bruchsal).get(f"/vereine/?{query}").status_code == 200


def test_queries_do_not_grow(index, bruchsal, buehl, musik, on_host):
    def count(query: str) -> int:
        on_host(bruchsal).get(f"/vereine/?{query}")
        with CaptureQueriesContext(connection) as seen:
            assert on_host(bruchsal).get(f"/vereine/?{query}").status_code == 200
        return len(seen)

    queries = ("gebiet=region", "ort=Bühl&umkreis=10&thema=i3&sprache=en&zugang=wc", "q=verein+woche")
    fill([bruchsal, buehl], 30)
    few = [count(query) for query in queries]
    fill([bruchsal, buehl], 300, first=30)
    assert [count(query) for query in queries] == few
    assert max(few) <= 8, few


def test_the_map_is_told_what_the_list_says(index, musik, bruchsal, on_host):
    page = on_host(bruchsal).get("/vereine/?thema=musik")
    points = on_host(bruchsal).get(page.context["points_url"]).json()["points"]
    assert [p[0] for p in points] == [1]
    card = on_host(bruchsal).get(page.context["card_url"].replace("/0/", "/1/")).json()
    assert card["title"] == musik.name
    assert card["url"] == f"/verein/{musik.slug}/"
    assert on_host(bruchsal).get(page.context["card_url"]).status_code == 404


# --- Search and open data -----------------------------------------------------------------------------


def test_portals_find_what_they_show(musik, bruchsal, buehl, redi):
    def found() -> set[str]:
        with scopes_disabled():
            return set(SearchEntry.objects.filter(source="clubs").values_list("city__slug", flat=True))

    findable.put(musik)
    assert found() == {"bruchsal", "redi"}
    with scopes_disabled():
        ClubCity.objects.create(city=buehl, club=musik)
    findable.put(musik)
    assert found() == {"bruchsal", "buehl", "redi"}
    musik.status = "hidden"
    musik.save()
    findable.put(musik)
    assert found() == set()


def test_open_data_is_canonical_and_keeps_mailboxes_private(musik, bruchsal, buehl, on_host):
    club_of(buehl, "Turnverein Vimbuch")
    club_of(bruchsal, "Wartender Verein", status="waiting")
    for path in ("vereine.csv", "vereine.jsonld", "hsds.json"):
        first, second = (on_host(bruchsal).get(f"/verein/daten/{path}") for _n in range(2))
        body = first.getvalue()
        assert body == second.getvalue()
        assert b"Untergrombach" in body
        assert not any(word in body for word in (b"geheim@", b"Vimbuch", b"Wartender"))
    document = json.loads(on_host(bruchsal).get("/verein/daten/hsds.json").getvalue())
    assert not hsds_rules.findings(document)
    assert document["services"][0]["assured_date"] == timezone.localdate().isoformat()
    assert document["schedules"][0]["byday"] == "FR"
    assert document["languages"][0]["code"]
    assert document["organization_identifiers"][0]["identifier"] == "Mannheim VR 1"


def test_the_rules_of_hsds_can_fail(musik):
    assert not hsds_rules.findings(hsds.document([musik]))
    for table, spoilt, finding in (
        ("services", {"status": "open"}, "status"), ("services", {"assured_date": "25.11.2026"}, "assured_date"),
        ("organizations", {"tax_status": "frei"}, "tax_status"), ("organizations", {"website": "ohne-schema"}, "website"),
        ("schedules", {"interval": 1}, "interval"), ("schedules", {"opens_at": "8 Uhr"}, "opens_at"),
        ("languages", {"code": "de-simple"}, "code"), ("locations", {"latitude": "49,1"}, "latitude"),
        ("phones", {"organization_id": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"}, "organization_id"),
        ("addresses", {"id": "7"}, "id"), ("addresses", {"city": None}, "city"),
    ):  # fmt: skip
        document = hsds.document([musik])
        document[table][0] |= spoilt
        assert finding in " ".join(hsds_rules.findings(document)), (table, spoilt)


def test_open_data_costs_the_same_queries_for_many(musik, bruchsal) -> None:
    def cost() -> list[int]:
        found = []
        for write in (opendata.csv_file, opendata.json_ld, opendata.hsds_json):
            with CaptureQueriesContext(connection) as seen:
                write(bruchsal)
            found.append(len(seen))
        return found

    cost()  # the table of hosts is read once per process
    few = cost()
    clubs = fill([bruchsal], 60)
    with scopes_disabled():
        ClubTime.objects.bulk_create(
            ClubTime(city=bruchsal, club=club, day=1, starts=dt.time(18), ends=dt.time(20), title="Training")
            for club in clubs
        )
    assert cost() == few == [5, 5, 5]
    assert len(json.loads(opendata.json_ld(bruchsal).read())["@graph"]) == 61
    assert len(json.loads(opendata.hsds_json(bruchsal).read())["schedules"]) == 61


def test_an_entry_says_what_its_club_says(musik, bruchsal):
    """Both ways to read a club give the same words."""
    with scopes_disabled():
        club = Club.objects.select_related("city__site").prefetch_related(*TAGS, "times").get(pk=musik.pk)
        (entry,) = entries(bruchsal)
        assert structured.organization(entry) == structured.organization(club)
        assert hsds.document([entry]) == hsds.document([club])
        assert row_of(entry, PUBLIC) == row_of(club, PUBLIC)
