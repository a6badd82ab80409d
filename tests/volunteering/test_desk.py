"""The desks of clubs and of the city: who may do what, previews that keep their word, one letter per event."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from clubs.directory.models import Club, ClubCity, ClubMember, ClubSettings
from clubs.volunteering.actions import desk as actions
from clubs.volunteering.actions import offers, places
from clubs.volunteering.background import BackgroundCheck
from clubs.volunteering.desk import figures
from clubs.volunteering.desk.shifts import rehearse
from clubs.volunteering.desk_letters import fresh_token
from clubs.volunteering.models import Offer, Shift, SignUp
from clubs.volunteering.signals import attended
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.cities.models import City
from portal.kit.refused import Refused
from portal.mailing.models import Letter
from tests.factories import make_user
from tests.volunteering.making import make_offer, make_shift, make_volunteer, states

pytestmark = pytest.mark.django_db
OnHost = Callable[..., Client]
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def make_club(city: City, slug: str, status: str = "published") -> tuple[Club, User]:
    with scopes_disabled():
        club = Club.objects.create(city=city, slug=slug, name=f"Verein {slug}", status=status)
        ClubCity.objects.create(city=city, club=club)
        user = make_user(f"{slug}@x.example", display_name=f"Leitung {slug}")
        ClubMember.objects.create(city=city, club=club, user=user, role="owner")
    return club, user


def at(name: str, *args: Any) -> str:
    return reverse(f"volunteering_desk:{name}", args=args)


def come(shift: Shift, *people: int, **options: Any) -> list[SignUp]:
    """Sign-ups of groups of so many people each."""
    with scopes_disabled():
        shift.offer.max_group = 20
        shift.offer.save()
        return [
            places.sign_up(shift, make_volunteer(shift.city), name=f"Person {n}", places=size, **options)
            for n, size in enumerate(people, 1)
        ]


def snapshot() -> Any:
    with scopes_disabled():
        return (
            list(Offer.objects.order_by("pk").values()), list(Shift.objects.order_by("pk").values()),
            list(SignUp.objects.order_by("pk").values()), Letter.objects.count(), AuditEntry.objects.count(),
            BackgroundCheck.objects.count(),
        )  # fmt: skip


def every_address(offer: Offer, shift: Shift, row: SignUp) -> list[str]:
    return [
        *(at(n, offer.uuid) for n in ("offer", "edit", "publish", "fresh", "copy", "withdraw", "decide", "shift_new")),
        at("export", offer.uuid, "csv"),
        *(
            at(n, shift.uuid)
            for n in (
                "shift", "shift_change", "shift_repeat", "shift_capacity", "shift_call_off", "shift_message", "shift_add",
                "shift_attendance",
            )
        ),
        at("remove", row.uuid), at("check", row.uuid),
    ]  # fmt: skip


def test_nobody_else_touches_a_clubs_offer(bruchsal: City, buehl: City, on_host: OnHost) -> None:
    club, _own = make_club(bruchsal, "eigener")
    _other, neighbour = make_club(bruchsal, "anderer")
    _far, stranger = make_club(buehl, "fremder")
    staff = make_user("stadt@buehl.example", buehl, "city_admin")
    offer = make_offer(bruchsal, "Nur der eigene Verein", club=club, needs_check=True)
    shift = make_shift(offer)
    [row] = come(shift, 1)
    before = snapshot()
    post = {"title": "Gekapert", "capacity": 0, "reason": "x", "text": "x", "do": "ja", f"da-{row.uuid}": "ja"}
    for user in (neighbour, stranger, staff, make_user("niemand@x.example"), None):
        for city in (bruchsal, buehl):
            client = on_host(city, user)
            for address in every_address(offer, shift, row):
                assert client.get(address).status_code in (404, 405), address
                assert client.post(address, post).status_code == 404, address
    assert snapshot() == before
    listed = on_host(bruchsal, neighbour).get(at("list"))
    assert listed.status_code == 200
    assert "Nur der eigene Verein" not in listed.content.decode()
    for name in ("queue", "others", "figures", "figures_file", "alliance"):
        assert on_host(bruchsal, neighbour).get(at(name)).status_code == 404


def test_a_club_makes_an_offer_with_dates(bruchsal: City, on_host: OnHost) -> None:
    _club, user = make_club(bruchsal, "obst")
    client = on_host(bruchsal, user)
    answer = client.post(at("new"), {"kind": "shifts", "whose": "obst"})
    assert answer.headers["Location"] == at("new_of_kind", "obst", "shifts")
    form = {"title": "Äpfel pflücken", "text": "Gemeinsam auf der Wiese.", "expenses": "none", "marke": uuid.uuid4()}
    wrong = client.post(at("new_of_kind", "obst", "shifts"), {**form, "title": "", "min_age": 200})
    assert wrong.status_code == 422
    assert "Gemeinsam auf der Wiese." in wrong.content.decode()
    for _twice in range(2):
        answer = client.post(at("new_of_kind", "obst", "shifts"), form)
    with scopes_disabled():
        offer = Offer.objects.get()
    assert answer.headers["Location"] == at("offer", offer.uuid)
    day = timezone.localdate() + 10 * DAY
    post = {"day": day.isoformat(), "start": "22:00", "end": "01:00", "capacity": 4, "title": "", "marke": uuid.uuid4()}
    for wrong_post in (
        {"day": "2020-01-01"}, {"capacity": -3}, {"capacity": 10**30}, {"start": "25:99"}, {"day": "9999-12-31"},
        {"title": "x" * 1_000_000}, {"min_people": 5},
    ):  # fmt: skip
        answer = client.post(at("shift_new", offer.uuid), {**post, **wrong_post})
        assert answer.status_code == 422, wrong_post
    assert client.post(at("shift_new", offer.uuid), post).status_code == 302
    with scopes_disabled():
        shift = Shift.objects.get()
    assert shift.ends_at - shift.starts_at == 3 * HOUR
    client.post(at("shift_repeat", shift.uuid), {"every": "7", "count": "3"})
    client.post(at("publish", offer.uuid))
    with scopes_disabled():
        assert Shift.objects.count() == 4
        offer = Offer.objects.get()
    assert offer.is_public
    for address in (at("list"), at("offer", offer.uuid), at("shift", shift.uuid), at("edit", offer.uuid), at("day")):
        assert client.get(address).status_code == 200, address


def test_where_the_city_looks_first(bruchsal: City, on_host: OnHost) -> None:
    club, user = make_club(bruchsal, "neu")
    with scopes_disabled():
        ClubSettings.objects.create(city=bruchsal, offers_wait=True)
    offer = make_offer(bruchsal, "Wartet", club=club, public=False)
    on_host(bruchsal, user).post(at("publish", offer.uuid))
    offer.refresh_from_db()
    assert offer.status == "waiting"
    assert on_host(bruchsal, user).post(at("decide", offer.uuid), {"do": "ja"}).status_code == 404
    desk = on_host(bruchsal, make_user("stadt@x.example", bruchsal, "city_admin"))
    assert "Wartet" in desk.get(at("queue")).content.decode()
    assert desk.post(at("decide", offer.uuid), {"reason": ""}).status_code == 422
    assert desk.post(at("decide", offer.uuid), {"reason": "Wo ist das?"}).status_code == 302
    offer.refresh_from_db()
    assert (offer.status, offer.withdrawn_reason) == ("draft", "Wo ist das?")
    on_host(bruchsal, user).post(at("publish", offer.uuid))
    assert desk.get(at("decide", offer.uuid)).status_code == 200
    desk.post(at("decide", offer.uuid), {"do": "ja"})
    desk.post(at("decide", offer.uuid), {"do": "ja"})
    offer.refresh_from_db()
    assert offer.is_public
    assert [letter.to for letter in Letter.objects.filter(key__startswith="volunteering.offer_decided")] == [
        user.email
    ] * 2


def test_requests_and_offers_without_a_club_wait_for_the_city(bruchsal: City) -> None:
    with scope(city=[bruchsal]):
        one = offers.create_offer(bruchsal, actor=None, kind="flexible", title="Nachbarn helfen", provider="Initiative")
        assert offers.publish(one, actor=None).status == "waiting"
        hidden, _user = make_club(bruchsal, "unbekannt", status="waiting")
        two = offers.create_offer(bruchsal, actor=None, kind="flexible", title="Mitmachen", club=hidden)
        assert offers.publish(two, actor=None).status == "waiting"


def test_fewer_places_shows_exactly_who_goes_back(bruchsal: City, on_host: OnHost) -> None:
    club, user = make_club(bruchsal, "klein")
    shift = make_shift(make_offer(bruchsal, club=club), capacity=6)
    rows = come(shift, 1, 2, 1, 2, 3)
    assert states(shift) == ["confirmed"] * 4 + ["waiting"]
    client, before = on_host(bruchsal, user), snapshot()
    shown = client.post(at("shift_capacity", shift.uuid), {"capacity": 3})
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "Person 4" in text
    assert "Person 3" in text
    assert "Person 2" not in text
    assert snapshot() == before  # a preview leaves nothing
    stand = shown.context["shown"].stand
    with scopes_disabled():
        places.cancel(rows[0])
    changed = client.post(at("shift_capacity", shift.uuid), {"capacity": 3, "stand": stand})
    assert changed.status_code == 422
    assert states(shift)[3] == "confirmed"
    with scope(city=[bruchsal]):
        promised = rehearse(shift, 3)
    done = client.post(at("shift_capacity", shift.uuid), {"capacity": 3, "stand": promised.stand})
    assert done.status_code == 302
    with scopes_disabled():
        now_so = dict(SignUp.objects.filter(pk__in=[row.pk for row in promised.back]).values_list("pk", "state"))
    assert {row.pk: row.state for row in promised.back} == now_so
    assert states(shift) == ["cancelled", "confirmed", "confirmed", "waiting", "waiting"]


def test_a_withdrawn_offer_is_gone_from_every_portal(bruchsal: City, buehl: City, redi: City, on_host: OnHost) -> None:
    club, user = make_club(bruchsal, "fort")
    offer = make_offer(bruchsal, "Gleich zurückgezogen", club=club)
    shifts = [make_shift(offer, starts_in=n * DAY) for n in (1, 2)]
    for shift in shifts:
        come(shift, 1, 1)
    path = reverse("volunteering:offer", args=[offer.slug])
    for city in (bruchsal, buehl, redi):
        for _cached in range(2):
            assert on_host(city).get(path).status_code == 200
    client = on_host(bruchsal, user)
    assert "4 Anmeldungen" in client.get(at("withdraw", offer.uuid)).content.decode()
    for _twice in range(2):
        client.post(at("withdraw", offer.uuid), {"reason": "Die Wiese steht unter Wasser."})
    for city in (bruchsal, buehl, redi):
        assert not Offer.shown_in(city).filter(pk=offer.pk).exists()
        assert on_host(city).get(path).status_code in (404, 410)
    assert all(state == "cancelled" for shift in shifts for state in states(shift))
    assert Letter.objects.filter(key__startswith="volunteering.shift_cancelled").count() == 4


def test_a_closed_club_asks_for_nobody(bruchsal: City) -> None:
    club, _user = make_club(bruchsal, "zu")
    shift = make_shift(make_offer(bruchsal, club=club))
    come(shift, 1)
    with scopes_disabled():
        club.status = "closed"
        for _twice in range(2):
            club.save(update_fields=["status"])
        assert Offer.objects.get().status == "withdrawn"
    assert states(shift) == ["cancelled"]
    assert "Den Verein gibt es nicht mehr." in Letter.objects.get(key__startswith="volunteering.shift_cancelled").body


def test_a_message_goes_out_once_to_each(bruchsal: City, on_host: OnHost) -> None:
    club, user = make_club(bruchsal, "post")
    shift = make_shift(make_offer(bruchsal, club=club), capacity=2)
    come(shift, 1, 1, 1)
    client, key = on_host(bruchsal, user), uuid.uuid4()
    for _twice in range(2):
        client.post(at("shift_message", shift.uuid), {"text": "Treffpunkt ist das Tor.", "marke": key})
    letters = Letter.objects.filter(key__startswith="volunteering.message:")
    assert letters.count() == 2
    assert all("Treffpunkt ist das Tor." in letter.body for letter in letters)
    answer = client.post(at("shift_message", shift.uuid), {"text": "Alle", "waiting": "on", "marke": uuid.uuid4()})
    assert answer.status_code == 302
    assert letters.all().count() == 5
    client.post(at("shift_message", shift.uuid), {"text": "Dritte", "marke": uuid.uuid4()})
    answer = client.post(at("shift_message", shift.uuid), {"text": "Vierte", "marke": uuid.uuid4()})
    assert answer.status_code == 422
    assert client.post(at("shift_message", shift.uuid), {"text": "x" * 10**6, "marke": uuid.uuid4()}).status_code == 422
    with scopes_disabled():
        entry = AuditEntry.objects.filter(action="volunteering.message").first()
    assert entry is not None
    assert "Treffpunkt" not in str(entry.data)


def test_a_changed_shift_is_told_once(bruchsal: City, on_host: OnHost) -> None:
    club, user = make_club(bruchsal, "zeit")
    shift = make_shift(make_offer(bruchsal, club=club), starts_in=5 * DAY)
    come(shift, 1, 1)
    begins, ends = timezone.localtime(shift.starts_at), timezone.localtime(shift.ends_at)
    post = {"day": f"{begins:%Y-%m-%d}", "start": f"{begins:%H:%M}", "end": f"{ends:%H:%M}", "title": "Aufbau"}
    client = on_host(bruchsal, user)
    for _twice in range(2):
        assert client.post(at("shift_change", shift.uuid), post).status_code == 302
    client.post(at("shift_change", shift.uuid), {**post, "min_people": 2})
    changed = Letter.objects.filter(key__startswith="volunteering.shift_changed")
    shift.refresh_from_db()
    assert (shift.sequence, changed.count()) == (1, 2)
    with scope(city=[bruchsal]):
        offers.update_offer(shift.offer, actor=user, place="Neuer Platz 1")
    shift.refresh_from_db()
    assert (shift.sequence, changed.count()) == (2, 4)


def test_people_by_hand_removed_and_marked(bruchsal: City, on_host: OnHost) -> None:
    club, user = make_club(bruchsal, "hand")
    offer = make_offer(bruchsal, club=club, needs_check=True, min_age=16)
    shift = make_shift(offer, capacity=1)
    client = on_host(bruchsal, user)
    post = {"name": "Anruferin", "email": "ruft@x.example", "age": 40, "note": "kommt später"}
    for wrong in ({"email": ""}, {"email": "x"}, {"name": ""}, {"age": 12}, {"name": "x" * 10**6}):
        assert client.post(at("shift_add", shift.uuid), {**post, **wrong}).status_code == 422, wrong
    for _twice in range(2):
        assert client.post(at("shift_add", shift.uuid), post).status_code == 302
    client.post(at("shift_add", shift.uuid), {**post, "email": "zweite@x.example", "name": "Zweite"})
    assert states(shift) == ["confirmed", "waiting"]
    with scopes_disabled():
        first = SignUp.objects.order_by("pk")[0]
    today = timezone.localdate()
    good = {"seen_on": today.isoformat(), "valid_until": (today + 365 * DAY).isoformat()}
    for wrong in ({"seen_on": (today + DAY).isoformat()}, {"valid_until": "2200-01-01"}, {"valid_until": "2020-01-01"}):
        assert client.post(at("check", first.uuid), {**good, **wrong}).status_code == 422, wrong
    assert client.post(at("check", first.uuid), good).status_code == 302
    assert "gültig bis" in client.get(at("shift", shift.uuid)).content.decode()
    with scopes_disabled():
        assert actions.forget_old_checks(today + (365 + 90) * DAY) == 0
        assert actions.forget_old_checks(today + (365 + 91) * DAY) == 1
    assert client.post(at("shift_attendance", shift.uuid), {f"da-{first.uuid}": "ja"}).status_code == 302
    with scopes_disabled():
        assert SignUp.objects.get(pk=first.pk).attended is None  # not before it has begun
    assert client.post(at("remove", first.uuid), {"reason": ""}).status_code == 422
    assert client.post(at("remove", first.uuid), {"reason": "Doppelt gemeldet"}).status_code == 302
    assert states(shift) == ["cancelled", "offered"]
    assert "Doppelt gemeldet" in Letter.objects.get(key__startswith="volunteering.removed").body
    data = b"".join(client.get(at("export", offer.uuid, "csv")).streaming_content).decode()  # type: ignore[attr-defined]
    assert "Zweite" in data
    assert client.get(at("export", offer.uuid, "xlsx")).status_code == 200
    assert client.get(at("export", offer.uuid, "exe")).status_code == 404


def test_attendance_is_told_once(bruchsal: City, on_host: OnHost) -> None:
    club, user = make_club(bruchsal, "da")
    now = timezone.now()
    with scope(city=[bruchsal]):
        offer = offers.create_offer(bruchsal, actor=None, kind="shifts", title="Gestern", club=club)
        offer = offers.publish(offer, actor=None, trusted=True)
        start = now - DAY
        shift = offers.add_shift(offer, start, start + 2 * HOUR, 3, actor=None, now=now - 3 * DAY)
    rows = come(shift, 1, 2, now=now - 2 * DAY)
    heard: list[tuple[uuid.UUID, bool]] = []

    def listen(sender: Any, sign_up: SignUp, came: bool, **_: Any) -> None:
        heard.append((sign_up.uuid, came))

    attended.connect(listen)
    try:
        client = on_host(bruchsal, user)
        post = {f"da-{rows[0].uuid}": "ja", f"da-{rows[1].uuid}": "nein", f"da-{uuid.uuid4()}": "ja"}
        for _twice in range(2):
            client.post(at("shift_attendance", shift.uuid), post)
        client.post(at("shift_attendance", shift.uuid), {f"da-{rows[0].uuid}": "vielleicht"})
    finally:
        attended.disconnect(listen)
    assert heard == [(rows[0].uuid, True), (rows[1].uuid, False)]
    month = next(row for row in figures.months(bruchsal, now) if row.month == figures.month_of(start))
    assert (month.shifts, month.places, month.filled, month.hours, month.missed) == (1, 3, 3, 6.0, 2)


def test_still_true_is_asked_once_and_answered_by_a_button(bruchsal: City, buehl: City, on_host: OnHost) -> None:
    club, user = make_club(bruchsal, "frisch")
    offer = make_offer(bruchsal, "Noch gültig?", club=club, kind="flexible", when_note="immer")
    now = timezone.now()
    with scopes_disabled():
        Offer.objects.filter(pk=offer.pk).update(confirmed_at=now - 89 * DAY)
        assert actions.ask_whether_true(now) == 0
        Offer.objects.filter(pk=offer.pk).update(confirmed_at=now - 91 * DAY)
        assert [actions.ask_whether_true(now), actions.ask_whether_true(now)] == [1, 0]
    letter = Letter.objects.get(key__startswith="volunteering.offer_stale")
    address = at("still_true", fresh_token(offer))
    assert letter.to == user.email
    assert address in letter.body
    assert on_host(buehl).get(address).status_code == 404
    assert on_host(bruchsal).get(address + "x").status_code == 404
    assert on_host(bruchsal).get(at("still_true", fresh_token(offer)[:-2] + "zz")).status_code == 404
    client = on_host(bruchsal)
    assert "Noch gültig?" in client.get(address).content.decode()
    offer.refresh_from_db()
    assert offer.confirmed_at < now - 90 * DAY
    assert client.post(address, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 422
    assert client.post(address).status_code == 302
    assert not client.cookies
    offer.refresh_from_db()
    assert offer.confirmed_at >= now
    with scopes_disabled():
        Offer.objects.filter(pk=offer.pk).update(confirmed_at=now - 121 * DAY)
    assert not Offer.shown_in(bruchsal).filter(pk=offer.pk).exists()


def test_a_city_hides_what_a_neighbour_shows(bruchsal: City, buehl: City, on_host: OnHost) -> None:
    offer = make_offer(buehl, "Aus Bühl")
    draft = make_offer(buehl, "Geheim", public=False)
    desk = on_host(bruchsal, make_user("stadt@x.example", bruchsal, "city_admin"))
    text = desk.get(at("others")).content.decode()
    assert "Aus Bühl" in text
    assert "Geheim" not in text
    assert desk.post(at("hide", draft.uuid), {"do": "aus"}).status_code == 404
    for _twice in range(2):
        assert desk.post(at("hide", offer.uuid), {"do": "aus"}).status_code == 302
    assert not Offer.shown_in(bruchsal).filter(pk=offer.pk).exists()
    assert Offer.shown_in(buehl).filter(pk=offer.pk).exists()
    assert "Aus Bühl" in desk.get(at("others") + "?stand=ausgeblendet").content.decode()
    desk.post(at("hide", offer.uuid), {"do": "ein"})
    assert Offer.shown_in(bruchsal).filter(pk=offer.pk).exists()


def test_queries_do_not_grow(bruchsal: City, on_host: OnHost) -> None:
    club, user = make_club(bruchsal, "gross")
    staff = make_user("stadt@x.example", bruchsal, "city_admin")
    names = ("list", "day", "queue", "others", "figures", "alliance")

    def counted() -> dict[str, int]:
        found = {}
        for name in names:
            client = on_host(bruchsal, staff)
            client.get(at(name))
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(at(name)).status_code == 200
            found[name] = len(queries)
        return found

    def fill(count: int) -> Shift:
        for _n in range(count):
            shift = make_shift(make_offer(bruchsal, club=club, needs_check=True), capacity=2)
            come(shift, 1, 1, 1)
            with scope(city=[bruchsal]):
                waits = offers.create_offer(
                    bruchsal, actor=None, kind="flexible", title="Wartet", provider="Initiative"
                )
                offers.publish(waits, actor=None)
        return shift

    fill(1)
    few = counted()
    last = fill(9)
    assert counted() == few
    assert max(few.values()) <= 12, few
    client = on_host(bruchsal, user)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(at("shift", last.uuid)).status_code == 200
    assert len(queries) <= 12


def test_hostile_filters_count_as_not_given(bruchsal: City, on_host: OnHost) -> None:
    desk = on_host(bruchsal, make_user("stadt@x.example", bruchsal, "city_admin"))
    hostile = "?stand=<x&art=' OR 1&seite=-9&verein=ä%27&q=%27%25&tag=0000-99-99&zeit=x"
    for name in ("list", "queue", "others", "day", "figures", "alliance"):
        assert desk.get(at(name) + hostile).status_code == 200, name
    with pytest.raises(Refused), scopes_disabled():
        actions.note_attendance(make_shift(make_offer(bruchsal)), {}, actor=None)
