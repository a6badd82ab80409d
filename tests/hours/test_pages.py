"""The pages: own log, confirmation by link, desks, the check of a paper."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from clubs.directory.models import ClubMember
from clubs.hours import addresses, paper, seal
from clubs.hours.actions import cards, papers
from clubs.hours.models import CardRule, HourEntry
from clubs.volunteering import addresses as volunteering
from portal.mailing.models import Letter
from tests.factories import make_user
from tests.hours.making import MAIL, make_club, make_hours, make_past_sign_up
from tests.volunteering.making import make_volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all():
    with scopes_disabled():
        yield


@pytest.fixture
def user(bruchsal):
    return make_user("anna@example.org", display_name="Anna", home_city=bruchsal)


@pytest.fixture
def anna(bruchsal, user):
    return make_volunteer(bruchsal, user.email, user=user)


@pytest.fixture
def visitor(on_host, bruchsal):
    return on_host(bruchsal)


@pytest.fixture
def member(on_host, bruchsal, user):
    client = on_host(bruchsal)
    client.force_login(user)
    return client


@pytest.fixture
def club(bruchsal):
    return make_club(bruchsal, "Obstfreunde")


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def by_link(person, name: str, *args) -> str:
    return reverse(f"hours:{name}_by_link", args=[addresses.own_token(person, person.city), *args])


def test_the_log_spans_cities_and_filters(member, anna, club, buehl):
    make_hours(anna, club, minutes=90)
    make_hours(anna, make_club(buehl, "Uferfreunde"), minutes=30, days_ago=2)
    make_hours(make_volunteer(buehl, "fremd@example.org"), club, minutes=45, what="Fremdes")
    page = text(member.get("/stunden/"))
    assert "Obstfreunde" in page
    assert "Uferfreunde" in page
    assert "2:00" in page
    assert "Fremdes" not in page
    page = text(member.get("/stunden/?stadt=buehl&jahr=abc&verein=%20x"))
    assert "0:30" in page
    assert '<h3 dir="auto">Obstfreunde' not in page
    rows = member.get("/stunden/stunden.csv?stadt=buehl").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert "Uferfreunde" in rows[1]


def test_the_log_costs_the_same_with_ten_times_the_hours(member, anna, club, django_assert_max_num_queries):
    cards.save_rule(club.city, actor=None, hours=250, is_open=True)
    make_hours(anna, club)
    member.get("/stunden/")  # the frame, once
    for number in (3, 27):
        for n in range(number):
            make_hours(anna, club, days_ago=n + number)
        with django_assert_max_num_queries(8):
            assert member.get("/stunden/").status_code == 200


def test_visitors_are_led_to_the_way_in(visitor, anna):
    assert visitor.get("/stunden/").headers["Location"] == "/stunden/link/"
    page = visitor.get("/stunden/link/")
    assert not page.cookies
    token = re.search(r'name="formular" value="([^"]+)"', page.content.decode())[1]
    done = visitor.post("/stunden/link/", {"email": anna.email, "formular": token})
    assert done.headers["Location"].endswith("?meldung=link")
    assert visitor.post("/stunden/link/", {"email": "x", "formular": token}).status_code == 422


def test_from_entry_to_paper_without_an_account(visitor, bruchsal, club):
    """Log by link, confirm by the club's link, certificate, check by anyone."""
    person = make_volunteer(bruchsal, "ohne@example.org")
    add = by_link(person, "add")
    assert "Obstfreunde" in text(visitor.get(f"{add}?q=obst"))
    form = {"date": "01.02.2026", "time": "2,5", "what": "Äpfel", "expenses": "none", "name": "Otto Ohne"}
    bad = visitor.post(f"{add}?verein={club.slug}", form | {"date": "morgen", "time": "99"})
    assert bad.status_code == 422
    assert "Äpfel" in text(bad)
    done = visitor.post(f"{add}?verein={club.slug}", form)
    assert done.status_code == 302
    entry = HourEntry.objects.get()
    assert (entry.minutes, entry.state) == (150, "asked")
    link = re.search(r"https?://[^/]+(/stunden/bestaetigen/\S+)", Letter.objects.get(to=MAIL).body)[1]
    page = visitor.get(link)
    assert "Otto Ohne" in text(page)
    assert HourEntry.objects.get().state == "asked"  # looking decides nothing
    assert (
        visitor.post(
            link, {"eintrag": entry.uuid, "antwort": "ja"}, headers={"Sec-Fetch-Site": "cross-site"}
        ).status_code
        == 403
    )
    assert visitor.post(link, {"eintrag": entry.uuid, "antwort": "ja"}).headers["Location"].endswith("bestaetigt")
    assert visitor.post(link, {"eintrag": entry.uuid, "antwort": "nein"}).headers["Location"].endswith("nichts")
    assert HourEntry.objects.get().state == "confirmed"
    issue = by_link(person, "issue")
    done = visitor.post(issue, {"start": "2026-01-01", "end": f"{timezone.localdate()}", "name": "Otto Ohne"})
    assert done.status_code == 302
    number = person.certificates.get()
    file = visitor.get(by_link(person, "pdf", number.uuid))
    assert file.headers["Content-Type"] == "application/pdf"
    assert paper.is_genuine(file.content)
    with time_machine.travel(timezone.now() + dt.timedelta(days=400), tick=False):
        assert visitor.get(by_link(person, "pdf", number.uuid)).content == file.content
    checked = visitor.get(reverse("hours:check", args=[number.signature]))
    assert "ist echt" in text(checked)
    assert "O.O." in text(checked)
    assert "Otto Ohne" not in text(checked)
    assert "Obstfreunde" not in text(checked)
    right = visitor.post(reverse("hours:check", args=[number.signature]), {"name": "otto  ohne"})
    assert "auf diesen Namen ausgestellt" in text(right)
    wrong = visitor.post(reverse("hours:check", args=[number.signature]), {"name": "Otto Anders"})
    assert "auf einen anderen Namen" in text(wrong)
    papers.revoke(number, actor=None)
    assert "wurde widerrufen" in text(visitor.get(reverse("hours:check", args=[number.signature])))
    assert visitor.get(by_link(person, "pdf", number.uuid)).status_code == 404


