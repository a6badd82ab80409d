"""A club that is out of sight asks for nobody: its offers are nowhere, who holds a place keeps it, one click brings all back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from clubs.directory import care_actions, care_letters, visibility
from clubs.directory.models import Club
from clubs.volunteering import addresses
from clubs.volunteering.actions import offers, places, reminders
from clubs.volunteering.models import Offer, SignUp
from portal.kit.refused import Refused
from portal.mailing.models import Letter
from portal.search.models import SearchEntry
from tests.directory.making import make_club
from tests.factories import make_user

from .making import make_offer, make_shift, make_volunteer
from .test_feeds import EVERYWHERE

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _all():
    with scopes_disabled():
        yield


@pytest.fixture
def club(bruchsal) -> Club:
    return make_club(bruchsal, "Obstbauverein", contact_email="obst@x.example")


@pytest.fixture
def offer(bruchsal, club) -> Offer:
    found = make_offer(bruchsal, "Streuobst ernten", club=club, latitude=49.12, longitude=8.6)
    make_shift(found, capacity=4)
    return found


def fade(club: Club) -> None:
    """As the clock does it."""
    Club.objects.filter(pk=club.pk).update(confirmed_at=timezone.now() - 500 * DAY, asked_at=timezone.now() - 100 * DAY)
    assert care_actions.ask_if_true() == 1
    club.refresh_from_db()
    assert (club.status, club.is_forgotten) == ("hidden", True)


def seen(on_host, cities, offer: Offer) -> set[tuple[str, str]]:
    """Where somebody finds it; each address is asked twice: the second answer comes from a cache where there is one."""
    marks = (b"Streuobst", b"49.12", str(offer.uuid).encode())
    paths = [*EVERYWHERE, f"/angebot/{offer.slug}/", f"/ehrenamt/api/v1/offers/{offer.uuid}"]
    found = set()
    for city in cities:
        for path in paths:
            for _twice in range(2):
                answer = on_host(city).get(path)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                if any(mark in body for mark in marks):
                    found.add((city.slug, path))
                assert answer.status_code in (200, 404), path
    keys = SearchEntry.objects.filter(key=str(offer.uuid)).values_list("city__slug", flat=True)
    return found | {(slug, "search") for slug in keys}


def test_a_faded_club_takes_its_offers_along_and_one_click_brings_them_back(
    bruchsal, buehl, redi, club, offer, on_host
):
    everywhere = seen(on_host, (bruchsal, buehl, redi), offer)
    assert len(everywhere) == 3 * (len(EVERYWHERE) + 2) + 2
    fade(club)
    assert seen(on_host, (bruchsal, buehl, redi), offer) == set()
    assert on_host(bruchsal).get(f"/angebot/{offer.slug}/").status_code == 404
    click = reverse("directory:still_true", args=[care_letters.token("true", club.uuid)])
    assert on_host(bruchsal).post(click).status_code == 302
    assert seen(on_host, (bruchsal, buehl, redi), offer) == everywhere


def test_the_same_when_the_city_hides_a_club(bruchsal, buehl, redi, club, offer, on_host):
    own = make_offer(bruchsal, "Ohne Verein", kind="flexible")
    everywhere = seen(on_host, (bruchsal, redi), offer)
    visibility.hide_club(bruchsal, club.uuid, reason="desk", actor=None)
    assert seen(on_host, (bruchsal, redi), offer) == set()
    assert set(Offer.shown_in(bruchsal)) == {own}
    visibility.show_club(bruchsal, club.uuid, actor=None)
    assert seen(on_host, (bruchsal, redi), offer) == everywhere


def test_who_holds_a_place_keeps_it(bruchsal, club, offer, on_host):
    shift = offer.shifts.get()
    row = places.sign_up(shift, make_volunteer(bruchsal, "hilfe@x.example"), name="Hilfe")
    SignUp.objects.filter(pk=row.pk).update(changed_at=timezone.now() - DAY)
    fade(club)
    with pytest.raises(Refused, match="zurzeit nicht öffentlich"):
        places.sign_up(shift, make_volunteer(bruchsal), name="Neu")
    page = on_host(bruchsal).get(reverse("volunteering:sign_up", args=[addresses.token("signup", row)]))
    text = page.content.decode()
    assert (page.status_code, "Streuobst ernten" in text) == (200, True)
    assert f"/angebot/{offer.slug}/" not in text  # a link to nowhere
    before = Letter.objects.filter(to="hilfe@x.example").count()
    reminders.remind(shift.starts_at - dt.timedelta(hours=20))
    assert Letter.objects.filter(to="hilfe@x.example").count() == before + 1
    places.cancel(row)
    assert SignUp.objects.get(pk=row.pk).state == "cancelled"


def test_offers_of_a_club_that_still_waits_appear_with_it(bruchsal, on_host):
    club = make_club(bruchsal, "Neuer Verein", status="waiting")
    offer = make_offer(bruchsal, "Streuobst pflanzen", kind="flexible", club=club, public=False)
    offers.publish(offer, actor=None)
    office = on_host(bruchsal, make_user("amt@bruchsal.example", bruchsal, "city_admin"))
    answer = office.post(reverse("volunteering_desk:decide", args=[offer.uuid]), {"do": "ja"}, follow=True)
    assert "sobald der Verein es ist" in answer.content.decode()
    listed = office.get(reverse("volunteering_desk:list")).content.decode()
    assert "Verein nicht öffentlich" in listed
    assert not Offer.shown_in(bruchsal).exists()
    club.status = Club.Status.PUBLISHED
    club.save()
    assert Offer.shown_in(bruchsal).get() == offer
    assert SearchEntry.objects.filter(key=str(offer.uuid), city=bruchsal).exists()
