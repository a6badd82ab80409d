"""The timer: scheduled publishing, the jobs of the night, and no job that stops another."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import timedelta
from types import ModuleType

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from portal.accounts.models import User
from portal.content.models import ContentPage
from portal.notifications.models import Notification
from portal.operations.management.commands import run_timer
from tests import servers
from tests.factories import make_page, make_user
from tests.operations.installation import environment


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch):
    """A test's transaction lives in its connection."""
    monkeypatch.setattr(run_timer, "close_old_connections", lambda: None)


def schedule(city, **times):
    page = make_page(city, ContentPage, title="Geplant", slug="geplant", live="expire_at" in times)
    for name, value in times.items():
        setattr(page, name, value)
    page.save_revision(approved_go_live_at=times.get("go_live_at"))
    if "expire_at" in times:
        page.save()
    return page


def test_a_scheduled_page_goes_live(bruchsal, on_host):
    schedule(bruchsal, go_live_at=timezone.now() - timedelta(minutes=1))
    visitor = on_host(bruchsal)
    assert visitor.get("/geplant/").status_code == 404
    call_command("run_timer", "--once", verbosity=0)
    assert visitor.get("/geplant/").status_code == 200


def test_a_page_of_tomorrow_waits(bruchsal, on_host):
    schedule(bruchsal, go_live_at=timezone.now() + timedelta(days=1))
    call_command("run_timer", "--once", verbosity=0)
    assert on_host(bruchsal).get("/geplant/").status_code == 404


def test_an_expired_page_goes_and_so_does_its_copy(bruchsal, on_host):
    schedule(bruchsal, expire_at=timezone.now() - timedelta(minutes=1))
    visitor = on_host(bruchsal)
    assert visitor.get("/geplant/").status_code == 200
    call_command("run_timer", "--once", verbosity=0)
    assert visitor.get("/geplant/").status_code == 404


def test_the_night_clears_sessions(db):
    old = timezone.now() - timedelta(days=1)
    Session.objects.create(session_key="alt", session_data="", expire_date=old)
    Session.objects.create(session_key="neu", session_data="", expire_date=old + timedelta(days=9))
    call_command("run_timer", "--once", verbosity=0)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["neu"]


def test_one_failure_costs_no_other_job_its_turn(db, monkeypatch):
    done = []

    def broken() -> None:
        raise RuntimeError

    monkeypatch.setattr(run_timer, "daily_jobs", lambda: [("broken", broken), ("works", lambda: done.append(1))])
    with pytest.raises(SystemExit):
        call_command("run_timer", "--once", verbosity=0)
    assert done == [1]


def test_every_deletion_period_has_its_job(settings):
    """docs/operators/sicherung.md promises these periods."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    assert {name for name, _job in run_timer.daily_jobs()} == {
        "clearsessions", "prune_db_task_results", "portal.accounts.purge_unverified", "portal.accounts.purge_sessions",
        "portal.content.move_events_on", "portal.content.delete_barrier_reports", "portal.notifications.purge_expired",
        "participation.moderation.forget", "participation.moderation.bring_home", "participation.residency.tidy",
        "participation.guests.forget", "participation.following.forget", "participation.polls.drop_drafts",
        "participation.budgets.close_due", "participation.answers.remind", "portal.mailing.forget",
        "clubs.directory.forget", "clubs.directory.chase", "clubs.directory.ask_if_true",
        "clubs.directory.forget_inquiries", "clubs.directory.forget_people", "clubs.volunteering.end_consents",
        "clubs.volunteering.forget_people", "clubs.volunteering.tidy", "clubs.volunteering.ask_whether_true",
        "clubs.volunteering.forget_old_checks", "clubs.volunteering.ask_whether_wanted", "clubs.volunteering.forget",
        "clubs.hours.ask_again", "clubs.emergency.end_forgotten", "clubs.emergency.forget",
    }  # fmt: skip


def test_the_night_deletes_what_has_had_its_time(bruchsal):
    member = make_user("alt@bruchsal.example")
    old = timezone.now() - timedelta(days=1)
    Notification.objects.create(user=member, kind="comments.reply", delete_after=old)
    User.objects.create_user("nie@bruchsal.example", "demo")
    never = User.objects.get(email="nie@bruchsal.example")
    EmailAddress.objects.create(user=never, email=never.email, verified=False)
    User.objects.filter(pk=never.pk).update(date_joined=timezone.now() - timedelta(days=90))
    call_command("run_timer", "--once", verbosity=0)
    assert not Notification.objects.exists()
    assert set(User.objects.values_list("email", flat=True)) == {"alt@bruchsal.example"}


def test_an_app_joins_with_a_list(settings, monkeypatch):
    """`timer.py` with DAILY in any installed app; old tasks are cleared where tasks are kept."""
    module = ModuleType("portal.audit.timer")
    module.DAILY = [len]
    monkeypatch.setitem(sys.modules, "portal.audit.timer", module)
    monkeypatch.setattr(run_timer.util, "find_spec", lambda name: name == "portal.audit.timer" or None)
    assert [name for name, _job in run_timer.daily_jobs()] == ["clearsessions", "portal.audit.len"]
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    assert "prune_db_task_results" in [name for name, _job in run_timer.daily_jobs()]


def test_it_survives_a_database_that_is_away_and_ends_when_told(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "site/manage.py", "run_timer", "--skip-checks"],
        cwd=servers.ROOT,
        env=environment(tmp_path, "postgres://portal@127.0.0.1:1/portal"),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said = ""
    while "timer: publish_scheduled failed" not in said:
        line = process.stderr.readline()
        assert line, said
        said += line
    time.sleep(0.3)
    assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 0