def test_several_hours_of_one_club_on_one_page_and_none_of_others(visitor, anna, club, buehl):
    first, second = (make_hours(anna, club, confirmed=False, days_ago=n, what=f"Nr{n}") for n in (1, 2))
    foreign = make_hours(anna, make_club(buehl, mail="andere@example.org"), confirmed=False, what="Anderswo")
    link = reverse("hours:decide", args=[addresses.decide_token(addresses.Asked(club), MAIL)])
    page = text(visitor.get(link))
    assert "Nr1" in page
    assert "Nr2" in page
    assert "Anderswo" not in page
    visitor.post(link, {"eintrag": [first.uuid, foreign.uuid, "x"], "antwort": "ja"})
    states = dict(HourEntry.objects.values_list("uuid", "state"))
    assert (states[first.uuid], states[second.uuid], states[foreign.uuid]) == ("confirmed", "asked", "asked")


def test_a_link_ends_with_time_and_with_the_mailbox(visitor, anna, club):
    make_hours(anna, club, confirmed=False)
    token = addresses.decide_token(addresses.Asked(club), MAIL)
    link = reverse("hours:decide", args=[token])
    assert visitor.get(link).status_code == 200
    assert visitor.get(reverse("hours:decide", args=[token[:-2] + "xx"])).status_code == 404
    with time_machine.travel(timezone.now() + dt.timedelta(days=31)):
        assert visitor.get(link).status_code == 404
    type(club).objects.filter(pk=club.pk).update(contact_email="neu@example.org")
    assert visitor.get(link).status_code == 404


def test_nobody_confirms_their_own_hours_by_link(visitor, bruchsal, anna):
    club = make_club(bruchsal, mail="Anna+verein@example.org")  # the volunteer's own mailbox
    row = make_hours(anna, club, confirmed=False)
    link = reverse("hours:decide", args=[addresses.decide_token(addresses.Asked(club), club.contact_email)])
    assert str(row.uuid) not in text(visitor.get(link))
    visitor.post(link, {"eintrag": row.uuid, "antwort": "ja"})
    row.refresh_from_db()
    assert row.state == "asked"


def test_a_volunteers_token_opens_no_confirmation_and_nothing_of_others(visitor, member, anna, club, bruchsal):
    other = make_volunteer(bruchsal, "zwei@example.org")
    row = make_hours(other, club)
    number = papers.issue(other, bruchsal, row.date, timezone.localdate(), name=other.name, actor=None)
    assert visitor.get(reverse("hours:decide", args=[volunteering.token("volunteer", other)])).status_code == 404
    assert visitor.get(reverse("hours:log_by_link", args=[volunteering.token("feed", other)])).status_code == 404
    for client, address in (
        (member, reverse("hours:pdf", args=[number.uuid])), (visitor, by_link(anna, "pdf", number.uuid)),
    ):  # fmt: skip
        assert client.get(address).status_code == 404
    assert visitor.get(reverse("hours:pdf", args=[number.uuid])).status_code == 302
    for address in (reverse("hours:revoke", args=[number.uuid]), reverse("hours:remove", args=[row.uuid])):
        assert member.post(address).status_code == 404
    number.refresh_from_db()
    assert number.revoked_at is None


