"""One task at a time works off the runs and hands over the mails: the queue stays free for everything else."""

from __future__ import annotations

from django.core.cache import cache
from django_scopes import scopes_disabled
from django_tasks import task

ASKED = "following:work-asked"
SLICE = 50  # seconds; then the task goes to the end of the queue


def start_work() -> None:
    """Ask for the work, once: a second asking within five minutes, before the task began, adds nothing."""
    if cache.add(ASKED, 1, 300):
        work.enqueue()


@task()
def work() -> None:
    from . import engine

    cache.delete(ASKED)
    with scopes_disabled():
        if engine.work(seconds=SLICE):
            start_work()
