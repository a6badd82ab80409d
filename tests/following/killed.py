"""Runs inside the product's own environment: `python -m tests.following.killed PEOPLE CHANGES KILLS` answers JSON.

Real processes work off a digest and are killed (SIGKILL) at random moments; the last one may finish.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import random
import resource
import signal
import sys
import time
from collections import Counter
from email import message_from_bytes
from pathlib import Path
from typing import Any

from tests.operations.installation import answer


def prepare(people: int, changes: int) -> None:
    """Followers of projects, topics and places, and what is new; a daily round that is due."""
    from django.utils import timezone

    from participation.following.models import Change, DigestRun, Subscription
    from participation.projects.models import Project, ProjectCity
    from portal.accounts.models import User
    from portal.cities.models import City
    from tests.factories import make_city

    dice = random.Random(7)
    cities = [City.objects.filter(slug=slug).first() or make_city(slug) for slug in ("redi", "bruchsal", "buehl")][1:]
    now = timezone.now()
    ago = now - dt.timedelta(days=9)
    projects = Project.objects.bulk_create(
        Project(city=cities[n % 2], slug=f"p{n}", title=f"Projekt {n}", status="published") for n in range(40)
    )
    ProjectCity.objects.bulk_create(ProjectCity(project=p, city_id=p.city_id, joined_at=ago) for p in projects)
    Change.objects.bulk_create(
        Change(
            city_id=(p := projects[n % 40]).city_id, project=p, key=str(n), path=f"/projekt/{p.slug}/",
            kind=("contribution", "contribution", "answer", "phase")[n % 4], title=f"Neuigkeit Nummer {n}",
            topics=" umwelt " if n % 3 else " umwelt verkehr ", noted_at=now - dt.timedelta(hours=1 + n % 20),
            lat=48.7 + dice.random() / 2, lon=8.1 + dice.random() / 2,
        )
        for n in range(changes)
    )  # fmt: skip
    for start in range(0, people, 5000):
        users = User.objects.bulk_create(
            User(email=f"leser{n}@example.org", password="!", display_name="Leserin")
            for n in range(start, min(start + 5000, people))
        )
        rows = []
        for n, user in enumerate(users):
            common: dict[str, Any] = {"user": user, "rhythm": "daily", "created_at": ago}
            rows += [
                Subscription(what="project", project=dice.choice(projects), **common),
                Subscription(
                    what="area", lat=48.7 + dice.random() / 2, lon=8.1 + dice.random() / 2,
                    radius_km=dice.choice([2, 5, 10, 20]), label="Zuhause", **common,
                ),
            ]  # fmt: skip
            if n % 10 == 0:
                rows.append(Subscription(what="topic", topic="verkehr", within=cities[0], label="Verkehr", **common))
        Subscription.objects.bulk_create(rows, batch_size=2000)
    DigestRun.objects.create(key="daily:test", rhythm="daily", since=now - dt.timedelta(days=1), until=now)


def kill(times: int) -> int:
    """How many of the processes died in the middle of their work: each a few steps after it began."""
    from django.db import connections

    from participation.following import engine

    engine.PEOPLE, engine.LETTERS = 40, 9
    dice = random.Random()
    caught = 0
    for turn in range(times + 1):
        connections.close_all()
        ear, mouth = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(ear)
            for owner, name in ((engine.Writer, "batch"), (engine.Sender, "claim"), (engine.Sender, "hand_over")):
                setattr(owner, name, _telling(getattr(owner, name), mouth))
            engine.work()
            os._exit(0)
        os.close(mouth)
        if turn < times:
            for _step in range(dice.randint(1, 25)):
                os.read(ear, 1)
            time.sleep(dice.uniform(0, 0.006))
            os.kill(pid, signal.SIGKILL)
        caught += os.WIFSIGNALED(os.waitpid(pid, 0)[1])
        os.close(ear)
    return caught


def _telling(method: Any, mouth: int) -> Any:
    """The method, saying that a step begins: a kill comes at any moment of the work, on a busy machine, too."""

    def told(*args: Any) -> Any:
        with contextlib.suppress(BrokenPipeError):
            os.write(mouth, b".")
        return method(*args)

    return told


def tally(caught: int) -> dict[str, Any]:
    from django.conf import settings

    from participation.following.models import Delivery, DigestRun

    mails = Counter(
        str(message_from_bytes(path.read_bytes())["To"]) for path in Path(settings.MAIL_SPOOL).glob("*.eml")
    )
    unclear = set(Delivery.objects.filter(state="unclear").values_list("user__email", flat=True))
    everyone = set(Delivery.objects.values_list("user__email", flat=True))
    return {
        "caught": caught,
        "finished": DigestRun.objects.filter(finished_at=None).count() == 0,
        "deliveries": Delivery.objects.count(),
        "states": dict(Counter(Delivery.objects.values_list("state", flat=True))),
        "people_with_mail": len(mails),
        "most_per_person": max(mails.values()),
        "without_mail_and_not_listed": len(everyone - set(mails) - unclear),
    }


def main(people: int, changes: int, kills: int) -> dict[str, Any]:
    prepare(people, changes)
    return tally(kill(kills))


def measure(people: int, changes: int) -> dict[str, Any]:
    """Seconds, memory and queries of one round in one process, the mails into a folder."""
    from django.db import connection

    from participation.following import engine

    prepare(people, changes)
    from participation.following.models import Delivery

    queries = 0

    def counting(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(sql, params, many, context)

    connection.close()
    pid_out, pid_in = os.pipe()
    pid = os.fork()  # the memory of the work alone, not of what was prepared before
    if pid == 0:
        started = time.perf_counter()
        with connection.execute_wrapper(counting):
            engine.work()
        seconds = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        os.write(pid_in, f"{seconds} {time.process_time()} {peak} {queries}".encode())
        os._exit(0)
    os.waitpid(pid, 0)
    seconds, cpu, peak, count = (float(part) for part in os.read(pid_out, 200).split())
    return {
        "seconds": seconds, "cpu": cpu, "megabytes": peak, "queries": count / people * 1000,
        "mails": Delivery.objects.filter(state="sent").count(),
    }  # fmt: skip


if __name__ == "__main__":
    import django
    from django_scopes import scopes_disabled

    django.setup()
    with scopes_disabled():
        numbers = [int(value) for value in sys.argv[2:]]
        answer({"main": main, "measure": measure}[sys.argv[1]](*numbers))