def test_a_members_own_sign_ups_are_offered_once(member, anna, bruchsal):
    row = make_past_sign_up(bruchsal, anna, title="Fest aufbauen")
    assert "Fest aufbauen" in text(member.get("/stunden/eintragen/"))
    done = member.post(f"/stunden/eintragen/?einsatz={row.uuid}", {"time": "2:00", "name": "Anna", "what": ""})
    assert done.status_code == 302
    assert "Fest aufbauen" not in text(member.get("/stunden/eintragen/"))
    entry = HourEntry.objects.get()
    assert member.post(reverse("hours:remove", args=[entry.uuid])).status_code == 302
    assert not HourEntry.objects.exists()


def test_the_clubs_people_confirm_many_but_never_their_own(on_host, bruchsal, buehl, club, anna):
    leader = make_user("leiterin@example.org")
    ClubMember.objects.create(city=bruchsal, club=club, user=leader, role="editor")
    own = make_hours(make_volunteer(bruchsal, leader.email, user=leader), club, confirmed=False)
    rows = [make_hours(anna, club, confirmed=False, days_ago=n) for n in (1, 2, 3)]
    foreign = make_hours(anna, make_club(buehl), confirmed=False, days_ago=5)
    client = on_host(buehl)  # a club's people work on whatever portal they are
    client.force_login(leader)
    assert client.get("/stunden/vereine/").status_code == 200
    client.post("/stunden/vereine/", {"eintrag": [r.uuid for r in (*rows, own, foreign)], "antwort": "ja"})
    states = dict(HourEntry.objects.values_list("pk", "state"))
    assert [states[r.pk] for r in (*rows, own, foreign)] == ["confirmed"] * 3 + ["asked"] * 2
    client.post("/stunden/vereine/", {"zurueck": rows[0].uuid})
    rows[0].refresh_from_db()
    assert rows[0].state == "refused"


def test_the_citys_desk_is_its_own(on_host, bruchsal, buehl, club, anna, member, visitor):
    row = make_hours(anna, club, confirmed=False)
    boss = make_user("amt@example.org", bruchsal, "city_admin")
    for client in (visitor, member):
        assert client.get("/stunden/verwalten/").status_code == 404
        assert client.get("/stunden/verwalten/karte/").status_code == 404
    other = on_host(buehl)
    other.force_login(boss)
    assert other.get("/stunden/verwalten/").status_code == 404
    client = on_host(bruchsal)
    client.force_login(boss)
    assert "Obstfreunde" in text(client.get("/stunden/verwalten/"))
    client.post("/stunden/verwalten/", {"eintrag": row.uuid, "antwort": "ja"})
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("confirmed", "city")
    rule = {
        "is_open": "on",
        "hours": "1",
        "per": "year",
        "months": "12",
        "min_age": "16",
        "link": "https://karte.example/",
    }
    assert client.post("/stunden/verwalten/karte/", rule | {"hours": "0"}).status_code == 422
    assert client.post("/stunden/verwalten/karte/", rule | {"hours": "99999999999"}).status_code == 422
    assert client.post("/stunden/verwalten/karte/", rule).status_code == 302
    assert CardRule.objects.get().city_id == bruchsal.pk
    assert "reichen für die Ehrenamtskarte" in text(member.get("/stunden/"))
    assert client.post("/stunden/verwalten/karte/", rule | {"hours": "250"}).status_code == 302
    assert "Es fehlen noch 248:00 bestätigte Stunden" in text(member.get("/stunden/"))


def test_checking_needs_no_account_and_bears_any_input(visitor):
    assert visitor.get("/stunden/schluessel.json").json()["keys"][0]["alg"] == "Ed25519"
    good = seal.pack(
        seal.Facts(
            HourEntry().uuid, dt.date(2026, 1, 2), dt.date(2026, 1, 1), dt.date(2026, 1, 2), 5, 1, b"x" * 12, "A.B."
        )
    )
    assert visitor.get("/stunden/pruefen/", {"code": f"https://x.example/stunden/pruefen/{good}/"}).status_code == 302
    for code in ("", "x", "ü" * 50, "/stunden/pruefen/" + "A" * 200 + "/"):
        assert visitor.get("/stunden/pruefen/", {"code": code}).status_code == 422
    for payload in ("x", "A" * 150, "ü", good[:-1], good + "A"):
        page = visitor.get(reverse("hours:check", args=[payload]))
        assert page.status_code == 404
        assert "nicht echt" in text(page)
        assert not page.cookies
