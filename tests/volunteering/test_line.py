"""Who only joins the waiting list shares the shift's lock: side by side with each other, never beside who frees a place."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from threading import Barrier, Event

import pytest
from django.db import connection, connections, transaction
from django_scopes import scopes_disabled

from clubs.volunteering.actions import places
from clubs.volunteering.models import Shift
from tests.volunteering.making import make_offer, make_shift, make_volunteer, states

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def full(bruchsal):
    """A shift with one place, who has it, and the shift as somebody saw it then."""
    shift = make_shift(make_offer(bruchsal), capacity=1)
    with scopes_disabled():
        row = places.sign_up(shift, make_volunteer(bruchsal), name="Testperson")
        return row, Shift.objects.get(pk=shift.pk)


def come(shift, person, before_commit=lambda: None):
    try:
        with transaction.atomic(), scopes_disabled():
            connection.cursor().execute("SET LOCAL lock_timeout = '10s'")
            row = places.sign_up(shift, person, name="Testperson")
            before_commit()
            return row.state
    finally:
        connections.close_all()


def test_who_comes_while_somebody_cancels_gets_the_place(full, bruchsal):
    row, seen = full
    person = make_volunteer(bruchsal)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic(), scopes_disabled():
            places.cancel(row)
            job = pool.submit(come, seen, person)
            assert not wait([job], timeout=0.5).done  # the shift looks full, but is being changed
        assert job.result(10) == "confirmed"
    assert states(seen) == ["cancelled", "confirmed"]


def test_the_line_is_joined_side_by_side(full, bruchsal):
    _row, seen = full
    people = [make_volunteer(bruchsal) for _n in range(4)]
    together = Barrier(4)
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(come, seen, person, lambda: together.wait(10)) for person in people]
        assert [job.result(20) for job in jobs] == ["waiting"] * 4  # nobody has committed before all had joined


def test_who_cancels_waits_for_the_line_and_asks_its_first(full, bruchsal):
    row, seen = full
    person, joined, go = make_volunteer(bruchsal), Event(), Event()

    def pause():
        joined.set()
        go.wait(10)

    with ThreadPoolExecutor(2) as pool:
        joining = pool.submit(come, seen, person, pause)
        assert joined.wait(10)
        cancelling = pool.submit(cancel, row)
        assert not wait([cancelling], timeout=0.5).done
        go.set()
        assert joining.result(10) == "waiting"
        cancelling.result(10)
    assert states(seen) == ["cancelled", "offered"]


def cancel(row):
    try:
        with scopes_disabled():
            places.cancel(row)
    finally:
        connections.close_all()
