"""What a city agrees to: only what it saw, only what can be stored, and nothing that costs it minutes to look at."""

from __future__ import annotations

import re
import time

import pytest
from django.test import Client
from django_scopes import scopes_disabled

from clubs.directory import care_letters, club_actions, hand_over_actions, people_actions, values
from clubs.directory.models import Club, ClubSettings
from clubs.directory.people_models import ClubChange
from portal.accounts.models import User
from portal.cities.models import City
from portal.kit.refused import Refused
from portal.mailing.models import Letter
from tests.directory.making import make_club
from tests.factories import make_user

pytestmark = pytest.mark.django_db
DESK = "/vereine/verwalten/freigaben/"
HIDDEN = re.compile(r'<input type="hidden" name="(seen)" value="([^"]*)"')


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def anna(db) -> User:
    return make_user("anna@x.example")


@pytest.fixture
def office(bruchsal, on_host) -> Client:
    return on_host(bruchsal, make_user("amt@bruchsal.example", bruchsal, "city_admin"))


@pytest.fixture
def strict(bruchsal) -> City:
    ClubSettings.objects.create(city=bruchsal, changes_wait=True)
    return bruchsal


def test_one_coordinate_alone_can_be_accepted(strict, anna, office):
    club = make_club(strict, owner=anna, latitude=49.1, longitude=8.6)
    change = club_actions.update_club(club, {"latitude": 49.2, "longitude": 8.6}, actor=anna)
    office.post(f"{DESK}aenderung/{change.uuid}/", {"do": "ja"})
    club.refresh_from_db()
    assert (club.latitude, club.longitude) == (49.2, 8.6)


def test_a_yes_holds_for_the_change_that_was_shown(strict, anna, office):
    club = make_club(strict, owner=anna, purpose="alt")
    change = club_actions.update_club(club, {"purpose": "harmlos"}, actor=anna)
    path = f"{DESK}aenderung/{change.uuid}/"
    shown = dict(HIDDEN.findall(office.get(path).content.decode()))
    club_actions.update_club(club, {"purpose": "untergeschoben"}, actor=anna)
    assert office.post(path, {**shown, "do": "ja"}).url == path
    assert Club.objects.get().purpose == "alt"
    assert not Letter.objects.filter(key__startswith="directory.change:").exists()
    again = dict(HIDDEN.findall(office.get(path).content.decode()))
    assert office.post(path, {**again, "do": "ja"}).url == DESK
    assert Club.objects.get().purpose == "untergeschoben"


def test_a_yes_holds_for_the_new_club_that_was_shown(bruchsal, anna, office):
    club = club_actions.create_club(bruchsal, {"name": "Boule", "purpose": "harmlos"}, actor=anna)
    path = f"{DESK}verein/{club.uuid}/"
    shown = dict(HIDDEN.findall(office.get(path).content.decode()))
    club_actions.update_club(club, {"purpose": "untergeschoben"}, actor=anna)
    assert office.post(path, {**shown, "do": "ja"}).url == path
    assert Club.objects.get().status == "waiting"


def test_a_logo_that_is_gone_meanwhile_does_not_stop_the_desk(strict, anna):
    club = make_club(strict, owner=anna)
    change = ClubChange.objects.create(
        city=strict,
        club=club,
        author=anna,
        before={"logo": None, "town": ""},
        after={"logo": 999_999, "town": "Büchenau"},
    )
    assert club_actions.decide_change(change, True, actor=None).state == "accepted"
    club.refresh_from_db()
    assert (club.logo_id, club.town) == (None, "Büchenau")


def test_name_and_register_wait_even_where_changes_do_not(bruchsal, anna):
    club = make_club(bruchsal, "Turnverein", owner=anna)
    given = {"name": "Sparkasse", "register_number": "VR 1", "purpose": "Wir turnen."}
    change = club_actions.update_club(club, given, actor=anna)
    club.refresh_from_db()
    assert (club.name, club.register_number, club.purpose) == ("Turnverein", "", "Wir turnen.")
    assert change.after == {"name": "Sparkasse", "register_number": "VR 1"}
    assert club_actions.update_club(club, {**given, "name": "Turnverein", "register_number": ""}, actor=anna) is None
    assert ClubChange.objects.get().state == "withdrawn"


def test_nobody_is_flooded_with_invitations(bruchsal, anna):
    club = make_club(bruchsal, owner=anna, status="waiting")
    for _ in range(people_actions.INVITED_MAX):
        people_actions.uninvite(people_actions.invite(club, "opfer@x.example", "editor", actor=anna), actor=anna)
    with pytest.raises(Refused) as refused:
        people_actions.invite(club, "opfer@x.example", "editor", actor=anna)
    assert refused.value.code == "many"
    assert Letter.objects.filter(key__startswith="directory.invite:").count() == people_actions.INVITED_MAX


