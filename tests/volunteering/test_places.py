"""Places of a shift: who gets one, who waits, who moves up, and that the database itself refuses one too many."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clubs.volunteering import guards
from clubs.volunteering.actions import places
from clubs.volunteering.models import Shift, SignUp
from portal.kit.refused import Refused
from portal.mailing.models import Letter
from tests.volunteering.making import make_offer, make_shift, make_volunteer, states


@pytest.fixture
def city(bruchsal):
    with scope(city=[bruchsal]):
        yield bruchsal


@pytest.fixture
def shift(city):
    return make_shift(make_offer(city, max_group=4), capacity=2)


def come(shift, count=1, **answers):
    people = [make_volunteer(shift.city) for _n in range(count)]
    rows = [places.sign_up(shift, person, name="Testperson", **answers) for person in people]
    return rows if count > 1 else rows[0]


def told(kind):
    return Letter.objects.filter(key__startswith=f"volunteering.{kind}:").count()


def test_the_last_place_then_a_line_without_gaps(shift):
    rows = come(shift, 5)
    assert states(shift) == ["confirmed", "confirmed", "waiting", "waiting", "waiting"]
    assert [places.position(row) for row in rows] == [0, 0, 1, 2, 3]
    assert (told("confirmed"), told("waiting")) == (2, 3)


def test_signing_up_twice_is_one_sign_up(shift):
    person = make_volunteer(shift.city)
    first = places.sign_up(shift, person, name="A")
    assert places.sign_up(shift, person, name="A") == first
    assert states(shift) == ["confirmed"]


def test_who_cancels_makes_way_for_the_next_in_the_same_moment(shift):
    rows = come(shift, 4)
    places.cancel(rows[0])
    assert states(shift) == ["cancelled", "confirmed", "offered", "waiting"]
    places.cancel(rows[0])  # again: nothing
    assert (told("offered"), told("cancelled")) == (1, 1)
    assert places.accept(rows[2]).state == "confirmed"
    assert told("offered") == 1


def test_an_offer_that_runs_out_goes_to_the_next(shift):
    rows = come(shift, 4)
    now = timezone.now()
    places.cancel(rows[0], now=now)
    until = SignUp.objects.get(pk=rows[2].pk).offered_until
    assert now < until <= now + dt.timedelta(hours=12, minutes=1)  # tomorrow's shift: half of what is left
    assert places.expire_due(until - dt.timedelta(seconds=1)) == 0
    assert places.expire_due(until) == 1
    assert states(shift) == ["cancelled", "confirmed", "expired", "offered"]
    with pytest.raises(Refused, match="nächste Person"):
        places.accept(rows[2], now=until)
    assert (told("offered"), told("expired")) == (2, 1)


def test_a_group_that_does_not_fit_lets_others_go_first(shift):
    rows = come(shift, 2)
    group = come(shift, places=2)
    single = come(shift)
    places.cancel(rows[0])
    assert states(shift) == ["cancelled", "confirmed", "waiting", "offered"]
    places.cancel(rows[1])
    places.cancel(single)
    assert SignUp.objects.get(pk=group.pk).state == "offered"
    with pytest.raises(Refused, match="höchstens 4 Personen"):
        come(shift, places=5)


def test_fewer_places_send_the_latest_back_before_the_others(shift):
    rows = come(shift, 3)
    assert [row.pk for row in places.displaced(places.lock(shift.pk), 1)] == [rows[1].pk]
    back = places.set_capacity(shift, 1, actor=None)
    assert [row.pk for row in back] == [rows[1].pk]
    assert states(shift) == ["confirmed", "waiting", "waiting"]
    assert places.position(SignUp.objects.get(pk=rows[1].pk)) == 1
    assert told("displaced") == 1
    places.set_capacity(shift, 2, actor=None)
    assert states(shift) == ["confirmed", "offered", "waiting"]
    with pytest.raises(Refused):
        places.set_capacity(shift, -1, actor=None)


def test_too_young_too_late_without_skill(city):
    offer = make_offer(city, min_age=16, needs_consent=True, skills="Führerschein")
    shift = make_shift(offer)
    for answers, reason in (
        ({"age": 30}, "Führerschein"),
        ({"has_skills": True}, "Geburtsdatum"),
        ({"has_skills": True, "age": 15}, "mindestens 16 Jahre"),
        ({"has_skills": True, "age": 17}, "Eltern"),
    ):
        with pytest.raises(Refused, match=reason):
            come(shift, **answers)
    row = come(shift, has_skills=True, age=17, guardian_email="eltern@x.example")
    assert (row.state, Shift.objects.get(pk=shift.pk).taken) == ("consent", 0)
    assert Letter.objects.get(key__startswith="volunteering.guardian:").to == "eltern@x.example"
    agreed = places.consent(row, True)
    assert (agreed.state, agreed.guardian_email) == ("confirmed", "")
    with pytest.raises(Refused, match="begonnen"):
        places.sign_up(shift, make_volunteer(city), name="A", age=30, has_skills=True, now=shift.starts_at)


def test_a_cancelled_shift_tells_everyone_once(shift):
    come(shift, 3)
    assert places.cancel_shift(shift, actor=None, reason="Sturm") == 3
    assert places.cancel_shift(shift, actor=None) == 0
    assert set(states(shift)) == {"cancelled"}
    assert told("shift_cancelled") == 3
    with pytest.raises(Refused, match="findet nicht statt"):
        come(shift)


RAW = {
    "confirm one more": "UPDATE volunteering_signup SET state = 'confirmed' WHERE state = 'waiting'",
    "a larger group": "UPDATE volunteering_signup SET places = 3 WHERE state = 'confirmed'",
    "count by hand": "UPDATE volunteering_shift SET taken = 0",
    "count too high": "UPDATE volunteering_shift SET taken = taken + 1, capacity = capacity + 1",
    "fewer places": "UPDATE volunteering_shift SET capacity = 1",
    "another shift": "UPDATE volunteering_signup SET shift_id = (SELECT MAX(id) FROM volunteering_shift)",
}


@pytest.mark.parametrize("what", RAW)
def test_no_sql_gets_past_the_database(shift, what):
    make_shift(make_offer(shift.city))
    come(shift, 3)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RAW[what])
    assert states(shift) == ["confirmed", "confirmed", "waiting"]
    assert Shift.objects.get(pk=shift.pk).taken == 2


def test_no_bulk_write_and_no_stale_copy_either(shift):
    old = Shift.objects.get(pk=shift.pk)
    come(shift, 2)
    old.title = "Aufbau"
    old.save()  # knew of nobody: does not write its count
    assert Shift.objects.get(pk=shift.pk).taken == 2
    more = SignUp(city=shift.city, shift=shift, volunteer=make_volunteer(shift.city), state="confirmed")
    with pytest.raises(DatabaseError), transaction.atomic():
        SignUp.objects.bulk_create([more])
    SignUp.objects.filter(shift=shift).update(state="cancelled")
    assert Shift.objects.get(pk=shift.pk).taken == 0


def test_without_the_triggers_the_count_would_lie(shift):
    """The guard shown red: what the test above relies on is the triggers, not luck."""
    on = " ON volunteering_signup" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for statement in guards.SQLITE[:3]:  # DROP TRIGGER …
            cursor.execute(statement + on)
    assert [row.state for row in come(shift, 3)] == ["confirmed"] * 3  # three on two places; rolled back with the test


PEOPLE = 6
OPERATION = st.one_of(
    st.tuples(st.just("come"), st.integers(0, PEOPLE - 1), st.integers(1, 4)),
    st.tuples(st.just("cancel"), st.integers(0, PEOPLE - 1), st.just(0)),
    st.tuples(st.just("accept"), st.integers(0, PEOPLE - 1), st.just(0)),
    st.tuples(st.just("resize"), st.integers(0, PEOPLE - 1), st.integers(1, 4)),
    st.tuples(st.just("capacity"), st.integers(0, 8), st.just(0)),
    st.tuples(st.just("later"), st.integers(1, 700), st.just(0)),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(OPERATION, max_size=25))
def test_whatever_happens_in_whatever_order(city, operations):
    """Never overbooked; no free place beside someone whom it fits; one letter per move up; the line keeps its order."""
    with transaction.atomic():
        shift = make_shift(make_offer(city, max_group=4), capacity=3)
        people = [make_volunteer(city) for _n in range(PEOPLE)]
        now = timezone.now()
        for kind, number, size in operations:
            own = None if kind in ("capacity", "later") else _own(shift, people[number])
            try:
                if kind == "come":
                    places.sign_up(shift, people[number], name="A", places=size, now=now)
                elif kind == "capacity":
                    places.set_capacity(shift, number, actor=None, now=now)
                elif kind == "later":
                    now += dt.timedelta(minutes=number)
                    places.expire_due(now)
                elif own is not None:
                    action = {"cancel": places.cancel, "accept": places.accept}.get(kind)
                    action(own, now=now) if action else places.resize(own, size, now=now)
            except Refused:
                pass
            _promise(shift, now)
        moved = sum(row["n"] for row in _offers(shift))
        assert told("offered") == moved
        transaction.set_rollback(True)


def _own(shift, person):
    return SignUp.objects.filter(shift=shift, volunteer=person).active().first()


def _promise(shift, now):
    shift = Shift.objects.get(pk=shift.pk)
    rows = list(SignUp.objects.filter(shift=shift))
    held = sum(row.places for row in rows if row.state in ("confirmed", "offered"))
    assert held == shift.taken <= shift.capacity
    waiting = [row.places for row in rows if row.state == "waiting"]
    if waiting and shift.starts_at > now:
        assert min(waiting) > shift.capacity - held
    line = [places.position(row) for row in sorted(rows, key=lambda r: r.pk) if row.state == "waiting"]
    assert line == list(range(1, len(line) + 1))


def _offers(shift):
    from portal.audit.models import AuditEntry

    keys = [f"volunteering.signup:{row.uuid}" for row in SignUp.objects.filter(shift=shift)]
    yield {"n": AuditEntry.objects.filter(action="volunteering.offer_place", target__in=keys).count()}
