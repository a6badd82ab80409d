"""The report: right numbers, no person in it, the same few queries for any number of cases."""

import csv
import datetime as dt
import io
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scopes_disabled

from participation.moderation import transparency
from participation.moderation.models import Appeal, Case, Decision, Pause, Report
from tests.comments.making import member

ZONE = timezone.get_default_timezone()
SPRING = dt.datetime(2026, 3, 1, 9, tzinfo=ZONE)


def past(city, hours, *, kind="kommentar", reason="hate", hide=True, at=SPRING, reports=1, appeal=None, helper=None):
    """A case of the past: reported `reports` times, decided `hours` later; appeal: "uphold", "restore" or "open"."""
    decided = at + dt.timedelta(hours=hours)
    status = {None: "hidden" if hide else "kept", "open": "appealed", "uphold": "upheld", "restore": "restored"}[appeal]
    case = Case.objects.create(
        city=city, kind=kind, object_uuid=uuid.uuid4(), author=member("Geheimer Name"), title="Titel", snapshot="Wortlaut",
        status=status, reason=reason, report_count=reports, opened_at=at, waiting_since=at, decided_at=decided,
    )  # fmt: skip
    for _n in range(reports):
        Report.objects.create(city=city, case=case, reason=reason, text="Meldetext", created_at=at)
    common = {"city": city, "case": case, "statement": "Begründungstext"}
    Decision.objects.create(
        kind="hide" if hide else "keep", reason=reason if hide else "", created_at=decided, **common
    )
    if appeal:
        outcome = None
        if appeal != "open":
            outcome = Decision.objects.create(kind=appeal, reason=reason, created_at=decided, **common)
        Appeal.objects.create(
            city=city, case=case, text="Widerspruchstext", created_at=decided, decided_in=helper, outcome=outcome
        )
    return case


@pytest.fixture
def year_of_work(bruchsal, buehl):
    with scopes_disabled():
        past(bruchsal, 1)
        past(bruchsal, 2, hide=False, reports=2, reason="insult")
        past(bruchsal, 9, appeal="uphold", helper=buehl)
        past(bruchsal, 3, appeal="restore")
        past(bruchsal, 3, appeal="open", helper=buehl)
        past(bruchsal, 0, reports=0)
        past(bruchsal, 1, at=dt.datetime(2025, 12, 31, 22, 30, tzinfo=ZONE))  # decided 23:30, still 2025
        past(buehl, 50, reason="advert")
        Pause.objects.create(
            city=bruchsal, user=member(), starts_at=SPRING, until=SPRING + dt.timedelta(days=3), reason="hate",
            statement="Pausentext",
        )  # fmt: skip


def read(response):
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def value(rows, what, **more):
    return next(r["wert"] for r in rows if r["angabe"] == what and all(r[k] == v for k, v in more.items()))


def test_the_numbers(bruchsal, redi, year_of_work, on_host):
    rows = read(on_host(bruchsal).get("/moderation/bericht/2026.csv"))
    assert value(rows, "Meldungen zusammen") == "6"
    assert value(rows, "Meldungen", grund="Hass oder Diskriminierung", art="Kommentar") == "4"
    assert value(rows, "Entscheidungen", entscheidung="Ausgeblendet") == "5"
    assert value(rows, "Entscheidungen", entscheidung="Belassen") == "1"
    assert value(rows, "Ausgeblendet ohne Meldung") == "1"
    assert value(rows, "Zeit bis zur Entscheidung, Median") == "3,0"
    assert value(rows, "Zeit bis zur Entscheidung, Mittel") == "3,6"
    assert value(rows, "Später als das Antwortziel") == "20,0"
    assert value(rows, "Widersprüche", entscheidung="zurückgewiesen", art="in einer anderen Stadt") == "1"
    assert value(rows, "Widersprüche zusammen") == "3"
    assert value(rows, "Schreibpausen zusammen") == "1"
    assert {r["stadt"] for r in rows} == {"Bruchsal"}
    assert value(read(on_host(bruchsal).get("/moderation/bericht/2025.csv")), "Meldungen zusammen") == "1"
    region = read(on_host(redi).get("/moderation/bericht/2026.csv"))
    assert value(region, "Meldungen zusammen", stadt="Bühl") == "1"
    assert value(region, "Meldungen zusammen", stadt="Bruchsal") == "6"
    page = on_host(redi).get("/moderation/bericht/?jahr=2026").content.decode()
    assert "Stadt Bühl" in page
    assert "Nach Portalen" in page


def test_no_person_and_no_text_is_in_it(bruchsal, redi, year_of_work, on_host):
    for city in (bruchsal, redi):
        for path in ("/moderation/bericht/", "/moderation/bericht/2026.csv"):
            answer = on_host(city).get(path)
            assert not answer.cookies
            text = answer.content.decode()
            for private in (
                "Geheimer Name",
                "Wortlaut",
                "Meldetext",
                "Begründungstext",
                "Widerspruchstext",
                "Pausentext",
            ):
                assert private not in text, (path, private)


def test_years_are_bounded(bruchsal, year_of_work, on_host):
    client = on_host(bruchsal)
    for year in ("2024", "1999", "0", "99999999999999999999", "2027", "-1", "2026x"):
        assert client.get(f"/moderation/bericht/{year}.csv").status_code == 404, year
        assert client.get(f"/moderation/bericht/?jahr={year}").status_code == 200, year
    assert client.get("/moderation/bericht/?jahr=%C2%B2%C2%B2%C2%B2%C2%B2").status_code == 200
    assert on_host("redaktion.localhost").get("/moderation/bericht/").status_code == 404


def test_ten_times_the_cases_cost_the_same_queries(bruchsal, redi, year_of_work):
    def count():
        with CaptureQueriesContext(connection) as seen:
            transparency.of([bruchsal, redi], 2026)
        return len(seen)

    before = count()
    assert before == 5
    with scopes_disabled():
        for n in range(40):
            past(bruchsal, n, reason="insult" if n % 2 else "advert", appeal="uphold" if n % 3 else None)
    assert count() == before
