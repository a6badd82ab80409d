"""Requests of people, what is forgotten, reminders, search, moderation, the club's page."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.db.models import Q
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from clubs.volunteering import findable, personal_data
from clubs.volunteering.actions import asks, offers, people, places, reminders
from clubs.volunteering.models import Ask, Offer, RequestAsk, Shift, SignUp, Volunteer
from clubs.volunteering.moderation_adapters import OfferAdapter
from portal.mailing.models import Letter
from portal.search.models import SearchEntry
from tests.factories import make_user
from tests.volunteering.making import make_offer, make_shift, make_volunteer, states

pytestmark = pytest.mark.django_db
MAIL = "hilfe@example.org"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _all():
    with scopes_disabled():
        yield


def subjects(to: str) -> list[str]:
    return [s.split(":")[0] for s in Letter.objects.filter(to=to).order_by("pk").values_list("subject", flat=True)]


# --- „Ich möchte helfen“ ------------------------------------------------------------------------------------


def send(client, **fields):
    page = client.get("/ehrenamt/gesuch/").content.decode()
    token = re.search(r'name="formular" value="([^"]+)"', page)
    data = {"title": "Ich lese gern vor", "text": "Am Nachmittag.", "email": MAIL, **fields}
    return client.post("/ehrenamt/gesuch/", {**data, **({"formular": token[1]} if token else {})})


def test_a_request_is_confirmed_by_mail_and_waits_for_the_city(bruchsal, on_host):
    visitor = on_host(bruchsal)
    assert send(visitor)["Location"] == "/ehrenamt/gesuch/gesendet/"
    assert send(visitor)["Location"] == "/ehrenamt/gesuch/gesendet/"  # twice: one mail
    [letter] = Letter.objects.filter(to=MAIL)
    link = re.search(r"https?://[^/]+(/ehrenamt/gesuch/bestaetigen/\S+)", letter.body)[1]
    assert "Ich lese gern vor" in visitor.get(link).content.decode()
    assert Offer.objects.count() == 0
    for _press in range(2):
        assert visitor.post(link)["Location"] == "/ehrenamt/gesuch/danke/"
    offer = Offer.objects.get()
    assert (offer.kind, offer.status, offer.volunteer.email) == ("request", "waiting", MAIL)
    assert visitor.get(f"/angebot/{offer.slug}/").status_code == 404
    row = RequestAsk.objects.get()
    assert (row.payload, row.email, row.mailbox) == ({}, "", "")
    offers.decide(offer, True, actor=None)
    page = visitor.get(f"/angebot/{offer.slug}/").content.decode()
    assert "Eine Person aus der Region" in page
    assert MAIL not in page
    assert not visitor.cookies


def test_an_expired_or_forged_request_is_nothing(bruchsal, buehl, on_host):
    visitor = on_host(bruchsal)
    send(visitor)
    link = re.search(r"https?://[^/]+(/ehrenamt/gesuch/bestaetigen/\S+)", Letter.objects.get().body)[1]
    assert visitor.post(link[:-3] + "abc/").status_code == 404
    assert on_host(buehl).post(link).status_code == 404
    with time_machine.travel(timezone.now() + 3 * DAY):
        assert visitor.post(link).status_code == 410
        people.forget_asks()
    assert RequestAsk.objects.get().payload == {}
    assert Offer.objects.count() == Volunteer.objects.count() == 0


@pytest.mark.parametrize(
    "fields", [{"title": ""}, {"title": "x" * 5000}, {"text": "x" * 5000}, {"email": "x"}, {"when_note": "x" * 400},
               {"interests": "nope"}, {"title": "\u200b"}],
)  # fmt: skip
def test_hostile_requests_come_back(bruchsal, on_host, fields):
    from clubs.directory.models import Interest

    Interest.objects.get_or_create(slug="natur", defaults={"name": "Natur"})
    answer = send(on_host(bruchsal), **fields)
    assert answer.status_code == 422
    assert "errsum" in answer.content.decode()
    assert RequestAsk.objects.count() == 0


def test_a_member_withdraws_the_own_request(bruchsal, redi, on_host):
    member = on_host(redi, make_user(MAIL))
    for _press in range(2):
        assert send(member, city="bruchsal")["Location"] == "/ehrenamt/gesuch/danke/"
    offer = Offer.objects.get()
    assert offer.city == bruchsal
    stranger = on_host(redi, make_user("fremd@example.org"))
    assert stranger.post("/ehrenamt/meine/", {"gesuch": str(offer.uuid)}).status_code == 404
    assert "Ich lese gern vor" in member.get("/ehrenamt/meine/").content.decode()
    assert member.post("/ehrenamt/meine/", {"gesuch": str(offer.uuid)}).status_code == 302
    offer.refresh_from_db()
    assert offer.status == "withdrawn"


# --- By the clock -------------------------------------------------------------------------------------------


def test_the_reminder_comes_once_the_day_before(bruchsal):
    offer = make_offer(bruchsal)
    shift = make_shift(offer, starts_in=3 * DAY, capacity=1)
    sure, waits = make_volunteer(bruchsal, "a@x.example"), make_volunteer(bruchsal, "b@x.example")
    for person in (sure, waits):
        places.sign_up(shift, person, name="A")
    reminders.remind()
    assert "Erinnerung" not in subjects("a@x.example")
    for hours in (1, 2):
        reminders.remind(timezone.now() + 2 * DAY + dt.timedelta(hours=hours))
    assert subjects("a@x.example") == ["Ihr Platz ist sicher", "Erinnerung"]
    assert subjects("b@x.example") == ["Sie stehen auf der Warteliste"]


def test_people_without_account_are_forgotten_a_year_after_the_last_shift(bruchsal):
    shift = make_shift(make_offer(bruchsal, max_group=3))
    ask = asks.ask(bruchsal, shift, MAIL, name="Erika", places=2)
    row = asks.confirm(ask)
    asks.name_others(row, ["Kim"])
    member = people.of_member(bruchsal, make_user("m@example.org"))
    places.sign_up(shift, member, name="M")
    people.forget_people(timezone.now() + dt.timedelta(days=360))
    assert Volunteer.objects.count() == 2
    people.forget_people(timezone.now() + dt.timedelta(days=370))
    assert list(Volunteer.objects.all()) == [member]
    row.refresh_from_db()
    assert (row.volunteer, row.name, row.others, row.places) == (None, "", [], 2)
    assert MAIL not in str(list(Ask.objects.values())) + str(list(SignUp.objects.values()))


def test_a_question_to_a_guardian_ends_with_the_shift(bruchsal):
    shift = make_shift(make_offer(bruchsal, needs_consent=True))
    ask = asks.ask(bruchsal, shift, MAIL, name="E", age=15, guardian_email="eltern@example.org")
    asks.confirm(ask)
    people.end_consents(timezone.now() + 2 * DAY)
    row = SignUp.objects.get()
    assert (row.state, row.guardian_email) == ("cancelled", "")


# --- Account ------------------------------------------------------------------------------------------------


def test_export_and_erase(bruchsal):
    user = make_user(MAIL, display_name="Erika")
    offer = make_offer(bruchsal, "Vorlesen")
    ahead, past = make_shift(offer, capacity=1), make_shift(offer, starts_in=2 * DAY)
    for shift in (ahead, past):
        asks.join(bruchsal, shift, user, name="Erika")
    places.sign_up(ahead, make_volunteer(bruchsal, "naechste@x.example"), name="N")
    data = personal_data.export(user)
    assert [row["angebot"] for row in data["anmeldungen"]] == ["Vorlesen"] * 2
    SignUp.objects.filter(shift=past).update(state="cancelled", ended_by="person")
    told = Letter.objects.filter(to=MAIL).count()
    for _twice in range(2):
        personal_data.erase(user)
    assert states(ahead) == ["cancelled", "offered"]
    assert not SignUp.objects.filter(Q(name="Erika") | Q(volunteer__user=user)).exists()
    assert Letter.objects.filter(to=MAIL).count() == told  # the person gets no more mail
    assert "Ein Platz ist frei geworden" in subjects("naechste@x.example")


# --- Other parts of the portal ------------------------------------------------------------------------------


def test_the_search_follows_the_offer(bruchsal, buehl, redi, on_host):
    offer = make_offer(bruchsal, "Krötenzaun aufbauen")
    where = lambda: set(SearchEntry.objects.filter(source="volunteering").values_list("city__slug", flat=True))  # noqa: E731
    assert where() == {"bruchsal", "redi"}
    offers.update_offer(offer, actor=None, title="Krötenzaun abbauen", in_region=False)
    assert where() == {"bruchsal"}
    assert "abbauen" in SearchEntry.objects.get(source="volunteering").title
    make_offer(bruchsal, public=False)
    assert where() == {"bruchsal"}
    offers.withdraw(offer, actor=None)
    assert where() == set()
    ended = make_offer(bruchsal)
    make_shift(ended)
    findable.tidy(timezone.now() + 2 * DAY)
    assert where() == set()


def test_moderation_hides_and_shows(bruchsal, buehl, on_host):
    from clubs.directory.models import Club, ClubSettings

    club = Club.objects.create(city=bruchsal, name="Verein", slug="verein-x", status="published")
    ClubSettings.objects.create(city=bruchsal, offers_wait=False)
    offer = make_offer(bruchsal, "Seltsames Angebot", club=club)
    shift = make_shift(offer)
    places.sign_up(shift, make_volunteer(bruchsal), name="A")
    adapter = OfferAdapter()
    with scope(city=[bruchsal]):
        assert adapter.load(bruchsal, [offer.uuid])[offer.uuid].public
    assert adapter.home(offer.uuid, buehl) == bruchsal
    adapter.hide(bruchsal, offer.uuid, reason="spam", actor=None)
    assert on_host(bruchsal).get(f"/angebot/{offer.slug}/").status_code == 404
    assert states(shift) == ["confirmed"]
    assert offers.publish(offer, actor=None).status == "waiting"  # not past the desk
    assert adapter.home(offer.uuid, buehl) is None
    adapter.show(bruchsal, offer.uuid, actor=None)
    assert on_host(bruchsal).get(f"/angebot/{offer.slug}/").status_code == 200


# --- Questions ----------------------------------------------------------------------------------------------


def write_to(client, offer, **fields):
    page = client.get(f"/angebot/{offer.slug}/frage/").content.decode()
    token = re.search(r'name="formular" value="([^"]+)"', page)
    data = {"text": "Passt auch mittwochs?", "name": "Erika", "email": MAIL, **fields}
    return client.post(f"/angebot/{offer.slug}/frage/", {**data, **({"formular": token[1]} if token else {})})


def test_a_message_reaches_who_answers_and_nobody_sees_the_address(bruchsal, buehl, on_host):
    offer = make_offer(bruchsal, "Lesepate", kind="regular", contact_email="verein@example.org")
    visitor = on_host(buehl)  # a neighbour's portal shows it, too
    page = visitor.get(f"/angebot/{offer.slug}/").content.decode()
    assert "Nachricht schreiben" in page
    assert "verein@example.org" not in page
    for _press in range(2):
        assert write_to(visitor, offer)["Location"] == f"/angebot/{offer.slug}/frage/gesendet/"
    [letter] = Letter.objects.filter(to="verein@example.org")
    assert letter.reply_to == MAIL
    assert "mittwochs" in letter.body
    person = make_volunteer(bruchsal, "person@example.org")
    wish = make_offer(bruchsal, "Ich lese vor", kind="request", volunteer=person)
    assert write_to(on_host(bruchsal, make_user("m@example.org", display_name="M")), wish).status_code == 302
    assert Letter.objects.filter(to="person@example.org").count() == 1
    assert not visitor.cookies


def test_a_message_about_a_clubs_offer_is_one_of_the_clubs_messages(bruchsal, on_host):
    from clubs.directory.models import Club, Inquiry

    club = Club.objects.create(
        city=bruchsal, name="Verein", slug="verein-y", status="published", contact_email="verein@example.org"
    )
    offer = make_offer(bruchsal, "Vorlesen", kind="regular", club=club)
    for _press in range(2):
        assert write_to(on_host(bruchsal), offer).status_code == 302
    row = Inquiry.objects.get()
    assert (row.club, row.email) == (club, MAIL)
    assert row.text == "Zum Angebot „Vorlesen“:\n\nPasst auch mittwochs?"
    assert Letter.objects.filter(to="verein@example.org").count() == 1


@pytest.mark.parametrize(
    "fields", [{"text": ""}, {"text": "x" * 9000}, {"text": "\u200b"}, {"name": ""}, {"email": "x"},
               {"email": "a@example.org\nBcc: b@example.org"}],
)  # fmt: skip
def test_hostile_messages_come_back(bruchsal, on_host, fields):
    offer = make_offer(bruchsal, kind="flexible", contact_email="verein@example.org")
    answer = write_to(on_host(bruchsal), offer, **fields)
    assert answer.status_code == 422
    assert "errsum" in answer.content.decode()
    assert Letter.objects.count() == 0
    assert on_host(bruchsal).get("/angebot/gibt-es-nicht/frage/").status_code == 404


def test_the_night_when_the_clocks_change(bruchsal):
    from clubs.volunteering import words

    offer = make_offer(bruchsal)
    start = dt.datetime(2026, 3, 28, 23, 0, tzinfo=dt.UTC)  # midnight in Germany; at two it is three
    shift = Shift(offer=offer, starts_at=start, ends_at=start + dt.timedelta(hours=4))
    assert words.when(shift) == "So, 29. März 2026, 00:00 bis 05:00 Uhr"
    assert words.duration(shift) == "4 Stunden"
    assert words.age(dt.date(2008, 2, 29), dt.date(2026, 2, 28)) == 17
    assert words.age(dt.date(2008, 2, 29), dt.date(2026, 3, 1)) == 18
