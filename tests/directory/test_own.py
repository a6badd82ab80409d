"""A club and its people: entered, approved, changed, claimed, handed over; each through its screens."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scopes_disabled

from clubs.directory import club_actions, people_actions, values
from clubs.directory.models import Club, ClubCity, ClubMember, ClubSettings
from clubs.directory.people_models import Claim, ClubChange, HandOver, Invitation
from clubs.directory.time_actions import save_event
from clubs.directory.times_models import ClubEvent, ClubTime
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.kit.refused import Refused
from portal.mailing.models import Letter
from tests.directory.making import make_club
from tests.factories import make_user

pytestmark = pytest.mark.django_db
DESK = "/vereine/verwalten/freigaben/"


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def anna(db) -> User:
    return make_user("anna@x.example")


@pytest.fixture
def amt(bruchsal) -> User:
    return make_user("amt@bruchsal.example", bruchsal, "city_admin")


@pytest.fixture
def office(bruchsal, on_host, amt) -> Client:
    return on_host(bruchsal, amt)


def letters(start: str) -> int:
    return Letter.objects.filter(key__startswith=start).count()


def test_a_club_is_entered_once_approved_and_found(bruchsal, on_host, anna, office):
    assert on_host(bruchsal).get("/verein/eintragen/").url == "/konto/anmelden/?next=%2Fverein%2Feintragen%2F"
    own = on_host(bruchsal, anna)
    empty = own.post("/verein/eintragen/", {"name": " ", "purpose": "Boule"})
    assert empty.status_code == 422
    assert "Boule" in empty.content.decode()
    for _ in range(2):  # a double click
        assert (
            own.post("/verein/eintragen/", {"name": "Boule-Freunde", "keywords": "Boule, boule, Sport"}).status_code
            == 302
        )
    club = Club.objects.get()
    assert (club.status, club.slug, sorted(tag.name for tag in club.keywords.all())) == (
        "waiting",
        "boule-freunde",
        ["Sport", "boule"],
    )
    assert on_host(bruchsal).get("/verein/boule-freunde/").status_code == 404
    assert "Boule-Freunde" in office.get(DESK).content.decode()
    address = f"{DESK}verein/{club.uuid}/"
    assert office.post(address, {"reason": ""}).status_code == 422
    assert office.post(address, {"reason": "Bitte den Zweck ergänzen."}).status_code == 302
    assert "Boule-Freunde" not in office.get(DESK).content.decode()
    assert "Bitte den Zweck" in own.get("/verein/boule-freunde/bearbeiten/").content.decode()
    own.post("/verein/boule-freunde/bearbeiten/", {"name": "Boule-Freunde", "purpose": "Wir spielen Boule."})
    assert "Boule-Freunde" in office.get(DESK).content.decode()
    office.post(address, {"do": "ja"})
    club_actions.decide_club(Club.objects.get(), True, actor=None)
    assert on_host(bruchsal).get("/verein/boule-freunde/").status_code == 200
    assert letters("directory.decided") == 2
    assert AuditEntry.objects.filter(action="directory.approve").count() == 1


def test_names_that_are_words_of_the_address_and_clubs_known_already(bruchsal, anna):
    assert club_actions.create_club(bruchsal, {"name": "Meine"}, actor=anna).slug == "meine-2"
    club_actions.decide_club(Club.objects.get(), True, actor=None)
    with pytest.raises(Refused) as refused:
        club_actions.create_club(bruchsal, {"name": "MEINE"}, actor=make_user("b@x.example"))
    assert list(refused.value.message_dict) == ["name"]


def test_changes_wait_and_show_what_is_different(bruchsal, on_host, anna, office):
    ClubSettings.objects.create(city=bruchsal, changes_wait=True)
    club = make_club(
        bruchsal, owner=anna, purpose="Blasmusik für Jung und Alt", confirmed_at=timezone.now() - dt.timedelta(days=300)
    )
    own = on_host(bruchsal, anna)
    address = f"/verein/{club.slug}/bearbeiten/"
    for purpose in ("Blasmusik für alle", "Blasmusik für <b>alle</b>"):
        own.post(address, {"name": club.name, "purpose": purpose})
    change = ClubChange.objects.get()
    assert Club.objects.get().purpose == "Blasmusik für Jung und Alt"
    shown = office.get(f"{DESK}aenderung/{change.uuid}/").content.decode()
    assert "<del> Jung" in shown
    assert "&lt;b&gt;alle&lt;/b&gt;</ins>" in shown
    assert "<b>alle" not in shown
    assert letters("directory.desk:change") == 1
    office.post(f"{DESK}aenderung/{change.uuid}/", {"do": "ja"})
    assert office.post(f"{DESK}aenderung/{change.uuid}/", {"do": "ja"}).status_code == 404
    club.refresh_from_db()
    assert club.purpose == "Blasmusik für <b>alle</b>"
    assert club.confirmed_at > timezone.now() - dt.timedelta(hours=1)
    own.post(address, {"name": "Anderer Name", "purpose": club.purpose})
    second = ClubChange.objects.get(state="open")
    club_actions.decide_change(second, False, "Bitte den Namen im Register zeigen.", actor=None)
    club_actions.decide_change(second, True, actor=None)  # too late
    assert Club.objects.get().name == club.name
    assert letters("directory.change:") == 2


def test_the_desk_writes_at_once_and_a_change_taken_back_is_gone(bruchsal, anna, amt):
    ClubSettings.objects.create(city=bruchsal, changes_wait=True)
    club = make_club(bruchsal, "Musikverein", owner=anna)
    assert club_actions.update_club(club, {"town": "Bruchsal"}, actor=amt) is None
    assert Club.objects.get().town == "Bruchsal"
    assert club_actions.update_club(club, {"town": "Heidelsheim"}, actor=anna)
    assert club_actions.update_club(club, {"town": "Bruchsal"}, actor=anna) is None
    assert not ClubChange.objects.filter(state="open").exists()


def test_nobody_else_edits_and_no_city_decides_for_another(bruchsal, buehl, on_host, anna, office):
    club = make_club(bruchsal, "Musikverein", owner=anna)
    other = make_club(buehl, "Turnverein", status="waiting")
    stranger, neighbour = make_user("s@x.example"), make_user("amt@buehl.example", buehl, "city_admin")
    for name in ("", "kontakt/", "logo/", "zeiten/", "termine/", "staedte/", "personen/"):
        path = f"/verein/{club.slug}/bearbeiten/{name}"
        assert on_host(bruchsal, anna).get(path).status_code == 200, path
        assert on_host(bruchsal).get(path).status_code == 302
        assert on_host(bruchsal, stranger).get(path).status_code == 404
        assert on_host(buehl, neighbour).post(path, {"name": "Gekapert"}).status_code == 404
    assert office.post(f"{DESK}verein/{other.uuid}/", {"do": "ja"}).status_code == 404
    assert office.get(f"/vereine/verwalten/verein/{other.uuid}/").status_code == 404
    assert office.get(f"/vereine/verwalten/verein/{club.uuid}/").status_code == 200
    assert "Turnverein" not in office.get(DESK).content.decode()
    assert Club.objects.get(pk=club.pk).name == "Musikverein"


def test_a_claim_is_decided_once(bruchsal, on_host, anna, office):
    club = make_club(bruchsal, "Musikverein")
    own = on_host(bruchsal, anna)
    for _ in range(2):
        assert own.post(f"/verein/{club.slug}/vertreten/", {"reason": "Ich leite den Vorstand."}).status_code == 302
    row = Claim.objects.get()
    assert "Ich leite den Vorstand." in office.get(f"{DESK}vertretung/{row.uuid}/").content.decode()
    assert own.get(f"/verein/{club.slug}/bearbeiten/").status_code == 404
    for _ in range(2):
        office.post(f"{DESK}vertretung/{row.uuid}/", {"do": "ja"})
    row.refresh_from_db()
    assert (row.state, row.text, ClubMember.objects.get().role) == ("accepted", "", "owner")
    assert letters("directory.claim:") == 1
    assert letters("directory.claimed:") == 1
    assert people_actions.forget_people(timezone.now() + dt.timedelta(days=200)) == 1


def test_an_invitation_opens_for_its_address_only(bruchsal, on_host, anna):
    club = make_club(bruchsal, "Musikverein", owner=anna)
    own = on_host(bruchsal, anna)
    for _ in range(2):
        own.post(f"/verein/{club.slug}/bearbeiten/personen/", {"email": "bert@x.example", "role": "editor"})
    row = Invitation.objects.get()
    assert letters("directory.invite:") == 1
    path = f"/verein/einladung/{people_actions.token_of(row)}/"
    bert, eve = make_user("bert@x.example"), make_user("eve@x.example")
    assert on_host(bruchsal, eve).post(path).status_code == 422
    assert on_host(bruchsal, bert).get(path[:-4] + "xxx/").status_code == 404
    assert on_host(bruchsal, bert).post(path).status_code == 302
    assert on_host(bruchsal, bert).post(path).status_code == 404
    assert on_host(bruchsal, bert).get(f"/verein/{club.slug}/bearbeiten/").status_code == 200
    assert on_host(bruchsal, bert).get(f"/verein/{club.slug}/bearbeiten/personen/").status_code == 404
    old = people_actions.invite(club, "late@x.example", "owner", actor=anna)
    assert people_actions.invitation_of(people_actions.token_of(old), timezone.now() + dt.timedelta(days=15)) is None
    own.post(f"/verein/{club.slug}/bearbeiten/personen/", {"do": f"remove:{anna.uuid}"})
    assert ClubMember.objects.filter(user=anna).exists()  # the last lead stays


def test_the_city_replaces_somebody_who_left(bruchsal, anna, office):
    club = make_club(bruchsal, "Musikverein", owner=anna)
    path = f"/vereine/verwalten/verein/{club.uuid}/"
    assert office.post(path, {"do": f"remove:{anna.uuid}"}).status_code == 302
    assert not ClubMember.objects.exists()
    assert letters("directory.left") == 1
    assert office.post(path, {"do": "invite", "email": "kein", "role": "owner"}).status_code == 422
    assert office.post(path, {"do": "invite", "email": "neu@x.example", "role": "owner"}).status_code == 302
    assert office.post(f"{path}schliessen/").status_code == 302
    assert Club.objects.get().status == "closed"
    assert not Invitation.objects.exists()


def test_a_club_moves_when_both_cities_agree(bruchsal, buehl, on_host, anna, office):
    club = make_club(bruchsal, "Musikverein", owner=anna)
    event = save_event(club, actor=None, title="Fest", starts_at=timezone.now() + dt.timedelta(days=3))
    there = on_host(buehl, make_user("amt@buehl.example", buehl, "city_admin"))
    for _ in range(2):
        office.post(f"/vereine/verwalten/verein/{club.uuid}/", {"do": "move", "to_city": "buehl", "reason": "Umzug"})
    row = HandOver.objects.get()
    path = f"{DESK}uebergabe/{row.uuid}/"
    assert office.post(path, {"do": "ja"}).status_code == 404  # the giving city cannot answer for the other
    assert Club.objects.get().city_id == bruchsal.pk
    assert there.post(path, {"do": "ja"}).status_code == 302
    assert there.post(path, {"do": "ja"}).status_code == 404
    club.refresh_from_db()
    assert club.city_id == buehl.pk
    assert {ClubMember.objects.get().city_id, ClubEvent.objects.get(uuid=event.uuid).city_id} == {buehl.pk}
    assert set(ClubCity.objects.filter(is_hidden=False).values_list("city__slug", flat=True)) == {"bruchsal", "buehl"}
    assert office.get(f"/vereine/verwalten/verein/{club.uuid}/").status_code == 404
    assert there.get(f"/vereine/verwalten/verein/{club.uuid}/").status_code == 200
    assert letters("directory.handover:") == letters("directory.handover_done:") == letters("directory.moved:") == 1


def test_cities_times_and_dates_by_their_people(bruchsal, buehl, on_host, anna):
    club = make_club(bruchsal, "Musikverein", owner=anna)
    own, base = on_host(bruchsal, anna), f"/verein/{club.slug}/bearbeiten/"
    assert own.post(f"{base}staedte/", {"cities": ["buehl"]}).status_code == 302
    assert on_host(buehl).get(f"/verein/{club.slug}/").status_code == 200
    ClubCity.objects.filter(city=buehl).update(is_hidden=True)
    own.post(f"{base}staedte/", {"cities": ["buehl"]})
    assert ClubCity.objects.get(city=buehl).is_hidden  # the neighbour's word stands
    management = {"zeit-TOTAL_FORMS": "2", "zeit-INITIAL_FORMS": "0"}
    time = {
        "zeit-0-title": "Probe",
        "zeit-0-day": "3",
        "zeit-0-starts": "20:00",
        "zeit-0-ends": "22:00",
        "zeit-1-day": "0",
    }
    assert own.post(f"{base}zeiten/", {**management, **time, "zeit-0-ends": "19:00"}).status_code == 422
    assert own.post(f"{base}zeiten/", {"zeit-TOTAL_FORMS": "x"}).status_code == 422
    assert own.post(f"{base}zeiten/", {**management, **time}).status_code == 302
    assert ClubTime.objects.get().title == "Probe"
    day = f"{timezone.localdate() + dt.timedelta(days=9):%Y-%m-%d}"
    for _ in range(2):
        assert own.post(f"{base}termine/", {"title": "Fest", "starts_at": f"{day}T14:00"}).status_code == 302
    event = ClubEvent.objects.get()
    assert own.post(f"{base}termine/", {"title": "Zu spät", "starts_at": "9999-12-31T23:59"}).status_code == 422
    assert own.get(f"{base}termine/{event.uuid}/").status_code == 200
    own.post(f"{base}termine/{event.uuid}/", {"do": "cancel"})
    event.refresh_from_db()
    assert event.is_cancelled
    assert event.sequence == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "\u202e\u200b"}, "name"), ({"name": "x" * 121}, "name"), ({"text": "x" * 1_000_000}, "text"),
        ({"website": "javascript:alert(1)"}, "website"), ({"contact_email": "kein"}, "contact_email"),
        ({"postcode": "1234x"}, "postcode"), ({"latitude": 48.0, "longitude": None}, "latitude"),
        ({"latitude": float("nan"), "longitude": 8.0}, "latitude"), ({"keywords": ",".join(map(str, range(99)))}, "keywords"),
    ],
)  # fmt: skip
def test_hostile_values_are_refused_beside_their_field(db, given, field):
    with pytest.raises(Refused) as refused:
        values.cleaned(given)
    assert list(refused.value.message_dict) == [field]


def test_a_diff_escapes_and_names_both_sides():
    assert values.word_diff("Chor <i> Bruchsal", "Chor Bruchsal neu") == (
        'Chor<span class="vh"> Entfällt: </span><del> &lt;i&gt;</del> Bruchsal'
        '<span class="vh"> Neu: </span><ins> neu</ins>'
    )
