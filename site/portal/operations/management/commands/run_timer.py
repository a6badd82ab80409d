"""`portal run_timer`: what has to happen by the clock, in one process beside the worker; ends with SIGTERM.

Every minute: scheduled publishing, and what apps register for it. Every night after 03:00: what apps register as daily,
sessions, old task results. An app joins with a module `timer.py` and lists `MINUTE` and `DAILY` of functions without
arguments; what takes longer than a second belongs into a task.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from importlib import import_module, util
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone
from django_scopes import scopes_disabled

log = logging.getLogger(__name__)
NIGHT = 3  # o'clock, Europe/Berlin


Job = tuple[str, Callable[[], object]]


def registered(when: str) -> list[Job]:
    """Functions that the apps' `timer.py` list under this name, in app order."""
    jobs: list[Job] = []
    for config in apps.get_app_configs():
        name = f"{config.name}.timer"
        if not config.name.startswith(("wagtail", "django", "allauth")) and util.find_spec(name) is not None:
            jobs += [(f"{config.name}.{job.__name__}", job) for job in getattr(import_module(name), when, ())]
    return jobs


def minute_jobs() -> list[Job]:
    return [("publish_scheduled", publish), *registered("MINUTE")]


def daily_jobs() -> list[Job]:
    jobs: list[Job] = [("clearsessions", lambda: call_command("clearsessions"))]
    if settings.TASKS["default"]["BACKEND"] == "django_tasks_db.DatabaseBackend":  # the demo keeps no tasks
        jobs.append(("prune_db_task_results", lambda: call_command("prune_db_task_results", verbosity=0)))
    return jobs + registered("DAILY")


def run(name: str, job: Callable[[], object]) -> bool:
    """One job's failure costs no other job its turn."""
    close_old_connections()
    try:
        with scopes_disabled():
            job()
    except Exception:
        log.exception("timer: %s failed", name)
        return False
    finally:
        close_old_connections()
    return True


class Command(BaseCommand):
    help = "Führt zeitgesteuerte Aufgaben aus: geplante Veröffentlichung jede Minute, Aufräumen jede Nacht"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Alles einmal ausführen und enden (für cron)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            ok = [run(name, job) for name, job in [*minute_jobs(), *daily_jobs()]]
            self.stdout.write(f"{sum(ok)} von {len(ok)} Aufgaben erledigt.")
            if not all(ok):
                raise SystemExit(1)
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        last_night = timezone.localdate()
        while not stop.is_set():
            for name, job in minute_jobs():
                run(name, job)
            now = timezone.localtime()
            if now.date() != last_night and now.hour >= NIGHT:
                last_night = now.date()
                for name, job in daily_jobs():
                    run(name, job)
            stop.wait(60 - timezone.now().second)


def publish() -> None:
    call_command("publish_scheduled", verbosity=0)
