"""A club moves to another city: its offers and the people who come go along, and no mailed link dies."""

from __future__ import annotations

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from threading import Barrier
from typing import Any

import pytest
from django.db import OperationalError, connections, transaction
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from clubs.directory import hand_over_actions
from clubs.directory.models import Club
from clubs.directory.people_models import HandOver
from clubs.hours import addresses as hours_addresses
from clubs.hours.models import HourEntry
from clubs.volunteering import addresses
from clubs.volunteering.actions import asks, offers, places
from clubs.volunteering.background import BackgroundCheck
from clubs.volunteering.calendar import shift_calendar
from clubs.volunteering.desk import figures
from clubs.volunteering.desk_letters import fresh_token
from clubs.volunteering.models import Ask, Offer, OfferHidden, SavedSearch, Shift, SignUp, Volunteer
from portal.audit.models import AuditEntry
from portal.cities import hosts
from portal.cities.models import City
from portal.kit.refused import Refused
from portal.search.models import SearchEntry
from tests.directory.making import make_club
from tests.factories import make_user
from tests.hours.making import make_hours
from tests.volunteering.making import make_offer, make_shift, make_volunteer

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
REASON = "Der Verein ist umgezogen."


@pytest.fixture(autouse=True)
def _all():
    with scopes_disabled():
        yield


@dataclass
class Scene:
    club: Club
    offer: Offer
    over: Shift
    shift: Shift
    comes: SignUp
    waits: SignUp
    ask: Ask
    person: Volunteer


@pytest.fixture
def scene(bruchsal: City) -> Scene:
    """A club of Bruchsal: one place, taken; one who waits; one who has not confirmed; one shift that is over."""
    club = make_club(bruchsal, "Ruderverein", contact_email="ruder@x.example")
    offer = make_offer(bruchsal, "Boote streichen", club=club)
    shift, over = make_shift(offer, capacity=1), make_shift(offer, starts_in=2 * DAY)
    person = make_volunteer(bruchsal, "hilfe@x.example")
    comes = places.sign_up(shift, person, name="Hilfe")
    waits = places.sign_up(shift, make_volunteer(bruchsal, "zwei@x.example"), name="Zwei")
    places.sign_up(over, make_volunteer(bruchsal, "drei@x.example"), name="Drei")
    start = timezone.now() - 5 * DAY
    Shift.objects.filter(pk=over.pk).update(starts_at=start, ends_at=start + dt.timedelta(hours=1))
    ask = Ask.objects.create(
        city=bruchsal, shift=shift, email="vier@x.example", mailbox="vier@x.example", expires_at=timezone.now() + DAY,
        payload={"name": "Vier", "places": 1},
    )  # fmt: skip
    return Scene(club, offer, over, shift, comes, waits, ask, person)


def move(club: Club, to: City) -> None:
    row = hand_over_actions.propose_hand_over(club, to, REASON, actor=None)
    hand_over_actions.decide_hand_over(row, True, actor=None)


def the_alliance() -> City:
    return next(host.city for host in hosts.every() if host.city.is_alliance)


def desk(on_host: Any, city: City) -> Client:
    return on_host(city, make_user(f"amt-{uuid.uuid4().hex[:6]}@{city.slug}.example", city, "city_admin"))


def test_rows_of_the_club_move_and_those_of_people_stay(bruchsal, buehl, scene):
    check = BackgroundCheck.objects.create(
        city=bruchsal, club=scene.club, volunteer=scene.person, seen_on=timezone.localdate(),
        valid_until=timezone.localdate() + 100 * DAY,
    )  # fmt: skip
    kept = SavedSearch.objects.create(
        city=bruchsal, email="a@x.example", mailbox="a@x.example", expires_at=timezone.now() + DAY
    )
    own, request = make_offer(bruchsal), make_offer(bruchsal, kind="request", volunteer=scene.person)
    OfferHidden.objects.create(city=buehl, offer=scene.offer)
    confirmed, asked = make_hours(scene.person, scene.club), make_hours(scene.person, scene.club, confirmed=False)
    before = (scene.shift.sign_ups.count(), Shift.objects.get(pk=scene.shift.pk).taken)
    move(scene.club, buehl)
    for row in (scene.offer, scene.over, scene.shift, scene.comes, scene.waits, scene.ask, check, asked):
        row.refresh_from_db()
        assert row.city_id == buehl.pk, row
    assert set(SignUp.objects.values_list("city_id", flat=True)) == {buehl.pk}
    for row in (scene.person, kept, own, request, confirmed):
        row.refresh_from_db()
        assert row.city_id == bruchsal.pk, row
    assert (scene.shift.sign_ups.count(), scene.shift.taken) == before == (2, 1)
    assert list(Offer.shown_in(buehl).filter(pk=scene.offer.pk)) == [scene.offer]  # what it hid as a foreign one
    keys = SearchEntry.objects.filter(key=str(scene.offer.uuid)).values_list("city__slug", flat=True)
    assert set(keys) == {buehl.slug, the_alliance().slug}
    for city in (bruchsal, buehl):
        assert AuditEntry.objects.filter(city=city, action="volunteering.move_offers").count() == 1
        assert AuditEntry.objects.filter(city=city, action="hours.move").count() == 1
    places.cancel(scene.comes)  # the triggers still count, and the next in line is asked
    scene.waits.refresh_from_db()
    assert (scene.waits.state, scene.waits.city_id) == ("offered", buehl.pk)


