"""From the offer's page to a place: two pages, no account, nothing held before the click."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone
from django_scopes import scopes_disabled

from clubs.volunteering.actions import asks, people, places
from clubs.volunteering.models import Ask, SignUp, Volunteer
from portal.mailing.models import Letter
from tests.factories import make_user
from tests.volunteering.making import make_offer, make_shift, make_volunteer, states

pytestmark = pytest.mark.django_db
MAIL = "hilfe@example.org"


@pytest.fixture(autouse=True)
def _all():
    with scopes_disabled():
        yield


@pytest.fixture
def offer(bruchsal):
    return make_offer(bruchsal, "Streuobst ernten")


@pytest.fixture
def shift(offer):
    return make_shift(offer, capacity=1)


def path(offer) -> str:
    return f"/angebot/{offer.slug}/"


def letters(to: str = MAIL) -> list[Letter]:
    return list(Letter.objects.filter(to=to).order_by("pk"))


def link(kind: str, to: str = MAIL) -> str:
    """The path of the newest link of this kind in the mails to somebody."""
    for letter in reversed(letters(to)):
        found = re.search(rf"https?://[^/\s]+(/ehrenamt/{kind}/[^\s]+)", letter.body)
        if found:
            return found[1]
    raise AssertionError(f"no {kind} in {[(le.subject, le.body) for le in letters(to)]}")


def post(client, offer, shift, /, **fields):
    """The form as a visitor sends it, with what the page printed."""
    page = client.get(path(offer)).content.decode()
    token = re.search(r'name="formular" value="([^"]+)"', page)
    hidden = {"formular": token[1]} if token else {}
    data = {"shift": str(shift.uuid), "name": "Erika", "email": MAIL, **hidden, **fields}
    return client.post(path(offer), {k: v for k, v in data.items() if v is not None})


def test_a_visitor_has_a_place_after_two_pages(bruchsal, on_host, offer, shift):
    visitor = on_host(bruchsal)
    page = visitor.get(path(offer))
    text = page.content.decode()
    assert "noch 1 Platz frei" in text
    assert len(page.content) < 100_000
    form = text[text.index("<fieldset") : text.index("Anmelden und Link")]
    assert re.findall(r'<input[^>]* name="(\w+)"', form) == ["shift", "name", "email"]
    answer = post(visitor, offer, shift)
    assert (answer.status_code, answer["Location"]) == (302, "/ehrenamt/anmeldung/gesendet/")
    assert "erst mit dem Klick sicher" in visitor.get(answer["Location"]).content.decode()
    assert states(shift) == []
    second = link("anmeldung/bestaetigen")
    for _scan in range(3):  # mail scanners follow links
        shown = visitor.get(second)
        assert shown.status_code == 200
    assert states(shift) == []
    assert "Jetzt verbindlich anmelden" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert shown["Referrer-Policy"] == "same-origin"
    done = visitor.post(second)
    assert done.status_code == 302
    own = visitor.get(done["Location"])
    assert "Ihr Platz ist sicher" in own.content.decode()
    assert states(shift) == ["confirmed"]
    assert not visitor.cookies
    assert [le.subject for le in letters()] == [
        "Bitte bestätigen: Streuobst ernten",
        "Ihr Platz ist sicher: Streuobst ernten",
    ]
    row = Ask.objects.get()
    assert (row.payload, row.email, row.mailbox) == ({}, "", "")
    assert Volunteer.objects.get().delete_after > timezone.now() + dt.timedelta(days=364)


def test_a_used_link_shows_what_it_made_and_makes_nothing_more(bruchsal, on_host, offer, shift):
    visitor = on_host(bruchsal)
    post(visitor, offer, shift)
    second = link("anmeldung/bestaetigen")
    first = visitor.post(second)["Location"]
    assert visitor.post(second)["Location"] == first
    assert visitor.get(second)["Location"] == first
    assert states(shift) == ["confirmed"]
    assert len(letters()) == 2


def test_forged_foreign_and_expired_links_change_nothing(bruchsal, buehl, on_host, offer, shift):
    visitor = on_host(bruchsal)
    post(visitor, offer, shift)
    second = link("anmeldung/bestaetigen")
    key = second.split("/")[4]
    forged = [
        second.replace(key, key[:-1] + ("A" if key[-1] != "A" else "B")),
        second.replace(key, "x" * 3000),
        f"/ehrenamt/anmeldung/{key}/",  # of another kind
        f"/ehrenamt/einverstaendnis/{key}/",
        f"/ehrenamt/meine/{key}/",
    ]
    for address in forged:
        assert visitor.get(address).status_code == 404, address
        assert visitor.post(address).status_code in (404, 405), address
    assert on_host(buehl).post(second).status_code == 404  # a link belongs to its portal
    assert on_host("redaktion.localhost").get(second).status_code == 404
    with time_machine.travel(timezone.now() + dt.timedelta(hours=49)):
        for answer in (visitor.get(second), visitor.post(second)):
            assert answer.status_code == 410
            assert MAIL not in answer.content.decode()
        people.forget_asks()
    assert states(shift) == []
    assert Ask.objects.get().email == ""


def test_a_foreign_page_cannot_press_the_button(bruchsal, on_host, offer, shift):
    visitor = on_host(bruchsal)
    post(visitor, offer, shift)
    second = link("anmeldung/bestaetigen")
    assert visitor.post(second, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert states(shift) == []


def test_the_same_form_twice_is_one_mail_and_a_mailbox_is_not_flooded(bruchsal, on_host, offer):
    shifts = [make_shift(offer) for _n in range(7)]
    visitor = on_host(bruchsal)
    for _press in range(2):
        assert post(visitor, offer, shifts[0]).status_code == 302
    assert len(letters()) == 1
    answers = [post(visitor, offer, s, email=f"hilfe+{n}@example.org").status_code for n, s in enumerate(shifts)]
    assert answers == [302] * 5 + [422] * 2  # the first one is the same form once more


@pytest.mark.parametrize(
    "fields",
    [
        {"shift": "x"}, {"shift": ""}, {"shift": None}, {"name": " "}, {"name": "\u200b\u202e"}, {"name": "x" * 2000},
        {"email": "nobody"}, {"email": "a@b"}, {"email": "a@example.org\nBcc: x@example.org"}, {"email": "x" * 300 + "@example.org"},
        {"formular": "x"}, {"formular": None}, {"website": "http://spam.example"},
        {"shift": "0" * 10_000}, {"name": "\x00"},
    ],
)  # fmt: skip
def test_hostile_answers_come_back_as_typed(bruchsal, on_host, offer, shift, fields):
    answer = post(on_host(bruchsal), offer, shift, **fields)
    assert answer.status_code in (400, 422)
    text = answer.content.decode()
    assert "errsum" in text
    if "name" not in fields:
        assert 'value="Erika"' in text
    assert Ask.objects.count() == Letter.objects.count() == 0


def test_rules_say_no_at_the_form_with_the_reason(bruchsal, on_host):
    offer = make_offer(bruchsal, min_age=16, needs_consent=True, skills="Führerschein B", max_group=3)
    shift = make_shift(offer, capacity=9)
    visitor = on_host(bruchsal)
    day = timezone.localtime(shift.starts_at).date()
    young = day.replace(year=day.year - 16) + dt.timedelta(days=1)  # 16 on the day after
    teen = (day.replace(year=day.year - 16)).isoformat()
    good = {"birth": "1990-05-01", "has_skills": "on", "places": "2"}
    for change, words in (
        ({"birth": young.isoformat()}, "mindestens 16 Jahre"),
        ({"birth": ""}, "Geburtsdatum"),
        ({"birth": "2999-01-01"}, "Geburtsdatum"),
        ({"birth": "31.02.2000"}, "Tag, Monat und Jahr"),
        ({"has_skills": ""}, "bestätigen"),
        ({"places": "4"}, "höchstens 3 Personen"),
        ({"places": "-1"}, "Mindestens eine"),
        ({"places": "1e9"}, "ganze Zahl"),
        ({"birth": teen}, "Eltern"),
        ({"birth": teen, "guardian_email": "quatsch"}, "vollständige"),
        ({"birth": teen, "guardian_email": MAIL}, "nicht Ihre eigene"),
    ):
        answer = post(visitor, offer, shift, **{**good, **change})
        assert answer.status_code == 422, change
        assert words in answer.content.decode(), change
    assert Letter.objects.count() == 0
    assert post(visitor, offer, shift, **good).status_code == 302
    assert Ask.objects.get().payload["age"] == day.year - 1990 - ((day.month, day.day) < (5, 1))
    assert "1990" not in str(Ask.objects.get().payload)


def test_a_guardian_agrees_by_link(bruchsal, on_host):
    offer = make_offer(bruchsal, needs_consent=True)
    shift = make_shift(offer, capacity=1)
    visitor = on_host(bruchsal)
    birth = (timezone.localdate() - dt.timedelta(days=365 * 15)).isoformat()
    post(visitor, offer, shift, birth=birth, guardian_email="eltern@example.org")
    own = visitor.post(link("anmeldung/bestaetigen"))["Location"]
    assert states(shift) == ["consent"]
    assert "Einverständnis fehlt" in visitor.get(own).content.decode()
    guardian = link("einverstaendnis", "eltern@example.org")
    page = on_host(bruchsal).get(guardian)
    assert "Erika" in page.content.decode()
    assert visitor.post(guardian, {"answer": "x"}).status_code == 422
    assert states(shift) == ["consent"]
    assert visitor.post(guardian, {"answer": "yes"}).status_code == 302
    assert states(shift) == ["confirmed"]
    assert SignUp.objects.get().guardian_email == ""
    after = visitor.get(guardian).content.decode()
    assert "zugestimmt" in after
    assert "Erika" not in after
    visitor.post(guardian, {"answer": "no"})
    assert states(shift) == ["confirmed"]


def test_waiting_list_promotion_by_link_and_one_click_to_cancel(bruchsal, on_host, offer, shift):
    one, two = on_host(bruchsal), on_host(bruchsal)
    post(one, offer, shift, email="eins@example.org")
    first = one.post(link("anmeldung/bestaetigen", "eins@example.org"))["Location"]
    assert "voll, Warteliste offen" in two.get(path(offer)).content.decode()
    post(two, offer, shift, email="zwei@example.org")
    second = two.post(link("anmeldung/bestaetigen", "zwei@example.org"))["Location"]
    assert "Ihr Platz in der Reihe: 1" in two.get(second).content.decode()
    assert "voll, 1 Anmeldung wartet" in two.get(path(offer)).content.decode()
    assert one.post(first, {"do": "cancel"}).status_code == 302
    assert states(shift) == ["cancelled", "offered"]
    assert "Sie haben abgesagt" in one.get(first).content.decode()
    page = two.get(link("anmeldung", "zwei@example.org")).content.decode()
    assert "Platz annehmen" in page
    assert two.post(second, {"do": "accept"}).status_code == 302
    assert states(shift) == ["cancelled", "confirmed"]
    subjects = [le.subject.split(":")[0] for le in letters("zwei@example.org")]
    assert subjects == [
        "Bitte bestätigen",
        "Sie stehen auf der Warteliste",
        "Ein Platz ist frei geworden",
        "Ihr Platz ist sicher",
    ]


def test_an_offer_that_ran_out_cannot_be_taken(bruchsal, on_host, offer, shift):
    with scopes_disabled():
        held = places.sign_up(shift, make_volunteer(bruchsal), name="A")
        late = places.sign_up(shift, make_volunteer(bruchsal, MAIL), name="B")
        places.cancel(held)
    address = link("anmeldung")
    with time_machine.travel(timezone.now() + dt.timedelta(hours=13)):
        answer = on_host(bruchsal).post(address, {"do": "accept"})
        assert answer.status_code == 422
        assert "gilt nicht mehr" in answer.content.decode()
    late.refresh_from_db()
    assert late.state != "confirmed"


def test_a_member_signs_up_at_once_and_stays_one_person(bruchsal, on_host, offer, shift):
    user = make_user(MAIL, display_name="Erika")
    known = make_volunteer(bruchsal, "hilfe+fest@example.org")  # helped before, without account
    member = on_host(bruchsal, user)
    page = member.get(path(offer))
    assert 'name="email"' not in page.content.decode()
    assert "csrfmiddlewaretoken" in page.content.decode()
    answer = member.post(path(offer), {"shift": str(shift.uuid), "name": "Erika"})
    assert answer.status_code == 302
    assert "Ihr Platz ist sicher" in member.get(answer["Location"]).content.decode()
    known.refresh_from_db()
    assert (known.user, known.mailbox) == (user, "hilfe@example.org")
    assert Volunteer.objects.count() == 1
    assert "Sie sind angemeldet" in member.get(path(offer)).content.decode()
    mine = member.get("/ehrenamt/meine/").content.decode()
    assert "Streuobst ernten" in mine
    # the same mailbox without account is the same person, and so cannot come twice
    post(on_host(bruchsal), offer, shift)
    again = on_host(bruchsal).post(link("anmeldung/bestaetigen"))["Location"]
    assert again == answer["Location"]
    assert states(shift) == ["confirmed"]


def test_a_clash_warns_and_never_refuses(bruchsal, buehl, on_host, offer, shift):
    other = make_offer(buehl, "Fahrdienst")
    busy = make_shift(other)
    user = make_user(MAIL, display_name="Erika")
    member = on_host(bruchsal, user)
    assert asks.join(bruchsal, busy, user, name="Erika").state == "confirmed"
    data = {"shift": str(shift.uuid), "name": "Erika"}
    warned = member.post(path(offer), data)
    assert warned.status_code == 422
    assert "Fahrdienst" in warned.content.decode()
    assert states(shift) == []
    assert member.post(path(offer), {**data, "clash": str(shift.uuid)}).status_code == 302
    assert states(shift) == ["confirmed"]
    # without account the warning stands on page 2, where only the mailbox's owner reads it
    third = make_shift(offer)
    visitor = on_host(bruchsal)
    answer = post(visitor, offer, third)
    assert "Fahrdienst" not in answer.content.decode()
    second = link("anmeldung/bestaetigen")
    assert "Fahrdienst" in visitor.get(second).content.decode()
    assert visitor.post(second).status_code == 302
    assert states(third) == ["confirmed"]


def test_a_group_changes_its_number_and_names_the_others(bruchsal, on_host):
    offer = make_offer(bruchsal, max_group=4)
    shift = make_shift(offer, capacity=4)
    visitor = on_host(bruchsal)
    post(visitor, offer, shift, places="2")
    own = visitor.post(link("anmeldung/bestaetigen"))["Location"]
    assert visitor.post(own, {"do": "group", "places": "3", "others": "Kim\n\nAlex"}).status_code == 302
    row = SignUp.objects.get()
    assert (row.places, row.others) == (3, ["Kim", "Alex"])
    for data in (
        {"places": "3", "others": "a\nb\nc"}, {"places": "5", "others": ""}, {"places": "x", "others": "Kim"},
        {"places": "4", "others": "x" * 90}, {"places": "", "others": "x" * 9000},
    ):  # fmt: skip
        answer = visitor.post(own, {"do": "group", **data})
        assert answer.status_code == 422, data
        row.refresh_from_db()
        assert (row.places, row.others) == (3, ["Kim", "Alex"]), data
    assert visitor.post(own, {"do": "nonsense"}).status_code == 404


def test_another_citys_offer_is_joined_on_this_portal(bruchsal, buehl, redi, on_host):
    offer = make_offer(buehl, "Lesepatin")
    shift = make_shift(offer)
    visitor = on_host(bruchsal)
    page = visitor.get(path(offer)).content.decode()
    assert "Ein Angebot aus Bühl" in page
    assert f'rel="canonical" href="http://{buehl.site.hostname}' in page
    post(visitor, offer, shift)
    own = visitor.post(link("anmeldung/bestaetigen"))["Location"]
    assert visitor.get(own).status_code == 200  # where it was asked for
    assert on_host(buehl).get(own).status_code == 200  # where it takes place
    assert on_host(redi).get(own).status_code == 404
    assert visitor.post(own, {"do": "cancel"}).status_code == 302
    assert states(shift) == ["cancelled"]
    private = make_offer(buehl, in_region=False)
    assert visitor.get(path(private)).status_code == 404
    assert on_host(redi).get(path(private)).status_code == 404


def test_what_is_withdrawn_or_a_draft_is_gone(bruchsal, on_host, offer, shift):
    from clubs.volunteering.actions import offers

    visitor = on_host(bruchsal)
    assert visitor.get(path(offer)).status_code == 200
    assert visitor.get(path(make_offer(bruchsal, public=False))).status_code == 404
    post(visitor, offer, shift)
    second = link("anmeldung/bestaetigen")
    offers.withdraw(offer, actor=None)
    assert visitor.get(path(offer)).status_code == 404
    answer = visitor.post(second)
    assert answer.status_code == 422
    assert "findet nicht statt" in answer.content.decode()
    assert states(shift) == []


def test_own_pages_by_link_and_calendar(bruchsal, buehl, on_host, offer, shift):
    from icalendar import Calendar

    from clubs.volunteering.calendar import uid_of

    visitor = on_host(bruchsal)
    post(visitor, offer, shift)
    own = visitor.post(link("anmeldung/bestaetigen"))["Location"]
    unknown, known = (ask_for_link(visitor, to) for to in ("niemand@example.org", MAIL))
    assert (unknown.status_code, unknown["Location"]) == (known.status_code, known["Location"])
    assert not letters("niemand@example.org")
    ask_for_link(visitor, MAIL)
    assert len([le for le in letters() if "Überblick" in le.subject]) == 1
    page = visitor.get(link("meine")).content.decode()
    assert "Streuobst ernten" in page
    feed = re.search(r'href="https?://[^/]+(/ehrenamt/meine/[^"]+\.ics)"', page)[1]
    for body in (visitor.get(feed).content, visitor.get(own + "einsatz.ics").content):
        [event] = Calendar.from_ical(body).walk("VEVENT")
        assert (str(event["uid"]), str(event["status"])) == (uid_of(shift), "CONFIRMED")
    assert visitor.get(feed.replace(".ics", "/")).status_code == 404  # a calendar's key opens nothing else
    visitor.post(own, {"do": "cancel"})
    [event] = Calendar.from_ical(visitor.get(feed).content).walk("VEVENT")
    assert str(event["status"]) == "CANCELLED"


def ask_for_link(client, email):
    page = client.get("/ehrenamt/meine/").content.decode()
    token = re.search(r'name="formular" value="([^"]+)"', page)[1]
    return client.post("/ehrenamt/meine/", {"email": email, "formular": token})
