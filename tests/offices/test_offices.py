"""Offices in the database: one main office, rows that the constraints refuse, the city's own list, the admin."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django_scopes import scope
from django_scopes.exceptions import ScopeError

from portal.audit.models import AuditEntry
from portal.offices import actions
from portal.offices.directory import main_office, offices_of
from portal.offices.models import Office, OpeningException, OpeningHours
from tests.factories import make_user

T = dt.time


@pytest.fixture
def office(bruchsal):
    with scope(city=bruchsal):
        office = actions.save_office(
            bruchsal, Office(name="Bürgerbüro", is_main=True, street="Marktplatz 1"), actor=None
        )
        actions.set_hours(bruchsal, office, [(0, T(8), T(12)), (0, T(14), T(16))], actor=None)
        return office


def test_a_new_main_office_takes_the_title(bruchsal, office):
    with scope(city=bruchsal):
        actions.save_office(bruchsal, Office(name="Rathaus", is_main=True), actor=None)
        assert [o.name for o in Office.objects.filter(is_main=True)] == ["Rathaus"]
        assert AuditEntry.objects.filter(action="offices.add").count() == 2


def test_slugs_are_made_and_free(bruchsal, office):
    with scope(city=bruchsal):
        again = actions.save_office(bruchsal, Office(name="Bürgerbüro"), actor=None)
    assert (office.slug, again.slug) == ("buergerbuero", "buergerbuero-2")


def test_the_database_refuses_what_makes_no_sense(bruchsal, office):
    with scope(city=bruchsal):
        wrong = [
            OpeningHours(office=office, weekday=0, opens=T(12), closes=T(8)),
            OpeningHours(office=office, weekday=7, opens=T(8), closes=T(12)),
            OpeningException(city=bruchsal, starts_on=dt.date(2026, 2, 2), ends_on=dt.date(2026, 2, 1)),
            OpeningException(city=bruchsal, starts_on=dt.date(2026, 2, 2), ends_on=dt.date(2026, 2, 2), closed=False),
            Office(city=bruchsal, name="x", slug="x", is_main=True),
            Office(city=bruchsal, name="x", slug="x", latitude=48.9),
        ]
        for row in wrong:
            with pytest.raises(IntegrityError), transaction.atomic():
                row.save()


def test_an_exception_is_bounded(bruchsal):
    with scope(city=bruchsal), pytest.raises(ValidationError, match="höchstens ein Jahr"):
        actions.save_exception(
            bruchsal, OpeningException(starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2036, 1, 1)), actor=None
        )


def test_without_a_scope_nothing_is_read(bruchsal, office):
    with pytest.raises(ScopeError):
        list(Office.objects.all())
    with pytest.raises(ScopeError):
        list(OpeningHours.objects.all())


def test_cards_are_the_citys_own_and_fresh(bruchsal, buehl, office, django_assert_num_queries):
    assert [o.name for o in offices_of(bruchsal)] == ["Bürgerbüro"]
    assert offices_of(buehl) == []
    with django_assert_num_queries(0):
        assert main_office(bruchsal).table.slots[0].closes == T(12)
    with scope(city=bruchsal):
        actions.set_hours(bruchsal, office, [(0, T(9), T(10))], actor=None)
    # the signal is sent on commit; the test's transaction never commits, so it is sent by hand
    from portal.offices.signals import offices_changed

    offices_changed.send(sender=Office, city=bruchsal)
    assert main_office(bruchsal).table.slots[0].closes == T(10)


def _form(**changes):
    rows = {"hours-TOTAL_FORMS": "1", "hours-INITIAL_FORMS": "0", "hours-MIN_NUM_FORMS": "0", "hours-MAX_NUM_FORMS": "40",
            "hours-0-weekday": "0", "hours-0-opens": "08:00", "hours-0-closes": "12:00", "hours-0-note": "", "hours-0-id": ""}  # fmt: skip
    return {"name": "Standesamt", "kind": "department", "sort_order": "100", **rows, **changes}


def test_the_editor_adds_an_office_and_cannot_reach_the_neighbours(bruchsal, buehl, office, on_admin):
    editor = make_user("redaktion@bruchsal.example", bruchsal, "editor")
    client = on_admin(editor)
    assert client.get("/admin/office/").status_code == 200
    assert client.get("/admin/office/new/").status_code == 200
    response = client.post("/admin/office/new/", _form(city=bruchsal.pk))
    assert response.status_code == 302, response.content.decode()[:3000]
    with scope(city=bruchsal):
        made = Office.objects.get(name="Standesamt")
        assert [h.closes for h in made.hours.all()] == [T(12)]
        assert AuditEntry.objects.filter(action="offices.add", actor=editor).exists()
    # hours that close before they open come back as an error, not as a 500
    bad = client.post("/admin/office/new/", _form(city=bruchsal.pk, **{"hours-0-closes": "07:00"}))
    assert bad.status_code == 200
    assert "Schließzeit" in bad.content.decode()
    # another city: not as a choice, not by address
    assert client.post("/admin/office/new/", _form(city=buehl.pk, name="Fremd")).status_code == 200
    with scope(city=buehl):
        assert not Office.objects.filter(name="Fremd").exists()
        foreign = actions.save_office(buehl, Office(name="Bühler Amt"), actor=None)
    assert "Bühler Amt" not in client.get("/admin/office/").content.decode()
    assert client.get(f"/admin/office/edit/{foreign.pk}/").status_code == 404
    assert client.post(f"/admin/office/delete/{foreign.pk}/").status_code == 404
    assert client.get(f"/admin/office/edit/{office.pk}/").status_code == 200


def test_an_exception_through_the_admin(bruchsal, buehl, office, on_admin):
    client = on_admin(make_user("redaktion@bruchsal.example", bruchsal, "editor"))
    data = {
        "city": bruchsal.pk,
        "starts_on": "2026-12-28",
        "ends_on": "2026-12-31",
        "closed": "on",
        "note": "zwischen den Jahren",
    }
    assert client.post("/admin/opening_exception/new/", data).status_code == 302
    with scope(city=bruchsal):
        assert OpeningException.objects.get().office is None
    with scope(city=buehl):
        foreign = actions.save_office(buehl, Office(name="Bühler Amt"), actor=None)
    assert client.post("/admin/opening_exception/new/", {**data, "office": foreign.pk}).status_code == 200


def test_a_moderator_has_no_offices(bruchsal, on_admin):
    assert on_admin(make_user("m@bruchsal.example", bruchsal, "moderator")).get("/admin/office/").status_code in (
        403,
        404,
    )