def test_texts_made_to_be_hard_to_compare_cost_no_time():
    start = time.perf_counter()
    shown = values.word_diff("a u " * 1000, "a v " * 1000)
    assert time.perf_counter() - start < 1
    assert shown.count("<del>") == shown.count("<ins>") == 1


def test_newer_words_are_never_overwritten_by_older_ones(strict, anna, office):
    club = make_club(strict, owner=anna, purpose="alt", place="Halle")
    change = club_actions.update_club(club, {"purpose": "neu", "place": "Turm"}, actor=anna)
    club_actions.update_club(club, {"purpose": "vom Amt"}, actor=User.objects.get(email="amt@bruchsal.example"))
    path = f"{DESK}aenderung/{change.uuid}/"
    page = office.get(path).content.decode()
    assert "anderes geändert: In einem Satz" in page
    assert 'value="ja"' not in page
    office.post(path, {"do": "ja", "seen": dict(HIDDEN.findall(page)).get("seen", "")})
    change.refresh_from_db()
    club.refresh_from_db()
    assert (change.state, club.purpose, club.place) == ("open", "vom Amt", "Halle")
    club_actions.update_club(club, {"place": "Turm"}, actor=anna)  # the other screen of its form settles nothing
    assert "So lässt sich das nicht übernehmen" in office.get(path).content.decode()
    club_actions.update_club(club, {"purpose": "doch neu"}, actor=anna)
    page = office.get(path).content.decode()
    assert "So lässt sich das nicht übernehmen" not in page
    office.post(path, {"do": "ja", "seen": dict(HIDDEN.findall(page))["seen"]})
    club.refresh_from_db()
    assert (club.purpose, club.place) == ("doch neu", "Turm")


def test_what_counts_at_once_replaces_what_waits(strict, anna):
    club = make_club(strict, owner=anna, purpose="alt", place="Halle")
    change = club_actions.update_club(club, {"purpose": "neu", "place": "Turm"}, actor=anna)
    ClubSettings.objects.update(changes_wait=False)
    club_actions.update_club(club, {"purpose": "noch neuer"}, actor=anna)
    change.refresh_from_db()
    assert change.after == {"place": "Turm"}
    club_actions.decide_change(change, True, actor=None)
    club.refresh_from_db()
    assert (club.purpose, club.place) == ("noch neuer", "Turm")
    ClubSettings.objects.update(changes_wait=True)
    change = club_actions.update_club(club, {"purpose": "hin"}, actor=anna)
    ClubSettings.objects.update(changes_wait=False)
    assert club_actions.update_club(club, {"purpose": "noch neuer"}, actor=anna) is None  # back to what stands there
    change.refresh_from_db()
    assert (change.state, change.after) == ("withdrawn", {})


@pytest.mark.parametrize("status", ["waiting", "hidden"])
def test_nobody_learns_of_clubs_that_are_not_public(bruchsal, anna, office, status):
    ClubSettings.objects.create(city=bruchsal, new_clubs_wait=False)
    secret = make_club(bruchsal, "Geheimbund", status=status)
    made = club_actions.create_club(bruchsal, {"name": "geheimbund"}, actor=anna)
    assert (made.pk != secret.pk, made.status) == (True, "waiting")
    page = office.get(f"{DESK}verein/{made.uuid}/").content.decode()
    assert "Schon eingetragen mit diesem Namen" in page
    other = club_actions.create_club(bruchsal, {"name": "Ganz anderer"}, actor=anna)
    assert other.status == "published"
    with pytest.raises(Refused) as refused:
        club_actions.create_club(bruchsal, {"name": "Ganz anderer"}, actor=make_user("b@x.example"))
    assert refused.value.error_dict["name"]


def test_links_to_a_club_lead_on_when_it_has_left(bruchsal, buehl, anna, on_host):
    club = make_club(bruchsal, owner=anna)
    path = f"/verein/stimmt-noch/{care_letters.token('true', club.uuid)}/"
    old, new = on_host(bruchsal), on_host(buehl)
    assert (old.get(path).status_code, new.get(path).status_code) == (200, 404)
    row = hand_over_actions.propose_hand_over(club, buehl, "Umzug", actor=None)
    hand_over_actions.decide_hand_over(row, True, actor=None)
    assert old.get(path)["Location"] == f"{new.get(path).wsgi_request.build_absolute_uri(path)}"
    assert new.get(path).status_code == 200
