"""Messages to clubs, entries that nobody vouches for, and the desk that sees both: one letter per step, no leak."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from clubs.directory import care_actions, care_letters
from clubs.directory.models import Club, ClubMember, ClubSettings, Inquiry
from portal.kit.refused import Refused
from portal.mailing.models import Letter
from tests.directory.making import make_club
from tests.factories import make_user

DAY = dt.timedelta(days=1)


@pytest.fixture
def club(bruchsal):
    with scope(city=[bruchsal]):
        yield make_club(bruchsal, "Boulefreunde", contact_email="boule@x.example")


def write(city, club, **changes):
    told = {"name": "Nachbarin", "email": "nachbarin@x.example", "text": "Kann ich zusehen?", **changes}
    return care_actions.inquire(city, club, actor=None, **told)


def told(kind):
    return sorted(Letter.objects.filter(key__startswith=f"directory.{kind}:").values_list("to", flat=True))


def post(client, url, **data):
    page = client.get(url)
    hidden = dict(re.findall(r'name="(formular)" value="([^"]+)"', page.content.decode()))
    return client.post(url, {**hidden, **data})


def test_a_message_reaches_the_club_and_nobody_sees_its_address(bruchsal, club, on_host):
    visitor, url = on_host(bruchsal), reverse("directory:contact", args=[club.slug])
    answer = post(visitor, url, name="Nachbarin", email="nachbarin@x.example", text="Kann ich zusehen?")
    assert answer.status_code == 302, answer.content.decode()
    page = visitor.get(answer["Location"]).content.decode() + visitor.get(url).content.decode()
    assert "boule@x.example" not in page
    assert visitor.cookies == {}
    assert (told("inquiry"), told("receipt")) == (["boule@x.example"], ["nachbarin@x.example"])
    letter = Letter.objects.get(key__startswith="directory.inquiry:")
    assert letter.reply_to == "nachbarin@x.example"
    assert "Kann ich zusehen?" in letter.body


def test_what_is_wrong_is_said_and_nothing_is_lost(bruchsal, club, on_host):
    url = reverse("directory:contact", args=[club.slug])
    answer = post(on_host(bruchsal), url, name="", email="nachbarin@", text="x" * 2001)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "x" * 2001 in page
    assert "nachbarin@" in page
    assert not Inquiry.objects.exists()
    for changes in ({"text": " \u200b"}, {"name": ""}, {"email": "nix"}, {"text": "x" * 9000}):
        with pytest.raises(Refused):
            write(bruchsal, club, **changes)
    assert not Letter.objects.exists()


def test_the_same_message_twice_is_one(bruchsal, club):
    assert write(bruchsal, club).pk == write(bruchsal, club).pk
    assert told("inquiry") == ["boule@x.example"]


def test_day_three_the_club_day_seven_the_city_each_once(bruchsal, club):
    row = write(bruchsal, club)
    for day in (2, 3, 3, 4, 7, 7, 8):
        care_actions.chase(row.created_at + day * DAY)
        assert len(told("reminder")) == (day >= 3)
        assert len(told("escalation")) == (day >= 7)
    assert told("escalation") == [bruchsal.email]
    assert "Kann ich zusehen?" not in Letter.objects.get(key__startswith="directory.escalation:").body
    assert care_actions.forget_inquiries(row.created_at + 181 * DAY) == 1


def test_one_click_says_answered_and_ends_the_chase(bruchsal, club, buehl, on_host):
    row = write(bruchsal, club)
    url = reverse("directory:answered", args=[care_letters.token("answered", row.uuid)])
    visitor = on_host(bruchsal)
    assert visitor.get(url).status_code == 200
    assert Inquiry.objects.get().answered_at is None  # a scanner opened it
    assert on_host(buehl).get(url).status_code == 404
    assert visitor.post(url, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert visitor.post(url).status_code == 302
    assert "gilt als beantwortet" in visitor.get(url).content.decode()
    assert care_actions.chase(row.created_at + 8 * DAY) == 0
    forged = reverse("directory:answered", args=[care_letters.token("true", row.uuid)])
    assert visitor.get(forged).status_code == 404


def test_an_entry_fades_and_comes_back_with_one_click(bruchsal, club, on_host):
    now = timezone.now()
    Club.objects.filter(pk=club.pk).update(confirmed_at=now - 364 * DAY)
    assert care_actions.ask_if_true(now) == 0
    assert care_actions.ask_if_true(now + 2 * DAY) == 1
    assert care_actions.ask_if_true(now + 3 * DAY) == 0
    assert told("still_true") == ["boule@x.example"]
    assert care_actions.ask_if_true(now + 91 * DAY) == 0
    assert care_actions.ask_if_true(now + 92 * DAY) == 1
    address = reverse("directory:club", args=[club.slug])
    assert on_host(bruchsal).get(address).status_code == 404
    link = reverse("directory:still_true", args=[care_letters.token("true", club.uuid)])
    assert on_host(bruchsal).get(link).status_code == 200
    assert on_host(bruchsal).get(address).status_code == 404
    assert on_host(bruchsal).post(link).status_code == 302
    assert on_host(bruchsal).get(address).status_code == 200
    club.refresh_from_db()
    assert (club.status, club.asked_at, club.is_forgotten) == ("published", None, False)


def test_a_hidden_club_stays_hidden_when_somebody_vouches(bruchsal, club):
    Club.objects.filter(pk=club.pk).update(status="hidden")
    assert care_actions.confirm_fresh(club, actor=None).status == "hidden"


def test_messages_go_to_the_people_where_there_is_no_address(bruchsal):
    with scope(city=[bruchsal]):
        club = make_club(bruchsal, "Chor", contact_email="")
        assert care_actions.recipients(club) == [bruchsal.email]
        member = make_user("chor@x.example")
        ClubMember.objects.create(city=bruchsal, club=club, user=member, role="owner")
        assert care_actions.recipients(club) == ["chor@x.example"]


DESK = ["overview", "clubs", "inquiries", "settings"]


@pytest.mark.parametrize("name", DESK)
def test_the_desk_is_the_citys_own(bruchsal, buehl, club, resident, on_host, name):
    write(bruchsal, club)
    with scope(city=[buehl]):
        make_club(buehl, "Fremder Verein")
    url = reverse(f"directory_desk:{name}")
    desk = make_user("amt@bruchsal.example", bruchsal, "city_admin")
    page = on_host(bruchsal, desk).get(url)
    assert page.status_code == 200
    assert "Fremder Verein" not in page.content.decode()
    assert "Kann ich zusehen?" not in page.content.decode()
    for client in (on_host(bruchsal), on_host(bruchsal, resident), on_host(buehl, desk)):
        assert client.get(url).status_code == 404


def test_rules_are_saved_for_one_city(bruchsal, buehl, on_host):
    desk = on_host(bruchsal, make_user("amt@bruchsal.example", bruchsal, "city_admin"))
    assert desk.post(reverse("directory_desk:settings"), {"changes_wait": "on"}).status_code == 302
    with scopes_disabled():
        row = ClubSettings.of(bruchsal)
        assert (row.new_clubs_wait, row.changes_wait, row.offers_wait) == (False, True, False)
        assert ClubSettings.of(buehl).new_clubs_wait


def test_the_desk_vouches_only_for_its_own(bruchsal, buehl, club, on_host):
    desk = on_host(bruchsal, make_user("amt@bruchsal.example", bruchsal, "city_admin"))
    with scope(city=[buehl]):
        foreign = make_club(buehl, "Fremder Verein")
    assert desk.post(reverse("directory_desk:fresh", args=[foreign.uuid])).status_code == 404
    assert desk.post(reverse("directory_desk:fresh", args=[club.uuid])).status_code == 302
