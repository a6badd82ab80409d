"""Saved searches: nothing without a confirmed link, one mail per round, gone with one click and by the clock."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from clubs.volunteering import personal_data
from clubs.volunteering.actions import saving
from clubs.volunteering.saved import SavedSearch
from portal.cities import anonymous_forms
from portal.delivery.purge import touch
from portal.mailing.models import Letter
from tests.factories import make_user

from .making import make_offer, make_shift

pytestmark = pytest.mark.django_db
MAIL = "anna@privat.example"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _all():
    with scopes_disabled():
        yield


def searches() -> list[SavedSearch]:
    return list(SavedSearch.in_region())


def letters(start: str) -> list[Letter]:
    return list(Letter.objects.filter(key__startswith=start).order_by("pk"))


def path_in(letter: Letter, part: str) -> str:
    found = re.search(rf"http://[^/]+(/ehrenamt/suchen/{part}/\S+)", letter.body)
    assert found
    return found[1]


def form(client, **values):
    page = client.get("/ehrenamt/suchen/").content.decode()
    found = re.search(rf'name="{anonymous_forms.TOKEN_FIELD}" value="([^"]+)"', page)
    assert found
    return {anonymous_forms.TOKEN_FIELD: found[1], "rhythm": "daily", "email": MAIL, "suche": "", **values}


def confirmed(city, query: str = "", rhythm: str = "daily") -> SavedSearch:
    saving.ask(city, MAIL, query, rhythm)
    row = searches()[-1]
    return saving.confirm(row)


def test_from_the_form_to_the_first_mail_and_away_with_one_click(bruchsal, on_host):
    client = on_host(bruchsal)
    query = "q=ernte&sort=neu&unsinn=1"
    answer = client.post("/ehrenamt/suchen/", form(client, suche=query))
    assert answer.status_code == 302
    assert client.post("/ehrenamt/suchen/", form(client, suche="q=ernte")).status_code == 302
    (row,) = searches()  # sent twice: one search, one letter
    assert (row.query, row.confirmed_at) == ("q=ernte", None)
    (letter,) = letters("volunteering.saved_confirm")
    link = path_in(letter, "bestaetigen")
    assert client.get(link).status_code == 200
    assert searches()[0].confirmed_at is None  # opening a link confirms nothing
    foreign = client.post(link, headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403
    assert client.post(link).status_code == 200
    now = searches()[0].next_at
    make_shift(make_offer(bruchsal, "Apfelernte"))
    make_shift(make_offer(bruchsal, "Fahrdienst"))
    assert saving.tell(timezone.now()) == 0  # not before the round
    assert saving.tell(now) == 1
    (told,) = letters("volunteering.digest")
    assert "Apfelernte" in told.body
    assert "Fahrdienst" not in told.body
    assert told.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    off = re.fullmatch(r"<http://[^/]+(/\S+)>", told.headers["List-Unsubscribe"])
    assert off
    assert client.get(off[1]).status_code == 200
    assert searches()
    for _twice in range(2):
        answer = client.post(off[1], {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert not answer.cookies
    assert not searches()


def test_one_mail_per_round_and_none_when_nothing_is_new(bruchsal):
    row = confirmed(bruchsal)
    first = row.next_at
    assert saving.tell(first) == 0
    make_shift(make_offer(bruchsal, "Apfelernte"))
    SavedSearch.in_region().update(next_at=first, seen_until=row.seen_until)
    assert saving.tell(first) == 1
    SavedSearch.in_region().update(next_at=first, seen_until=row.seen_until)  # a worker that died before its commit
    assert saving.tell(first) == 0
    assert len(letters("volunteering.digest")) == 1
    assert saving.tell(first + DAY) == 0  # known by now


def test_who_publishes_during_a_round_comes_with_the_next_one(bruchsal):
    row = confirmed(bruchsal)
    offer = make_offer(bruchsal, "Apfelernte")
    make_shift(offer, starts_in=dt.timedelta(days=9))
    at = row.next_at
    type(offer).everywhere().filter(pk=offer.pk).update(published_at=at - dt.timedelta(seconds=30))
    touch(type(offer), None)
    assert saving.tell(at) == 0
    assert saving.tell(at + DAY) == 1


@pytest.mark.parametrize(
    ("rhythm", "now", "expected"),
    [
        ("daily", "2027-03-27T12:00", "2027-03-28T06:00+02:00"),  # the clocks change in between
        ("daily", "2027-03-28T05:00", "2027-03-29T06:00+02:00"),
        ("weekly", "2027-03-24T12:00", "2027-03-29T06:00+02:00"),
        ("weekly", "2027-03-28T23:00", "2027-03-29T06:00+02:00"),
        ("weekly", "2027-03-29T07:00", "2027-04-05T06:00+02:00"),
    ],
)
def test_rounds_begin_at_six_on_german_clocks(rhythm, now, expected):
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=ZoneInfo("Europe/Berlin"))
    assert saving.next_round(rhythm, moment) == dt.datetime.fromisoformat(expected)


def test_links_run_out_are_of_one_kind_and_of_one_portal(bruchsal, buehl, on_host):
    saving.ask(bruchsal, MAIL, "", "daily")
    link = path_in(letters("volunteering.saved_confirm")[0], "bestaetigen")
    assert on_host(buehl).get(link).status_code == 404
    assert on_host(bruchsal).post(link.replace("bestaetigen", "abbestellen")).status_code == 404
    assert on_host(bruchsal).get(link[:-3] + "x/").status_code == 404
    SavedSearch.in_region().update(expires_at=timezone.now() - DAY)
    assert on_host(bruchsal).post(link).status_code == 410
    assert saving.forget() == 1
    assert on_host(bruchsal).post(link).status_code == 410


def test_after_a_year_it_ends_unless_somebody_wants_it(bruchsal, on_host):
    row = confirmed(bruchsal)
    late = row.expires_at - dt.timedelta(days=10)
    assert [saving.ask_whether_wanted(late), saving.ask_whether_wanted(late)] == [1, 0]
    link = path_in(letters("volunteering.saved_renew")[0], "verlaengern")
    assert on_host(bruchsal).get(link).status_code == 200
    assert searches()[0].asked_at
    SavedSearch.in_region().update(expires_at=timezone.now() + DAY)
    assert on_host(bruchsal).post(link).status_code == 200
    assert searches()[0].expires_at > timezone.now() + dt.timedelta(days=364)
    assert saving.forget(row.expires_at + dt.timedelta(days=2)) == 1


def test_a_member_needs_no_link_and_sees_only_the_own_ones(bruchsal, buehl, on_host):
    anna, bert = make_user("a@x.example"), make_user("b@x.example")
    client = on_host(bruchsal, anna)
    assert client.post("/ehrenamt/suchen/", {"suche": "art=flexibel", "rhythm": "weekly"}).status_code == 302
    foreign = saving.keep(buehl, bert, "q=geheim", "daily")
    page = client.get("/ehrenamt/suchen/").content.decode()
    assert "Zeit frei wählbar" in page
    assert "geheim" not in page
    assert client.post("/ehrenamt/suchen/", {"weg": str(foreign.uuid)}).status_code == 404
    own = next(row for row in searches() if row.user == anna)
    assert own.confirmed_at
    assert personal_data.export(anna)["suchen"][0]["suche"] == "art=flexibel"
    assert client.post("/ehrenamt/suchen/", {"weg": str(own.uuid)}).status_code == 302
    assert [row.user for row in searches()] == [bert]
    saving.ask(bruchsal, "b@x.example", "", "daily")
    personal_data.erase(bert)
    assert not searches()


def test_bad_input_keeps_what_was_typed_and_stores_nothing(bruchsal, on_host):
    client = on_host(bruchsal)
    answer = client.post("/ehrenamt/suchen/", form(client, email="keine", rhythm="stündlich", suche="q=ernte"))
    assert answer.status_code == 422
    assert b'value="keine"' in answer.content
    assert b'value="q=ernte"' in answer.content
    trap = form(client) | {anonymous_forms.TRAP_FIELD: "x"}
    assert client.post("/ehrenamt/suchen/", trap).status_code == 400
    for n in range(9):
        saving.ask(bruchsal, MAIL, f"q=wort{n}", "daily")
    assert len(searches()) == saving.PER_DAY == len(letters("volunteering.saved_confirm"))
