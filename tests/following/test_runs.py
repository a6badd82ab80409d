"""Rounds of mails: every change once, nobody left out, nothing empty, nobody who left."""

from __future__ import annotations

import datetime as dt
import smtplib

import pytest
import time_machine
from django.core import mail
from django.core.mail import get_connection
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation.following import actions, clock, engine
from participation.following.models import Change, Delivery, DigestRun
from participation.projects import actions as projects
from participation.projects.models import Project
from portal.notifications.models import Notification
from tests.following.making import HERE, backdate, member, note
from tests.projects.making import DAY, join, make_project

MORNING = dt.datetime(2027, 3, 3, 7, 0, tzinfo=dt.UTC)  # a Wednesday


@pytest.fixture
def at(works):
    """Do something at a moment, with the timer's minute and the work that it asks for."""

    def run(moment, *things):
        with time_machine.travel(moment, tick=False):
            for thing in things:
                thing()
            clock.note_phases()
            clock.plan_runs()
            works()
            mails, mail.outbox = list(mail.outbox), []
            return mails

    return run


def test_daily_tells_what_was_since_the_last_round_however_long_ago(at, project):
    person = member()
    at(MORNING - 10 * DAY, lambda: actions.follow_project(person, project))
    first = at(MORNING - 8 * DAY, lambda: note(project, title="Alte Antwort"))  # in the two minutes that are left alone
    assert first == []
    mails = at(MORNING, lambda: None)  # the timer stood still for eight days
    assert [m.to for m in mails] == [[person.email]]
    assert "Alte Antwort" in mails[0].body
    assert at(MORNING + DAY, lambda: None) == []  # no empty digest
    assert at(MORNING + DAY, lambda: None) == []
    assert Delivery.objects.count() == 1


def test_weekly_comes_once_a_week_and_repeats_nothing(at, project, other):
    person = member()
    at(MORNING - 20 * DAY, lambda: actions.follow_project(person, project, "weekly"),
       lambda: actions.follow_project(person, other, "daily"))  # fmt: skip
    at(MORNING - DAY, lambda: None)
    mails = at(MORNING, lambda: note(project, title="Aus Bruchsal"), lambda: note(other, title="Aus Bühl"))
    assert mails == []
    mails = at(MORNING + DAY, lambda: None)
    assert len(mails) == 1
    assert "Aus Bühl" in mails[0].body
    assert "Aus Bruchsal" not in mails[0].body
    mails = at(MORNING + 7 * DAY, lambda: None)
    assert len(mails) == 1
    assert "Aus Bruchsal" in mails[0].body
    assert "Aus Bühl" not in mails[0].body
    assert [r.key for r in DigestRun.objects.filter(rhythm="weekly")][-1] == "weekly:2027-10"


def test_nothing_before_six_and_each_round_once(at):
    early = MORNING.replace(hour=4)  # five o'clock in Berlin
    with time_machine.travel(early, tick=False):
        assert clock.plan_runs() == []
    with time_machine.travel(MORNING, tick=False):
        assert len(clock.plan_runs()) == 2
        assert clock.plan_runs() == []


def test_at_once_by_mail_and_on_the_page(works, project):
    person, lazy = member(), member()
    actions.follow_project(person, project, "immediate")
    actions.follow_project(lazy, project, "daily")
    note(project, "answer", "Die Stadt antwortet", place=HERE)
    note(project, "contribution", "Noch eine Idee")
    works()
    assert [m.to for m in mail.outbox] == [[person.email]]
    message = mail.outbox[0]
    assert message.subject == "Der Bach im Ort: Die Stadt antwortet"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"http://bruchsal.localhost:8000/projekt/{project.slug}/" in message.body
    row = Notification.objects.get()
    assert (row.user, row.kind) == (person, "following.change")
    works()
    assert len(mail.outbox) == Notification.objects.count() == 1


def test_those_who_left_get_nothing(works, project):
    gone, locked, silent, ended = member(), member(), member(), member()
    for person in (gone, locked, silent, ended):
        actions.follow_project(person, project, "immediate")
    note(project)
    engine.Writer(DigestRun.objects.get()).batch()
    assert Delivery.objects.filter(state="waiting").count() == 4
    gone.deleted_at = timezone.now()
    gone.save()
    locked.is_active = False
    locked.save()
    actions.stop_mails(silent, None)
    actions.unfollow(ended, actions.Subscription.objects.get(user=ended))
    works()
    assert mail.outbox == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {"dropped"}
    note(project)
    works()
    assert mail.outbox == []
    assert Delivery.objects.count() == 4


def test_what_was_withdrawn_is_not_told(at, project):
    person = member()
    at(MORNING - 2 * DAY, lambda: actions.follow_project(person, project))
    at(MORNING - DAY, lambda: note(project, "contribution", "Wird ausgeblendet"))
    actions.withdraw_changes(project, f"/projekt/{project.slug}/")
    assert at(MORNING, lambda: None) == []


