"""Answering: once per person, only while the phase runs, and so that nothing connects person and answer."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, models, transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from participation.polls import actions, personal_data
from participation.polls.exports import tables
from participation.polls.models import Answer, Response, Turnout
from participation.polls.showing import figures, may_see_results
from participation.projects.models import Module
from participation.projects.permissions import Person
from participation.projects.plans import plan_of
from tests.polls.making import answer, ask, choice, end, every_kind, fill, make_poll, person, pick, place


def test_an_answer_that_is_not_reached_is_never_stored(in_bruchsal):
    module = make_poll(in_bruchsal)
    q = every_kind(module)
    text = {str(q["why"].uuid): {"text": "Zu weit."}}
    response = answer(
        module, person(), {**pick(q["way"], "Rad"), **text, **place(q["rank"], "Lotse", "Ampel", "Radweg")}
    )
    assert set(response.answers.values_list("question", flat=True)) == {q["way"].pk, q["rank"].pk}
    with pytest.raises(ValidationError):  # reached, so required
        answer(module, person(), pick(q["way"], "Auto"))
    assert answer(module, person(), {**pick(q["way"], "Auto"), **text}).answers.count() == 2
    module.refresh_from_db()
    assert module.contribution_count == 2


@pytest.mark.parametrize(
    "bad",
    [
        lambda q, other: pick(other, "Ja"),  # no answer to a question of this survey
        lambda q, other: {str(q["way"].uuid): {"choices": [choice(other, "Ja")]}},
        lambda q, other: {**pick(q["way"], "Rad"), str(q["wish"].uuid): {"choices": [choice(q["way"], "Rad")]}},
        lambda q, other: {**pick(q["way"], "Rad"), str(q["safe"].uuid): {"number": 6}},
        lambda q, other: {**pick(q["way"], "Rad"), **place(q["rank"], "Ampel")},
        lambda q, other: {**pick(q["way"], "Auto"), str(q["why"].uuid): {"text": "x" * 20_000}},
        lambda q, other: "quatsch",
        lambda q, other: None,
    ],
)
def test_bad_input_leaves_nothing_behind(in_bruchsal, bad):
    module, second = make_poll(in_bruchsal), make_poll(in_bruchsal)
    q, other = every_kind(module), ask(second, "single", "Ja?", ("Ja", "Nein"))
    with pytest.raises(ValidationError):
        answer(module, person(), bad(q, other))
    assert not Response.objects.exists()
    assert not Turnout.objects.exists()


def test_once_per_person_and_a_named_answer_keeps_the_name(in_bruchsal):
    module = make_poll(in_bruchsal, anonymous=False)
    q = ask(module, "single", "Ja?", ("Ja", "Nein"))
    user = person()
    assert answer(module, user, pick(q, "Ja")).user == user
    with pytest.raises(ValidationError, match="schon"):
        answer(module, user, pick(q, "Nein"))
    assert Response.objects.count() == 1
    with scopes_disabled():
        assert personal_data.export(user)["antworten"][0]["antwort"] == "Ja"
        personal_data.erase(user)
        personal_data.erase(user)
    assert Response.objects.get().user is None
    assert Turnout.objects.get().user is None


def test_a_closed_phase_refuses_a_running_draft_too(in_bruchsal):
    module = make_poll(in_bruchsal)
    q = ask(module, "single", "Ja?", ("Ja", "Nein"))
    me = Person(person())
    _draft, token = actions.begin(in_bruchsal, module, me, pick(q, "Ja"))
    end(module)
    for attempt in (
        lambda: actions.save(in_bruchsal, module, token, me, pick(q, "Nein")),
        lambda: actions.submit(in_bruchsal, module, token, me),
        lambda: actions.begin(in_bruchsal, module, me),
        lambda: actions.hand_to_guest(in_bruchsal, module, pick(q, "Ja"), "g@example.org", token=token),
    ):
        with pytest.raises(ValidationError):
            attempt()
    assert Response.objects.get().draft == pick(q, "Ja")
    assert not Answer.objects.exists()


def test_drafts_expire(in_bruchsal):
    module = make_poll(in_bruchsal)
    ask(module, "text")
    _draft, token = actions.begin(in_bruchsal, module, Person(person()))
    assert actions.drop_drafts() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=15)):
        assert actions.find_draft(module, token) is None
        assert actions.drop_drafts() == 1
    assert not Response.objects.exists()


# --- Anonymity ----------------------------------------------------------------------------------


def test_no_row_of_any_table_holds_both_a_person_and_a_response(in_bruchsal):
    """Submit through a draft, then look through every table of the database for the response's keys and the person's."""
    module = make_poll(in_bruchsal)
    q = ask(module, "text")
    user = person()
    _draft, token = actions.begin(in_bruchsal, module, Person(user), {str(q.uuid): {"text": "Geheimes Wort"}})
    row = actions.submit(in_bruchsal, module, token, Person(user))
    row.refresh_from_db()
    assert (row.user, row.started_at, row.submitted_at, row.expires_at, row.resume_hash) == (None,) * 5
    keys = {str(row.pk), str(row.uuid), row.uuid.hex, "Geheimes Wort", token, actions.hash_of(token)}
    keys |= {str(pk) for pk in row.answers.values_list("pk", flat=True)}
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for record in cursor.fetchall():
                if any(key in str(value) for value in record for key in keys):
                    found.add(table)
    assert found == {"polls_response", "polls_answer"}


def test_no_foreign_key_leads_from_a_turnout_to_a_response_or_back():
    """Over all models: the tables of answers and the tables that know persons meet only in what everybody shares."""
    sheet = {Response, Answer}
    allowed = {Module.__name__, "City", "Question", "Choice", "Response", settings.AUTH_USER_MODEL.split(".")[1]}
    for model in apps.get_models():
        targets = {f.related_model for f in model._meta.get_fields() if isinstance(f, models.ForeignKey)}
        if model in sheet:
            assert {t.__name__ for t in targets} <= allowed, model
        elif model.__name__ != "Answer":
            assert not targets & sheet, model
    assert {f.name for f in Turnout._meta.get_fields()} == {"id", "city", "module", "user", "guest", "day"}
    for model in (Response, Answer, Turnout):  # no order of rows to compare
        assert model._meta.pk.default.__name__ == "random_id"


@pytest.mark.parametrize("field", ["user", "submitted_at", "started_at"])
def test_the_database_itself_refuses_a_name_or_date_on_an_anonymous_response(in_bruchsal, field):
    module = make_poll(in_bruchsal)
    q = ask(module, "text")
    row = answer(module, person(), {str(q.uuid): {"text": "x"}})
    value = person() if field == "user" else timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.filter(pk=row.pk).update(**{field: value})


def test_what_was_promised_at_the_start_holds(in_bruchsal):
    module = make_poll(in_bruchsal)
    q = ask(module, "text")
    me = Person(person())
    _draft, token = actions.begin(in_bruchsal, module, me, {str(q.uuid): {"text": "x"}})
    Module.objects.filter(pk=module.pk).update(settings={"anonymous": False, "results": "after"})
    module.refresh_from_db()
    assert actions.submit(in_bruchsal, module, token, me).user is None


# --- Figures ------------------------------------------------------------------------------------


def test_figures_and_small_counts(in_bruchsal):
    module = make_poll(in_bruchsal)
    q = every_kind(module)
    fill(
        module,
        [{**pick(q["way"], "Rad"), **place(q["rank"], "Ampel", "Lotse", "Radweg"), str(q["safe"].uuid): {"number": 2}}]
        * 3,
    )
    fill(
        module,
        [
            {
                **pick(q["way"], "zu Fuß"),
                **place(q["rank"], "Lotse", "Ampel", "Radweg"),
                str(q["safe"].uuid): {"number": 5},
            }
        ],
    )
    module.refresh_from_db()
    way, _why, _wish, rank, safe = figures(module, public=False)
    assert [bar.count for bar in way.bars] == [1, 3, 0, 0]
    assert "3 von 4 (75 %)" in way.bars[1].aside
    assert [(r["choice"].text, r["points"], r["mean"]) for r in rank.ranking] == [
        ("Ampel", 7, 1.25), ("Lotse", 5, 1.75), ("Radweg", 0, 3.0),
    ]  # fmt: skip
    assert safe.mean == 2.75
    assert [row.hidden for row in figures(module, public=True)] == [True] * 5
    plan, now = plan_of(module.project), timezone.now()
    assert "weniger als 5" in may_see_results(plan, module, now, answered=True).why
    assert may_see_results(plan, module, now, desk=True)
    fill(module, [pick(q["way"], "Auto") | {str(q["why"].uuid): {"text": "Weit"}}])
    module.refresh_from_db()
    assert may_see_results(plan, module, now, answered=True)
    assert not may_see_results(plan, module, now)
    assert [row.hidden for row in figures(module, public=True)] == [False, True, True, True, True]


def test_tables(in_bruchsal):
    module = make_poll(in_bruchsal)
    q = every_kind(module)
    fill(module, [{**pick(q["way"], "Rad"), **place(q["rank"], "Ampel", "Lotse", "Radweg")}] * 4)
    answer(module, person(), {**pick(q["way"], "Auto"), str(q["why"].uuid): {"text": "Geheim"}})
    module.refresh_from_db()
    assert tables(module, public=True) == []
    counts, sheets = tables(module, public=False)
    rows = list(sheets.rows)
    assert len(rows) == 5
    assert {row["q1"] for row in rows} == {"Rad", "Auto"}
    assert "person" not in rows[0]
    assert set(dict(sheets.columns)) == set(rows[0])
    end(module)
    (public,) = tables(module, public=True)
    assert "Geheim" not in str(list(public.rows))
    assert [r["count"] for r in public.rows if r["question"] == 1] == [0, 4, 1, 0]
    assert all(len(t.name) <= 30 and t.name.isascii() for t in (counts, sheets, public))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_sends_of_one_person_at_once_store_one(bruchsal):
    module = make_poll(bruchsal)
    q = ask(module, "single", "Ja?", ("Ja", "Nein"))
    me, gate = Person(person()), Barrier(20)
    with scope(city=[bruchsal]):
        _draft, token = actions.begin(bruchsal, module, me, pick(q, "Ja"))

    def send(number: int) -> bool:
        gate.wait()
        try:
            with scope(city=[bruchsal]):
                if number % 2:
                    actions.submit(bruchsal, module, token, me)
                else:
                    actions.answer(bruchsal, module, me, pick(q, "Nein"))
            return True
        except ValidationError:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(send, range(20))) == 1
    with scope(city=[bruchsal]):
        assert Response.objects.submitted().count() == Turnout.objects.count() == Answer.objects.count() == 1
        module.refresh_from_db()
        assert module.contribution_count == 1