def test_the_old_desk_sees_nothing_and_the_new_one_everything(bruchsal, buehl, scene, on_host):
    old, new = desk(on_host, bruchsal), desk(on_host, buehl)
    paths = [
        reverse("volunteering_desk:offer", args=[scene.offer.uuid]),
        reverse("volunteering_desk:edit", args=[scene.offer.uuid]),
        reverse("volunteering_desk:shift", args=[scene.shift.uuid]),
        reverse("volunteering_desk:shift", args=[scene.over.uuid]),
        reverse("volunteering_desk:export", args=[scene.offer.uuid, "csv"]),
    ]
    listed = reverse("volunteering_desk:list")
    assert [old.get(p).status_code for p in paths] == [200] * 5
    assert [new.get(p).status_code for p in paths] == [404] * 5
    move(scene.club, buehl)
    assert [old.get(p).status_code for p in paths] == [404] * 5
    assert [new.get(p).status_code for p in paths] == [200] * 5
    assert "Boote streichen" not in old.get(listed).content.decode()
    assert "Boote streichen" in new.get(listed).content.decode()
    day = reverse("volunteering_desk:day") + f"?tag={timezone.localdate(scene.shift.starts_at):%Y-%m-%d}"
    assert "Hilfe" not in old.get(day).content.decode()


def test_numbers_follow(bruchsal, buehl, scene):
    def sums(city: City) -> tuple[int, int]:
        rows = SignUp.objects.filter(city=city, state="confirmed")
        return rows.count(), sum(Shift.objects.filter(city=city).values_list("taken", flat=True))

    before = sums(bruchsal), sums(buehl)
    move(scene.club, buehl)
    assert (sums(buehl), sums(bruchsal)) == before
    assert figures.offers_by_city(timezone.now())


def test_links_of_before_lead_to_the_new_portal(bruchsal, buehl, redi, scene, on_host):
    links = [
        reverse("volunteering:sign_up", args=[addresses.token("signup", scene.comes)]),
        reverse("volunteering:calendar_file", args=[addresses.token("signup", scene.comes)]),
        reverse("volunteering:guardian", args=[addresses.token("guardian", scene.comes)]),
        reverse("volunteering:confirm", args=[addresses.token("ask", scene.ask)]),
        reverse("volunteering_desk:still_true", args=[fresh_token(scene.offer)]),
        reverse("hours:decide", args=[hours_addresses.decide_token(hours_addresses.Asked(scene.club), "ruder@x.example")]),
    ]  # fmt: skip
    old, new, other = on_host(bruchsal), on_host(buehl), on_host(redi)
    assert [new.get(path).status_code for path in links] == [404] * 6
    move(scene.club, buehl)
    for path in links:
        answer = old.get(path)
        assert (answer.status_code, answer["Location"]) == (302, addresses.absolute(buehl, path)), path
        assert "no-store" in answer["Cache-Control"], path
        assert new.get(path).status_code == 200, path
        assert other.get(path).status_code == 404, path  # it never was theirs
    # Nothing is done on the way: the button is pressed on the new portal
    assert old.post(links[0], {"do": "cancel"})["Location"].startswith("http://buehl")
    scene.comes.refresh_from_db()
    assert scene.comes.state == "confirmed"
    page = new.post(links[3])
    assert page.status_code == 302
    assert new.get(page["Location"]).status_code == 200
    assert old.get("/ehrenamt/anmeldung/gefaelscht/").status_code == 404
    # And on to the third city, and home again
    scene.club.refresh_from_db()
    move(scene.club, bruchsal)
    assert old.get(links[0]).status_code == 200
    assert new.get(links[0])["Location"] == addresses.absolute(bruchsal, links[0])


def test_an_offer_of_the_city_alone_is_found_where_it_is_now(bruchsal, buehl, scene, on_host):
    offers.update_offer(scene.offer, actor=None, in_region=False)
    path, old = f"/angebot/{scene.offer.slug}/", on_host(bruchsal)
    assert old.get(path).status_code == 200
    stranger = make_offer(buehl, "Fremdes", in_region=False)
    move(scene.club, buehl)
    answer = old.get(f"{path}?einsatz={scene.shift.uuid}")
    assert (answer.status_code, answer["Location"]) == (
        302, addresses.absolute(buehl, f"{path}?einsatz={scene.shift.uuid}"),
    )  # fmt: skip
    assert on_host(buehl).get(path).status_code == 200
    assert old.get(f"/angebot/{stranger.slug}/").status_code == 404
    OfferHidden.objects.create(city=bruchsal, offer=scene.offer)
    assert old.get(path).status_code == 404  # the old city does not want it shown
    OfferHidden.objects.all().delete()
    offers.withdraw(scene.offer, actor=None)
    assert old.get(path).status_code == 404


