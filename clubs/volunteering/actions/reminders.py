"""The day before, once: who has a place is reminded. Who signed up only just now has a fresh letter already."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from clubs.volunteering import letters
from clubs.volunteering.models import Shift, SignUp
from portal.audit.actions import record

from . import places

BEFORE = dt.timedelta(hours=24)
JUST_NOW = dt.timedelta(hours=6)
AT_ONCE = 50  # shifts of one minute; the rest follows in the next


def remind(now: dt.datetime | None = None) -> int:
    """Answers how many shifts were done."""
    now = now or timezone.now()
    with scopes_disabled():
        due = Shift.objects.ahead(now).filter(starts_at__lte=now + BEFORE, reminded_at=None)
        ids = list(due.order_by("starts_at").values_list("pk", flat=True)[:AT_ONCE])
        for pk in ids:
            _remind(pk, now)
    return len(ids)


@transaction.atomic
def _remind(pk: int, now: dt.datetime) -> None:
    shift = places.lock(pk)
    if shift.reminded_at is not None or shift.is_cancelled or not now < shift.starts_at <= now + BEFORE:
        return
    Shift.objects.filter(pk=pk).update(reminded_at=now)  # no page shows it
    rows = SignUp.objects.filter(shift=shift, state=SignUp.State.CONFIRMED, changed_at__lte=now - JUST_NOW)
    told = list(rows.select_related("volunteer"))
    for row in told:
        letters.reminder(row, shift)
    if told:
        record(shift.offer.city, "volunteering.remind", shift, actor=None, people=len(told))