def test_one_mail_for_several_projects_with_few_contributions_each(at, project, other):
    person = member()
    at(
        MORNING - 2 * DAY,
        lambda: actions.follow_project(person, project),
        lambda: actions.follow_project(person, other),
    )
    at(MORNING - DAY, *[lambda n=n: note(project, "contribution", f"Idee {n}") for n in range(9)], lambda: note(other))
    mails = at(MORNING, lambda: None)
    assert [m.subject for m in mails] == ["Neues aus 2 Projekten"]
    assert mails[0].body.count("Neuer Beitrag: Idee") == 5
    assert "und 4 weitere Einträge" in mails[0].body
    assert "http://buehl.localhost:8000/" in mails[0].body


def test_phases_are_told_exactly_once(bruchsal, project):
    phase = project.phases.get()
    title = f"„{phase.title}“ hat begonnen"
    assert clock.note_phases() == 1
    assert clock.note_phases() == 0
    assert Change.objects.get().title == title
    projects.end_phase(bruchsal, phase, actor=None, at=timezone.now())
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=1)):
        assert clock.note_phases() == 1
        assert clock.note_phases() == 0
    draft = make_project(bruchsal, "Entwurf", public=False)
    assert clock.note_phases() == 0
    assert not Change.objects.filter(project=draft).exists()


def test_projects_tell_of_themselves(bruchsal, project):
    row = projects.save_milestone(bruchsal, project, actor=None, title="Bagger bestellt", status="planned")
    projects.save_milestone(bruchsal, project, row, actor=None, text="nur der Text")
    projects.save_milestone(bruchsal, project, row, actor=None, status="done")
    projects.set_status(bruchsal, project, "archived", actor=None)
    projects.set_status(bruchsal, project, "published", actor=None)
    fresh = make_project(bruchsal, "Ganz neu")
    titles = list(Change.objects.order_by("pk").values_list("title", flat=True))
    started = "Das Projekt ist gestartet"
    assert titles == ["Bagger bestellt: geplant", "Bagger bestellt: fertig", started, started]
    assert Change.objects.filter(project=fresh).count() == 1


def test_a_joint_project_is_news_in_each_of_its_cities(at, bruchsal, buehl, project):
    from participation.projects.models import ProjectPage
    from portal.content.models import Topic
    from tests.projects.making import make_project_page

    join(project, buehl)
    page = make_project_page(project)
    assert isinstance(page, ProjectPage)
    topic = Topic.objects.create(name="Gewässer", slug="gewaesser")
    page.topics.add(topic)
    page.save_revision().publish()
    here, there = member(), member()
    at(MORNING - 2 * DAY, lambda: actions.follow_topic(here, "gewaesser", buehl),
       lambda: actions.follow_topic(there, "gewaesser", None))  # fmt: skip
    at(MORNING - DAY, lambda: note(project))
    assert {m.to[0] for m in at(MORNING, lambda: None)} == {here.email, there.email}


def test_the_number_of_queries_grows_with_batches_not_with_people(project, monkeypatch):
    monkeypatch.setattr(engine, "PEOPLE", 50)
    counts = []
    for people in (40, 49):
        for _n in range(people - len(counts) * 40):
            actions.follow_project(member(), project)
        backdate()
        note(project, "contribution")
        run = clock.plan_run("daily", f"daily:{people}", timezone.now(), DAY)
        writer = engine.Writer(run)
        with CaptureQueriesContext(connection) as seen:
            assert writer.batch()
        counts.append(len(seen))
        assert Delivery.objects.filter(run=run).count() == people
    assert counts[0] == counts[1] <= 8


class Server:
    """A mail server that answers what the test wants."""

    def __init__(self, answers):
        self.answers, self.got = list(answers), []

    def open(self):
        return None

    def close(self):
        return None

    def send_messages(self, messages):
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.got += [m.to[0] for m in messages]
        return 1


def test_a_server_that_says_later_no_or_nothing(works, project, monkeypatch):
    people = [member() for _n in range(4)]
    for person in people:
        actions.follow_project(person, project, "immediate")
    note(project)
    later = smtplib.SMTPRecipientsRefused({"a": (451, b"greylisted")})
    no = smtplib.SMTPRecipientsRefused({"a": (550, b"unknown")})
    server = Server([later, no, smtplib.SMTPServerDisconnected("gone")])
    monkeypatch.setattr(engine, "get_connection", lambda: server)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        works()
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == [
        "waiting", "failed", "unclear", "waiting"
    ]  # fmt: skip
    works()
    assert server.got == [people[3].email]
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=20)):
        works()
    assert server.got == [people[3].email, people[0].email]
    assert Delivery.objects.filter(state="unclear").count() == 1  # never twice by itself


def test_a_broken_mail_holds_up_nobody(works, project, monkeypatch):
    first, second = member(), member()
    for person in (first, second):
        actions.follow_project(person, project, "immediate")
    note(project)
    real = engine.Letters.write

    def write(self, row):
        if row.user == first:
            raise KeyError("template")
        return real(self, row)

    monkeypatch.setattr(engine.Letters, "write", write)
    works()
    assert [m.to for m in mail.outbox] == [[second.email]]
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "sent"]
    assert not getattr(get_connection(), "same_id_once", False)
    assert Project.objects.exists()
