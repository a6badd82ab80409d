"""Tasks and who does them. Order of locks: people by their ids, then the task (see guards.py)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from clubs.emergency import letters
from clubs.emergency.models import MOST, Assignment, Call, CallTask, Helper
from portal.audit.actions import record
from portal.kit.refused import Refused
from portal.kit.text import clean

if TYPE_CHECKING:
    import uuid

    from portal.accounts.models import User

LONGEST_TASK = dt.timedelta(hours=24)
AHEAD = dt.timedelta(days=90)


@dataclass(frozen=True)
class Outcome:
    """Of assigning several at once: how many, and the numbers of those who were left out."""

    assigned: int
    busy: list[str]
    full: list[str]


@transaction.atomic
def save_task(
    call: Call, task: CallTask | None = None, *, title: str, starts_at: dt.datetime, ends_at: dt.datetime, needed: int,
    place: str = "", actor: User | None,
) -> CallTask:  # fmt: skip
    """New or changed. Times stay while people are assigned; `needed` never falls below them."""
    if call.state == Call.State.CLOSED:
        raise Refused(_("Dieser Aufruf ist beendet. Bitte starten Sie einen neuen."), code="closed")
    title, place = clean(title)[:80], clean(place)[:160]
    if not title:
        raise Refused(_("Bitte sagen Sie, was zu tun ist."), code="title")
    if ends_at <= starts_at:
        raise Refused(_("Das Ende muss nach dem Beginn liegen."), code="ends_at")
    if ends_at - starts_at > LONGEST_TASK:
        raise Refused(_("Eine Aufgabe dauert höchstens 24 Stunden. Bitte teilen Sie sie auf."), code="ends_at")
    if abs(starts_at - timezone.now()) > AHEAD:
        raise Refused(_("Bitte prüfen Sie das Datum."), code="starts_at")
    if not 1 <= needed <= MOST:
        raise Refused(_("Zwischen 1 und %(n)s Menschen.") % {"n": MOST}, code="needed")
    with scopes_disabled():
        if task is None:
            task = CallTask(city_id=call.city_id, call=call)
        else:
            task = CallTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
            if task.assigned > needed:
                raise Refused(
                    _("Eingeteilt sind schon %(n)s Menschen. Heben Sie erst Einteilungen auf.") % {"n": task.assigned},
                    code="needed",
                )
            if task.assigned and (task.starts_at, task.ends_at) != (starts_at, ends_at):
                raise Refused(
                    _(
                        "Die Eingeteilten kennen diese Zeit schon. Bitte legen Sie für eine andere Zeit eine neue Aufgabe an."
                    ),
                    code="starts_at",
                )
        task.title, task.place, task.starts_at, task.ends_at, task.needed = title, place, starts_at, ends_at, needed
        task.save()
        record(call.city, "emergency.save_task", task, actor=actor, needed=needed)
    return task


@transaction.atomic
def assign(task: CallTask, people: Iterable[uuid.UUID], *, actor: User | None) -> Outcome:
    """As many of `people` (uuids of this call's helpers, in their order) as the task needs and as are free then."""
    with scopes_disabled():
        wanted = list(dict.fromkeys(people))[:MOST]
        helpers = (
            Helper.objects.select_for_update(of=("self",)).filter(call=task.call_id, uuid__in=wanted).order_by("pk")
        )
        found = {helper.uuid: helper for helper in helpers}
        task = CallTask.objects.select_for_update(of=("self",)).select_related("call", "city").get(pk=task.pk)
        if task.call.state == Call.State.CLOSED:
            raise Refused(_("Dieser Aufruf ist beendet. Bitte starten Sie einen neuen."), code="closed")
        there = set(Assignment.objects.filter(task=task).values_list("helper_id", flat=True))
        at_once = Assignment.objects.filter(
            helper__in=list(found.values()), task__starts_at__lt=task.ends_at, task__ends_at__gt=task.starts_at
        ).exclude(task=task)
        elsewhere = set(at_once.values_list("helper_id", flat=True))
        free = task.needed - len(there)
        chosen: list[Helper] = []
        busy, full = [], []
        for uid in wanted:
            helper = found.get(uid)
            if helper is None or helper.pk in there:
                continue
            if helper.pk in elsewhere:
                busy.append(helper.number)
            elif len(chosen) >= free:
                full.append(helper.number)
            else:
                chosen.append(helper)
        rows = [
            Assignment(city_id=task.city_id, task=task, helper=helper)
            for helper in sorted(chosen, key=lambda helper: helper.pk)
        ]
        try:
            with transaction.atomic():
                Assignment.objects.bulk_create(rows)
        except DatabaseError as error:  # a rule of the database that the lines above did not foresee
            raise Refused(
                _("Gerade hat jemand anders eingeteilt. Bitte versuchen Sie es noch einmal."), code="race"
            ) from error
        if chosen:
            record(task.city, "emergency.assign", task, actor=actor, people=len(chosen))
            for helper in chosen:
                letters.assigned(helper, task)
    return Outcome(len(chosen), busy, full)


@transaction.atomic
def unassign(task: CallTask, helper: Helper, *, actor: User | None) -> bool:
    with scopes_disabled():
        gone, _rows = Assignment.objects.filter(task=task, helper=helper).delete()
        if gone:
            record(task.city, "emergency.unassign", task, actor=actor)
            letters.unassigned(helper, task)
    return bool(gone)


@transaction.atomic
def note_attendance(task: CallTask, answers: Mapping[str, bool | None], *, actor: User | None) -> int:
    """`answers`: by the people's numbers. Who is not named keeps what was noted."""
    changed = 0
    with scopes_disabled():
        for row in Assignment.objects.select_for_update(of=("self",)).filter(task=task).select_related("helper"):
            number = row.helper.number
            if number in answers and row.attended != answers[number]:
                row.attended = answers[number]
                row.save(update_fields=["attended"])
                changed += 1
        if changed:
            record(task.city, "emergency.attendance", task, actor=actor, people=changed)
    return changed


@transaction.atomic
def message(task: CallTask, text: str, *, actor: User | None) -> int:
    """To all assigned with an e-mail address. The same text goes out once, however often the button is pressed."""
    text = clean(text)
    if not text:
        raise Refused(_("Bitte schreiben Sie, was die Eingeteilten wissen sollen."), code="text")
    if len(text) > 2000:
        raise Refused(_("Bitte höchstens %(n)s Zeichen.") % {"n": 2000}, code="text")
    mark = hashlib.sha256(text.encode()).hexdigest()[:12]
    with scopes_disabled():
        people = list(Helper.objects.filter(assignments__task=task).exclude(email=""))
        for helper in people:
            letters.message(helper, task, text, mark)
        record(task.city, "emergency.message", task, actor=actor, people=len(people))
    return len(people)
