"""Forgetting and bringing home, daily: idempotent, over all cities on purpose."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled
from django_tasks import task

from portal.audit.actions import record

from . import actions
from .models import REPORTER_KEPT, SNAPSHOT_KEPT, Appeal, Case, Pause, Report


@transaction.atomic
def forget(now: dt.datetime | None = None) -> dict[str, int]:
    """Who reported (180 days after the report), what it was about (180 days after the decision), ended pauses."""
    now = now or timezone.now()
    with scopes_disabled():
        done = {
            "reporters": Report.objects.filter(reporter__isnull=False, created_at__lt=now - REPORTER_KEPT).update(
                reporter=None
            ),
            "snapshots": Case.objects.exclude(status__in=Case.WAITING)
            .exclude(snapshot="")
            .filter(decided_at__lt=now - SNAPSHOT_KEPT)
            .update(snapshot=""),
            "pauses": Pause.objects.filter(until__lt=now - REPORTER_KEPT).delete()[0],
        }
    if any(done.values()):
        record(None, "moderation.forget", "moderation", actor=None, **done)
    return done


def bring_home(now: dt.datetime | None = None) -> int:
    """Appeals that another city has not decided in time go back to their own city."""
    now = now or timezone.now()
    with scopes_disabled():
        rows = list(Appeal.objects.overdue_help(now).select_related("case", "city", "decided_in"))
    return sum(actions.give_back(row, now=now) for row in rows)


@task()
def purge() -> None:
    forget()
