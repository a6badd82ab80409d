"""The desk's list of clubs: clubs that the city enters itself, and the list with its states as a file."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scopes_disabled
from openpyxl import load_workbook

from clubs.directory.care_models import Inquiry
from clubs.directory.models import Club, ClubMember
from clubs.directory.people_models import Invitation
from portal.audit.models import AuditEntry
from portal.mailing.models import Letter
from tests.directory.making import make_club
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ENTER = "/vereine/verwalten/verein/neu/"
LIST = "/vereine/verwalten/vereine/"


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def office(bruchsal, on_host) -> Client:
    return on_host(bruchsal, make_user("amt@bruchsal.example", bruchsal, "city_admin"))


def given(**more: str) -> dict[str, str]:
    return {"name": "Angelverein", "purpose": "Wir angeln.", "town": "Bruchsal", "contact_email": "a@x.example", **more}


def test_the_desk_enters_a_club_and_invites_who_leads_it(bruchsal, office, on_host):
    assert ENTER in office.get(LIST).content.decode()
    answer = office.post(ENTER, given(email="neu@x.example"))
    club = Club.objects.get()
    assert answer["Location"] == f"/vereine/verwalten/verein/{club.uuid}/"
    assert (club.status, club.city_id, club.contact_email) == ("published", bruchsal.pk, "a@x.example")
    assert not ClubMember.objects.exists()  # the clerk speaks for no club
    row = Invitation.objects.get()
    assert (row.email, row.role) == ("neu@x.example", "owner")
    assert Letter.objects.filter(to="neu@x.example").count() == 1
    entry = AuditEntry.objects.get(action="directory.create")
    assert entry.data["by_desk"] is True
    assert "Angelverein" in on_host(bruchsal).get(f"/verein/{club.slug}/").content.decode()


def test_refused_nothing_is_written_and_all_is_kept(bruchsal, office):
    make_club(bruchsal, "Angelverein", status="waiting")
    for wrong, told in (
        (given(), "schon eingetragen"), (given(name=""), "Namen des Vereins"), (given(name="Neu", postcode="1"), "fünf Ziffern"),
        (given(name="Neu", email="kein"), "vollständige E-Mail"), (given(name="Neu", purpose="x" * 999), "Zeichen"),
    ):  # fmt: skip
        answer = office.post(ENTER, wrong)
        page = answer.content.decode()
        assert answer.status_code == 422, told
        assert told in page
        assert "a@x.example" in page
    assert (Club.objects.count(), Invitation.objects.count(), Letter.objects.count()) == (1, 0, 0)


def test_only_the_desk_of_a_city_enters(bruchsal, buehl, redi, on_host, resident):
    other = make_user("amt@buehl.example", buehl, "city_admin")
    alliance = make_user("amt@redi.example", redi, "city_admin")
    strangers = [on_host(bruchsal), on_host(bruchsal, resident), on_host(bruchsal, other)]
    for client in strangers:
        assert client.get(f"{LIST}zustand.csv").status_code == 404
    for client in (*strangers, on_host(redi, alliance)):  # the alliance has no clubs of its own
        assert client.get(ENTER).status_code == 404
        assert client.post(ENTER, given()).status_code == 404
    assert not Club.objects.exists()


def test_the_list_is_a_file_with_the_same_filters(bruchsal, buehl, office):
    old = timezone.now() - dt.timedelta(days=900)
    sick = make_club(bruchsal, "Alter Verein", status="hidden", confirmed_at=old, asked_at=old, is_forgotten=True)
    well = make_club(bruchsal, "=Neuer Verein", owner=make_user("a@x.example"), contact_email="geheim@x.example")
    make_club(buehl, "Fremder Verein")
    for n in range(2):
        Inquiry.objects.create(city=bruchsal, club=well, form_key=str(n), name="N", email="n@x.example", text="?")

    def rows(query: str = "") -> list[dict[str, str]]:
        answer = office.get(f"{LIST}zustand.csv{query}")
        assert answer.status_code == 200
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert "x.example" not in text  # nobody's mailbox
        return list(csv.DictReader(io.StringIO(text), delimiter=";"))

    both = rows("?zustand=quatsch&q=%20")
    assert [row["Zustand"] for row in both] == ["öffentlich", "ausgeblendet"]
    assert not both[0]["Name"].startswith("=")
    assert (both[0]["Personen, die den Verein vertreten"], both[0]["Offene Anfragen"]) == ("1", "2")
    assert (both[1]["Ausgeblendet ohne Antwort"], both[1]["Adresse"]) == ("ja", "")
    assert [row["Name"] for row in rows("?zustand=ausgeblendet")] == [sick.name]
    assert rows("?q=gibtesnicht") == []
    assert (
        "zustand.csv?zustand=ausgeblendet&amp;q=alter"
        in office.get(f"{LIST}?zustand=ausgeblendet&q=alter").content.decode()
    )
    sheet = load_workbook(io.BytesIO(b"".join(office.get(f"{LIST}zustand.xlsx").streaming_content))).active
    assert sheet.max_row == 3
    assert office.get(f"{LIST}zustand.pdf").status_code == 404
