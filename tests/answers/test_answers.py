"""Official answers: who may, what they say, history, groups, reminders, the desk."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from participation.answers import actions, reminders
from participation.answers.models import Answer, AnswerTemplate
from participation.answers.reading import answers_about
from participation.answers.registry import answerables
from participation.following.models import Change
from participation.ideas.models import Idea
from portal.kit.refused import Refused
from portal.notifications.models import Notification
from tests.comments.making import member
from tests.factories import make_user
from tests.ideas.making import address, fill, make_idea, make_ideas_module
from tests.projects.making import join, make_project

IDEAS = answerables()["idee"]
SAID = {"state": "accepted", "reason": "Wird gebaut.", "office": "Tiefbauamt"}


@pytest.fixture
def module(bruchsal):
    return make_ideas_module(bruchsal)


@pytest.fixture
def clerk(bruchsal):
    return make_user("amt@bruchsal.example", bruchsal, "city_admin")


def say(city, module, ideas, actor, **said):
    with scope(city=[city, module.city]):
        return actions.answer(city, module, IDEAS, [i.uuid for i in ideas], actor=actor, **{**SAID, **said})


def state_of(idea):
    with scopes_disabled():
        return Idea.objects.get(pk=idea.pk).state


def test_an_answer_changes_the_state_tells_the_author_and_the_followers(bruchsal, module, clerk):
    writer = member()
    idea = make_idea(module, writer)
    say(bruchsal, module, [idea], clerk)
    assert state_of(idea) == "accepted"
    note = Notification.objects.get(user=writer, kind="answers.answered")
    assert note.context["office"] == "Tiefbauamt"
    with scopes_disabled():
        assert Change.objects.filter(kind="answer", title=idea.title).count() == 1


def test_a_later_answer_keeps_the_earlier_one_as_history(bruchsal, module, clerk):
    idea = make_idea(module)
    say(bruchsal, module, [idea], clerk, state="review", reason="")
    say(bruchsal, module, [idea], clerk)
    assert say(bruchsal, module, [idea], clerk) == []  # the same words again
    assert [(a.state, a.current) for a in answers_about("idee", idea.uuid)] == [("accepted", True), ("review", False)]
    with scopes_disabled(), pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.update(current=True)


def test_a_group_is_answered_at_once_or_not_at_all(bruchsal, module, clerk):
    ideas = [make_idea(module) for _ in range(3)]
    foreign = make_idea(make_ideas_module(bruchsal))
    with pytest.raises(Refused):
        say(bruchsal, module, [*ideas, foreign], clerk)
    with scopes_disabled():
        assert not Answer.objects.exists()
    assert len(say(bruchsal, module, ideas, clerk)) == 3
    assert {state_of(i) for i in ideas} == {"accepted"}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"reason": " \u200b"}, "reason"),
        ({"reason": "x" * 20_000}, "reason"),
        ({"office": ""}, "office"),
        ({"state": "new"}, "state"),
        ({"state": "'; drop"}, "state"),
    ],
)
def test_an_answer_needs_a_reason_an_office_and_a_state(bruchsal, module, clerk, said, code):
    idea = make_idea(module)
    with pytest.raises(Refused) as refused:
        say(bruchsal, module, [idea], clerk, **said)
    assert refused.value.code == code
    assert state_of(idea) == "new"


def test_only_the_desk_of_the_contributions_own_city_answers(bruchsal, buehl, clerk):
    project = make_project(bruchsal)
    join(project, buehl)
    module = make_ideas_module(bruchsal, project=project)
    theirs = make_idea(module, city=buehl)
    with pytest.raises(Refused):
        say(buehl, module, [theirs], clerk)  # a clerk of another city
    with pytest.raises(Refused):
        say(bruchsal, module, [theirs], clerk)  # another city's row
    with pytest.raises(Refused):
        say(buehl, module, [theirs], member())
    assert len(say(buehl, module, [theirs], make_user("amt@buehl.example", buehl, "chief_editor"))) == 1


def test_the_desk_is_reminded_once_a_day_with_the_number(bruchsal, buehl, module, clerk):
    make_user("mod@bruchsal.example", bruchsal, "moderator")
    old = [make_idea(module, title=f"Alt {n}") for n in range(2)]
    make_idea(module, title="Frisch")
    answered = make_idea(module)
    say(bruchsal, module, [answered], clerk, state="review", reason="")
    with scopes_disabled():
        Idea.objects.filter(pk__in=[i.pk for i in [*old, answered]]).update(
            created_at=timezone.now() - dt.timedelta(days=15, hours=1)
        )
    now = timezone.now().replace(hour=3)
    assert [reminders.remind(now), reminders.remind(now + dt.timedelta(hours=5))] == [1, 0]
    note = Notification.objects.get(kind="answers.waiting")
    assert (note.user, note.context["count"], note.context["days"] >= 14) == (clerk, 2, True)
    assert reminders.remind(now + dt.timedelta(days=1)) == 1


def test_the_desk_answers_what_is_ticked(bruchsal, module, clerk, on_host):
    first, second = make_idea(module, title="Erste"), make_idea(module, title="Zweite")
    client, path = on_host(bruchsal, clerk), address(module, "antworten")
    html = client.get(path).content.decode()
    assert "Erste" in html
    assert "wartet seit 0 Tagen" in html
    assert address(module, "ideen", first.uuid) in html
    nothing = client.post(path, SAID)
    assert nothing.status_code == 422
    assert "Wird gebaut." in nothing.content.decode()
    broken = client.post(path, {**SAID, "reason": "", "beitrag": [str(first.uuid)]})
    assert broken.status_code == 422
    assert "checked" in broken.content.decode()
    assert client.post(path, {**SAID, "beitrag": ["kaputt", str(first.uuid)]}).status_code == 302
    assert (state_of(first), state_of(second)) == ("accepted", "new")
    html = client.get(path).content.decode()
    assert "Erste" not in html
    assert "Zweite" in html
    assert "Erste" in client.get(path + "?filter=accepted").content.decode()
    assert "Wird gebaut." in on_host(bruchsal).get(address(module, "ideen", first.uuid)).content.decode()


def test_the_desk_is_404_for_everybody_else(bruchsal, buehl, module, clerk, on_host):
    path = address(module, "antworten")
    for user in (
        None,
        member(),
        make_user("amt@buehl.example", buehl, "city_admin"),
        make_user("m@x.example", bruchsal, "moderator"),
    ):
        client = on_host(bruchsal, user)
        assert client.get(path).status_code == 404
        assert client.post(path, SAID).status_code in (403, 404)
        assert client.get(path + "vorlagen/").status_code == 404
    assert on_host(buehl, clerk).get(path).status_code == 404


def test_templates_fill_the_form_and_stay_in_their_city(bruchsal, buehl, module, clerk, on_host):
    make_idea(module)
    client, path = on_host(bruchsal, clerk), address(module, "antworten")
    assert (
        client.post(path + "vorlagen/", {"title": "Dank", "text": "Danke schön.", "state": "review"}).status_code == 302
    )
    with scopes_disabled():
        own = AnswerTemplate.objects.get()
        foreign = AnswerTemplate.objects.create(city=buehl, title="Fremd", text="Geheim")
    assert "Danke schön." in client.get(f"{path}?vorlage={own.uuid}").content.decode()
    assert "Geheim" not in client.get(f"{path}?vorlage={foreign.uuid}").content.decode()
    assert client.post(f"{path}vorlagen/{foreign.uuid}/loeschen/").status_code == 404
    assert client.post(f"{path}vorlagen/{own.uuid}/loeschen/").status_code == 302
    assert client.post(path + "vorlagen/", {"title": "x" * 300, "text": ""}).status_code == 422
    with scopes_disabled():
        assert list(AnswerTemplate.objects.all()) == [foreign]


def test_the_desk_costs_the_same_for_ten_times_the_data(bruchsal, module, clerk, on_host):
    client, path = on_host(bruchsal, clerk), address(module, "antworten")
    counts = []
    for more in (60, 600):
        fill(module, more)
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        counts.append(len(seen))
    print("desk queries", counts)
    assert counts[0] == counts[1] <= 22
