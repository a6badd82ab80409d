"""Forgetting and bringing home, daily: idempotent, over all cities on purpose."""

from __future__ import annotations

import datetime as dt

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django_scopes import scopes_disabled
from django_tasks import task

from portal.audit.actions import record
from portal.notifications.kinds import all_kinds

from . import actions, guests
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
def mail_guest(pk: int, kind: str, context: dict[str, str]) -> None:
    """What a member reads under „Benachrichtigungen“, by mail to an author without an account, with a link of its own."""
    with scopes_disabled():
        case = Case.objects.select_related("city__site").filter(pk=pk).first()
        address = guests.address_of(case) if case is not None else ""
    if case is None or not address:
        return
    with translation.override("de"):
        spec = all_kinds()[kind]
        subject, text = (" ".join(str(t).format_map(context).split()) for t in (spec.title, spec.text))
        read = translation.gettext("Ihr Beitrag, die Begründung und der Weg zum Widerspruch:")
    body = f"{text}\n\n{read}\n{guests.link(case)}\n"
    EmailMessage(subject[:150], body, to=[address], headers={"Auto-Submitted": "auto-generated"}).send()


@task()
def purge() -> None:
    forget()
