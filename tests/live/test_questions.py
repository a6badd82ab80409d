"""Questions of a meeting: who may, what is refused, what the desk does."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django_scopes import scope

from participation.live import actions, personal_data
from participation.live.cards import mine
from participation.live.exports import tables
from participation.live.models import Question, Support
from participation.moderation.registry import load
from participation.projects import actions as projects
from participation.projects.models import Participant
from participation.projects.permissions import Person
from portal.kit.refused import Refused
from portal.notifications.models import Notification
from tests.comments.making import member
from tests.factories import make_user
from tests.live.making import make_meeting, question
from tests.projects.making import join

pytestmark = pytest.mark.django_db


@pytest.fixture
def module(bruchsal):
    return make_meeting(bruchsal)


@pytest.fixture(autouse=True)
def _scope(bruchsal, buehl):
    with scope(city=[bruchsal, buehl]):
        yield


def desk(city):
    return make_user(f"desk{uuid.uuid4().hex[:6]}@{city.slug}.example", city, "chief_editor")


def test_bad_questions_are_refused(module, bruchsal):
    person = Person(member())
    for text, word in (
        ("", "Frage"), ("\u200b ", "Frage"), ("x" * 401, "400"), ("y" * 10**6, "400"), ("Siehe www.a.de?", "Link"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=word):
            actions.ask_question(bruchsal.pk, module, person, text)
    actions.ask_question(bruchsal.pk, module, person, "Wann wird gebaut?")
    with pytest.raises(Refused, match="schon jemand"):
        actions.ask_question(bruchsal.pk, module, Person(member()), "wann wird  gebaut")
    for n in range(5):
        actions.ask_question(bruchsal.pk, module, person, f"Frage Nummer {n}?")
    with pytest.raises(Refused, match="mehrere Fragen"):
        actions.ask_question(bruchsal.pk, module, person, "Noch eine?")
    module.refresh_from_db()
    assert module.contribution_count == 6
    assert Participant.objects.count() == 1


def test_the_same_form_stores_once(module):
    author, key = member(), uuid.uuid4()
    first = question(module, user=author, form_key=key)
    assert question(module, "Anders?", user=author, form_key=key) == first


def test_phases(module, bruchsal):
    row = question(module)
    with pytest.raises(Refused, match="melden"):
        actions.ask_question(bruchsal.pk, module, Person(), "Wer?")
    projects.end_phase(bruchsal, module.project.phases.get(), actor=None)
    with pytest.raises(Refused, match="bis"):
        question(module)
    with pytest.raises(Refused, match="bis"):
        actions.set_support(bruchsal.pk, row, Person(member()), True)


def test_without_a_name_only_where_everyone_may_and_the_desk_reads_first(bruchsal):
    everyone, unread = make_meeting(bruchsal, "anyone", premoderation=True), make_meeting(bruchsal, "anyone")
    members = make_meeting(bruchsal, "member", premoderation=True)
    for module in (unread, members):
        with pytest.raises(Refused, match="melden"):
            actions.ask_question(bruchsal.pk, module, Person(), "Wann?", nameless=True)
    first = actions.ask_question(bruchsal.pk, everyone, Person(), "Wann?", nameless=True)
    assert actions.ask_question(bruchsal.pk, everyone, Person(), "wann", nameless=True) == first
    assert (first.state, first.author, first.guest) == ("waiting", None, None)
    assert not Participant.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.create(
            city=bruchsal, module=everyone, number=9, text="Wann?", fingerprint=first.fingerprint, nameless=True
        )


def test_supporting(module, bruchsal):
    author, fan = member(), member()
    row = question(module, user=author)
    for _n in range(2):
        assert actions.set_support(bruchsal.pk, row, Person(fan), True).support_count == 1
    guest = Person(guest=uuid.uuid4())
    with pytest.raises(Refused, match="melden"):
        actions.set_support(bruchsal.pk, row, guest, True)
    with pytest.raises(Refused, match="eigene"):
        actions.set_support(bruchsal.pk, row, Person(author), True)
    for _n in range(2):
        assert actions.set_support(bruchsal.pk, row, Person(fan), False).support_count == 0
    actions.set_support(bruchsal.pk, row, Person(fan), True)
    personal_data.erase(fan)
    assert (Support.objects.get().user, Question.objects.get().support_count) == (None, 1)
    for state in ("answered", "refused"):
        closed = question(module, state=state)
        with pytest.raises(Refused, match="nicht mehr"):
            actions.set_support(bruchsal.pk, closed, Person(fan), True)


def test_one_question_on_stage(module, bruchsal):
    first, second = question(module), question(module)
    clerk = desk(bruchsal)
    actions.run(bruchsal, first, "stage", actor=clerk)
    actions.run(bruchsal, second, "stage", actor=clerk)
    states = dict(Question.objects.values_list("pk", "state"))
    assert states == {first.pk: "approved", second.pk: "stage"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=first.pk).update(state="stage")
    actions.set_hidden(second, True, reason="hate", actor=None)
    actions.run(bruchsal, first, "stage", actor=clerk)
    actions.set_hidden(second, False, actor=None)  # comes back beside the stage
    assert Question.objects.get(state="stage") == first


def test_the_desk_answers_and_refuses(bruchsal, buehl):
    module = make_meeting(bruchsal, premoderation=True)
    join(module.project, buehl)
    author, clerk, partner = member(), desk(bruchsal), desk(buehl)
    row = question(module, user=author)
    assert row.state == "waiting"
    for bad, answer in (("answered", " "), ("answered", "x" * 601), ("waiting", ""), ("nonsense", "")):
        with pytest.raises(Refused):
            actions.run(bruchsal, row, bad, answer=answer, actor=clerk)
    with pytest.raises(Refused, match="zu der"):
        actions.run(buehl, row, "approved", actor=partner)
    theirs = question(module, city=buehl)
    assert actions.run(buehl, theirs, "approved", actor=partner).state == "approved"
    for _n in range(2):
        actions.run(bruchsal, row, "answered", answer="Im Mai.", actor=clerk)
    assert Notification.objects.filter(user=author, kind="live.answered").count() == 1
    module.refresh_from_db()
    assert module.contribution_count == 2
    for _n in range(2):
        actions.run(bruchsal, row, "refused", actor=clerk)
    module.refresh_from_db()
    assert module.contribution_count == 1
    actions.delete_question(bruchsal, row, actor=author)
    actions.delete_question(bruchsal, row, actor=author)
    module.refresh_from_db()
    assert module.contribution_count == 1
    with pytest.raises(Refused, match="nicht mehr zu sehen"):
        actions.run(bruchsal, row, "approved", actor=clerk)


def test_moderation_and_data(bruchsal):
    module = make_meeting(bruchsal, premoderation=True)
    author = member()
    row, waiting = question(module, user=author, state="approved"), question(module)
    content = load(bruchsal, "frage", row.uuid)
    assert content.public
    assert content.author == author
    assert not load(bruchsal, "frage", waiting.uuid).public
    public = list(tables(module, public=True)[0].rows)
    assert [r["kennung"] for r in public] == [row.uuid]
    assert "von" not in public[0]
    assert len(list(tables(module, public=False)[0].rows)) == 2
    assert mine(module, Person(author))[0]["state"] == "offen"
    assert personal_data.export(author)["fragen"][0]["frage"] == row.text
    actions.set_hidden(row, True, reason="hate", actor=None)
    assert not list(tables(module, public=True)[0].rows)