def test_calendars_know_the_shift_again(buehl, scene):
    before = [line for line in shift_calendar(scene.shift).splitlines() if line.startswith("UID")]
    move(scene.club, buehl)
    shift = Shift.objects.select_related("offer__city__site").get(pk=scene.shift.pk)
    assert [line for line in shift_calendar(shift).splitlines() if line.startswith("UID")] == before


def test_all_or_nothing(buehl, bruchsal, scene, monkeypatch):
    def fail(*_a: Any, **_k: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("clubs.hours.actions.entries.move_club", fail)
    row = hand_over_actions.propose_hand_over(scene.club, buehl, REASON, actor=None)
    with pytest.raises(RuntimeError), transaction.atomic():
        hand_over_actions.decide_hand_over(row, True, actor=None)
    scene.offer.refresh_from_db()
    scene.club.refresh_from_db()
    assert (scene.offer.city_id, scene.club.city_id) == (bruchsal.pk, bruchsal.pk)
    assert HandOver.objects.get().state == "open"


def test_a_form_of_before_makes_no_offer_in_the_old_city(bruchsal, buehl, scene):
    stale = Club.objects.get(pk=scene.club.pk)
    move(scene.club, buehl)
    with pytest.raises(Refused):
        offers.create_offer(bruchsal, actor=None, kind="flexible", title="Zu spät", club=stale)
    assert not Offer.objects.filter(city=bruchsal, club=stale).exists()


def test_pages_of_both_cities_are_fresh(bruchsal, buehl, scene, on_host):
    path, market = f"/angebot/{scene.offer.slug}/", "/ehrenamt/api/v1/offers"
    before = on_host(bruchsal).get(path).content.decode()
    on_host(buehl).get(path)
    assert on_host(buehl).get(market).json()["items"][0]["city"] == "bruchsal"
    move(scene.club, buehl)
    assert on_host(buehl).get(market).json()["items"][0]["city"] == "buehl"
    after = on_host(bruchsal).get(path).content.decode()
    assert 'rel="canonical" href="http://bruchsal' in before
    assert 'rel="canonical" href="http://buehl' in after
    assert HourEntry.objects.count() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_people_who_come_and_go_meanwhile_are_not_left_behind(bruchsal, buehl):
    """Nobody waits for anybody who waits for them, and every row stands where its shift stands."""
    club = make_club(bruchsal, "Ruderverein", contact_email="ruder@x.example")
    offer = make_offer(bruchsal, club=club)
    shifts = [make_shift(offer, capacity=4, starts_in=n * DAY) for n in (1, 2, 3)]
    people = [make_volunteer(bruchsal) for _n in range(24)]
    links = [
        Ask.objects.create(
            city=bruchsal, shift=shifts[n % 3], email=f"l{n}@x.example", mailbox=f"l{n}@x.example", payload={"name": "L"},
            expires_at=timezone.now() + DAY,
        )
        for n in range(12)
    ]  # fmt: skip
    row = hand_over_actions.propose_hand_over(club, buehl, REASON, actor=None)
    start = Barrier(13)

    def work(number: int) -> list[str]:
        failed = []
        try:
            start.wait(10)
            with scopes_disabled():
                if number == 12:
                    hand_over_actions.decide_hand_over(row, True, actor=None)
                    return failed
                for person in people[number::12]:
                    shift = shifts[person.pk % 3]
                    places.cancel(places.sign_up(shift, person, name="P"))
                    places.sign_up(shift, person, name="P")
                with suppress(Ask.DoesNotExist):  # it has left: the link leads on
                    asks.confirm_link(bruchsal.pk, links[number].uuid)
        except OperationalError as error:
            failed.append(str(error))
        finally:
            connections.close_all()
        return failed

    with ThreadPoolExecutor(13) as pool:
        assert [error for errors in pool.map(work, range(13)) for error in errors] == []
    for model, left in ((Offer, 1), (Shift, 3), (Ask, 12)):
        cities = list(model.objects.values_list("city_id", flat=True))
        assert cities == [buehl.pk] * left, model
    assert set(SignUp.objects.values_list("city_id", flat=True)) == {buehl.pk}
    for shift in Shift.objects.all():
        held = SignUp.objects.filter(shift=shift, state__in=("confirmed", "offered")).aggregate(n=Sum("places"))["n"]
        assert shift.taken == (held or 0) <= 4
