"""What a city agrees to: only what it saw, only what can be stored, and nothing that costs it minutes to look at."""

from __future__ import annotations

import re
import time

import pytest
from django.test import Client
from django_scopes import scopes_disabled

from clubs.directory import club_actions, people_actions, values
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
