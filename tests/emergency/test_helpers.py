"""The crowd: register without an account, be assigned once, be forgotten."""

from __future__ import annotations

import datetime as dt
import re
import threading

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from clubs.emergency import personal_data
from clubs.emergency.actions import calls, people, tasks
from clubs.emergency.models import Assignment, CallTask, Helper
from portal.mailing.models import Letter
from tests.emergency.making import make_call, make_helper, make_task
from tests.factories import make_user

MARK = "zzmerkmal"


@pytest.fixture(autouse=True)
def _all():
    with scopes_disabled():
        yield


@pytest.fixture
def call(bruchsal):
    return make_call(bruchsal)


def send(client, call, **fields):
    page = client.get(f"/helfen/aufruf/{call.slug}/").content.decode()
    found = re.search(r'name="formular" value="([^"]+)"', page)
    data = {"name": "Eine Person", "phone": "07251 123456", "consent": "on", "formular": found[1] if found else ""}
    return client.post(f"/helfen/aufruf/{call.slug}/anmelden/", data | fields)


@pytest.mark.django_db
def test_a_visitor_is_on_the_list_after_one_form(call, bruchsal, on_host):
    visitor = on_host(bruchsal)
    answer = send(visitor, call, email="a@x.example", skills=["kraft", "nonsense"][:1], postcode="")
    assert answer.status_code == 302
    assert not answer.cookies
    helper = Helper.objects.get()
    own = visitor.get(answer["Location"])
    assert helper.number in own.content.decode()
    assert "no-store" in own["Cache-Control"]
    assert Letter.objects.filter(to="a@x.example").count() == 1
    assert (
        send(visitor, call, email="a@x.example", skills=["kraft"])["Location"] == answer["Location"]
    )  # a double click
    assert Helper.objects.count() == 1
    visitor.post(answer["Location"])
    assert Helper.objects.count() == 0
    assert Letter.objects.filter(to="a@x.example").count() == 0
    assert visitor.get(answer["Location"]).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"phone": ""}, "Telefon oder E-Mail"),
        ({"phone": "123"}, "unvollständig"),
        ({"email": "kein"}, "unvollständig"),
        ({"consent": ""}, "Einverständnis"),
        ({"postcode": "12"}, "fünf Ziffern"),
        ({"name": "x" * 5000}, "höchstens"),
        ({"skills": ["rockets"]}, "rockets"),
    ],
)
def test_mistakes_are_told_and_nothing_is_stored(call, bruchsal, on_host, fields, words):
    answer = send(on_host(bruchsal), call, **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Helper.objects.count() == 0


@pytest.mark.django_db
def test_whoever_names_a_known_telephone_learns_nothing(call, bruchsal, on_host):
    make_helper(call, name="Geheime Person", phone="+49 7251 123456", email="g@x.example")
    answer = send(on_host(bruchsal), call, name="Neugierig")
    assert answer["Location"].endswith("/danke/")
    assert "Geheime" not in on_host(bruchsal).get(answer["Location"]).content.decode()
    assert Letter.objects.filter(to="g@x.example").count() == 2  # thanks, and the link again
    send(on_host(bruchsal), call, name="Neugierig")
    assert Letter.objects.count() == 2


@pytest.mark.django_db
def test_links_of_one_kind_open_nothing_else(call, bruchsal, buehl, on_host):
    from clubs.emergency import addresses

    helper, task = make_helper(call), make_task(call)
    assert on_host(buehl).get(addresses.helper_path(helper)).status_code == 404
    assert on_host(bruchsal).get(f"/helfen/einsatz/{addresses.token(helper)}/").status_code == 404
    assert on_host(bruchsal).get(f"/helfen/ich/{addresses.token(task)}/").status_code == 404
    tasks.assign(task, [helper.uuid], actor=None)
    page = on_host(bruchsal).get(f"/helfen/einsatz/{addresses.token(task)}/").content.decode()
    assert helper.number in page
    assert helper.name not in page
    assert helper.phone not in page
    on_host(bruchsal).post(
        f"/helfen/einsatz/{addresses.token(task)}/", {f"da-{helper.number}": "ja", "da-unbekannt": "ja"}
    )
    assert Assignment.objects.get().attended is True


# --- Assigning ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_never_too_many_and_never_at_two_places(call):
    task, later = make_task(call, needed=2), make_task(call, needed=9, starts_in=dt.timedelta(days=2))
    beside = make_task(call, needed=9, starts_in=dt.timedelta(days=1, hours=3))
    crowd = [make_helper(call) for _n in range(4)]
    outcome = tasks.assign(task, [h.uuid for h in crowd], actor=None)
    assert (outcome.assigned, outcome.full) == (2, [crowd[2].number, crowd[3].number])
    outcome = tasks.assign(beside, [h.uuid for h in crowd], actor=None)
    assert (outcome.assigned, outcome.busy) == (2, [crowd[0].number, crowd[1].number])
    assert tasks.assign(later, [h.uuid for h in crowd], actor=None).assigned == 4
    assert tasks.assign(task, [crowd[0].uuid], actor=None).assigned == 0
    assert list(CallTask.objects.order_by("pk").values_list("assigned", flat=True)) == [2, 4, 2]
    with pytest.raises(ValidationError):
        tasks.save_task(
            call, task, title="x", starts_at=task.starts_at, ends_at=task.ends_at, needed=1, actor=None
        )  # fmt: skip


@pytest.mark.django_db
def test_the_database_itself_refuses(call, bruchsal):
    """Whoever writes past the actions: too many, twice, at two places, a wrong count, other times."""
    task, beside = make_task(call, needed=1), make_task(call, needed=9, starts_in=dt.timedelta(days=1, hours=3))
    one, two = make_helper(call), make_helper(call)
    Assignment.objects.create(city=bruchsal, task=task, helper=one)

    def refused(do):
        with pytest.raises(DatabaseError), transaction.atomic():
            do()

    refused(lambda: Assignment.objects.create(city=bruchsal, task=task, helper=two))
    refused(lambda: Assignment.objects.create(city=bruchsal, task=task, helper=one))
    refused(lambda: Assignment.objects.create(city=bruchsal, task=beside, helper=one))
    refused(lambda: Assignment.objects.update(helper=two))
    refused(lambda: CallTask.objects.filter(pk=task.pk).update(assigned=0))
    refused(lambda: CallTask.objects.filter(pk=task.pk).update(ends_at=task.ends_at + dt.timedelta(hours=1)))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM emergency_assignment")
    task.refresh_from_db()
    assert task.assigned == 0


def rush(bruchsal, threads: int) -> None:
    """So many at once, each assigning everybody to two tasks at the same time with two places each."""
    call = make_call(bruchsal)
    both = [make_task(call, needed=2), make_task(call, needed=2)]
    crowd = [make_helper(call).uuid for _n in range(4)]
    gate, wrong = threading.Barrier(threads), []

    def one(number: int) -> None:
        with scopes_disabled():
            gate.wait()
            try:
                tasks.assign(both[number % 2], crowd if number % 3 else crowd[::-1], actor=None)
            except ValidationError:
                pass
            except Exception as error:
                if "locked" not in str(error):
                    wrong.append(error)
            finally:
                connection.close()

    workers = [threading.Thread(target=one, args=(n,)) for n in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert wrong == []
    assert [t.assigned for t in CallTask.objects.order_by("pk")] == [2, 2]
    assert Assignment.objects.values("helper").distinct().count() == 4


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_thirty_desks_assign_at_once_on_postgresql(bruchsal):
    rush(bruchsal, 30)


@pytest.mark.sqlite
@pytest.mark.django_db
def test_the_same_people_again_and_again_on_sqlite(call):
    both = [make_task(call, needed=2), make_task(call, needed=2)]
    crowd = [make_helper(call).uuid for _n in range(4)]
    for number in range(12):
        tasks.assign(both[number % 2], crowd if number % 3 else crowd[::-1], actor=None)
    assert [t.assigned for t in CallTask.objects.order_by("pk")] == [2, 2]
    assert Assignment.objects.values("helper").distinct().count() == 4


# --- The desk's screens ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_assign_message_print_and_export_without_a_script(call, bruchsal, on_host):
    staff = on_host(bruchsal, make_user("leitung@bruchsal.example", bruchsal, "city_admin"))
    strong, other = make_helper(call, email="s@x.example", skills=["kraft"]), make_helper(call, name="=1+1")
    desk = f"/helfen/verwalten/aufruf/{call.uuid}/"
    day = timezone.localdate() + dt.timedelta(days=1)
    made = {"title": "Sandsäcke", "day": day.isoformat(), "start": "22:00", "end": "02:00", "needed": "1"}
    assert staff.post(f"{desk}aufgabe/", made).status_code == 302
    task = CallTask.objects.get()
    assert task.ends_at - task.starts_at == dt.timedelta(hours=4)
    assert staff.post(f"{desk}aufgabe/", made | {"needed": "-1"}).status_code == 422
    assert staff.post(f"{desk}aufgabe/", made | {"day": "1999-01-01"}).status_code == 422
    listed = staff.get(f"{desk}?kann=kraft&umkreis=abc&seite=99&wann=nie").content.decode()
    assert strong.number in listed
    assert other.number not in listed
    answer = staff.post(
        f"{desk}einteilen/",
        {"aufgabe": str(task.uuid), "person": [str(strong.uuid), str(other.uuid), "x"], "do": "ticked"},
    )
    assert answer.status_code == 302
    assert Assignment.objects.get().helper == strong
    assert f"nicht eingeteilt: {other.number}" in staff.get(desk).content.decode()
    path = f"/helfen/verwalten/aufgabe/{task.uuid}/"
    for _twice in range(2):
        assert staff.post(f"{path}nachricht/", {"text": "Bitte Schaufeln mitbringen"}).status_code == 302
    assert Letter.objects.filter(key__startswith="emergency.message").count() == 1
    sheet = staff.get(f"{path}drucken/").content.decode()
    assert "<svg" in sheet
    assert strong.number in sheet
    assert "style=" not in sheet
    assert b"'=1+1" in b"".join(staff.get(f"{desk}helfende.csv").streaming_content)
    assert b"".join(staff.get(f"{desk}helfende.xlsx").streaming_content)[:2] == b"PK"
    staff.post(f"{path}anwesenheit/", {f"da-{strong.number}": "nein"})
    assert Assignment.objects.get().attended is False
    staff.post(f"{path}entfernen/", {"person": str(strong.uuid)})
    assert not Assignment.objects.exists()
    staff.post(f"{desk}einteilen/", {"aufgabe": str(task.uuid), "do": "fill", "filter": "kann=kraft"})
    assert Assignment.objects.get().helper == strong


# --- Forgetting -----------------------------------------------------------------------------------------------


def everywhere(marks: list[str]) -> list[str]:
    """Where one of the words stands in the database: every text column of every table, as JSON, too."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy:
            continue
        for field in model._meta.local_concrete_fields:
            if not isinstance(field, models.CharField | models.TextField | models.JSONField):
                continue
            table, column = (connection.ops.quote_name(n) for n in (model._meta.db_table, field.column))
            for mark in marks:
                with connection.cursor() as cursor:
                    cursor.execute(
                        f"SELECT COUNT(*) FROM {table} WHERE LOWER(CAST({column} AS text)) LIKE %s",
                        [f"%{mark.lower()}%"],
                    )
                    if cursor.fetchone()[0]:
                        found.append(f"{model._meta.db_table}.{field.column}: {mark}")
    return found


@pytest.mark.django_db
def test_nothing_of_anybody_is_left_when_the_day_has_come(call, on_host):
    helper = make_helper(
        call,
        name=f"{MARK} Name",
        phone="07251 987654321",
        email=f"{MARK}@x.example",
        tools=f"{MARK} Schaufel",
        postcode="99999",
    )
    task = make_task(call)
    tasks.assign(task, [helper.uuid], actor=None)
    tasks.message(task, "Bitte kommen", actor=None)
    marks = [MARK, "987654321", helper.number]
    assert len(everywhere(marks)) >= 6  # the test can see them
    calls.close_call(call, "Danke!", actor=None)
    assert Letter.objects.filter(key__startswith="emergency.closed").count() == 1
    assert people.forget(timezone.now() + dt.timedelta(days=29)) == 0
    assert people.forget(timezone.now() + dt.timedelta(days=31)) == 1
    assert everywhere(marks) == []
    call.refresh_from_db()
    assert (call.helped, call.thanks) == (1, "Danke!")


@pytest.mark.django_db
def test_a_call_that_nobody_ends_ends_by_itself(call):
    make_helper(call)
    assert calls.end_forgotten() == 0
    assert calls.end_forgotten(timezone.now() + dt.timedelta(days=91)) == 1
    call.refresh_from_db()
    assert call.state == "closed"
    assert call.delete_after
    assert people.forget(call.delete_after) == 1


@pytest.mark.django_db
def test_an_account_gets_and_erases_what_its_mailbox_left(call, resident):
    make_helper(call, email="Buerger+hilfe@bruchsal.example")
    assert personal_data.export(resident)["hilfsaufrufe"][0]["aufruf"] == call.title
    personal_data.erase(resident)
    assert not Helper.objects.exists()


@pytest.mark.django_db
def test_open_calls_are_found_and_shown_in_the_block(call, bruchsal):
    from clubs.emergency.blocks import CallsBlock
    from clubs.emergency.search import documents
    from portal.search.models import SearchEntry

    block = CallsBlock()
    value = block.to_python({"title": "", "shows_none": False})
    assert call.title in block.render(value, {"city": bruchsal, "below": 3})
    assert [d.title for d in documents(bruchsal)] == [call.title]
    assert SearchEntry.objects.filter(city=bruchsal, source="emergency").count() == 1
    calls.close_call(call, actor=None)
    assert not SearchEntry.objects.filter(source="emergency").exists()
    assert block.render(value, {"city": bruchsal, "below": 3}).strip() == ""
