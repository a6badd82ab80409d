"""Every change of state of a meeting's questions. Nothing else writes these tables.

Locks are taken in the order project (the gate, shared) → question → module and project (counters).
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.moderation.actions import withdraw
from participation.projects import counting, gate
from participation.projects.models import Module
from participation.projects.permissions import Person
from participation.projects.plans import plan_of
from portal.audit.actions import record
from portal.delivery import purge
from portal.kit import text as texts
from portal.kit.refused import Refused
from portal.notifications.actions import notify

from . import rules
from .addresses import KIND, question_url
from .models import ANSWER_MAX, Question, Support
from .permissions import is_premoderated, may_run, owns

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

State, Status = Question.State, Question.Status


@transaction.atomic
def ask_question(
    city_id: int,
    module: Module,
    person: Person,
    text: str,
    *,
    nameless: bool = False,
    form_key: uuid.UUID | None = None,
    at: dt.datetime | None = None,
    trusted: bool = False,
) -> Question:
    """Ask; with pre-moderation the desk lets the question in first. Raises Refused.

    `nameless`: without account and without a confirmed address. Only where the phase is open to everyone AND questions
    are pre-moderated: nothing is shown that nobody has read. Such a person is not remembered and counts as no
    participant; what keeps machines out is `portal.cities.anonymous_forms`, in the view. The same nameless question,
    sent twice, is stored once. `form_key`: the same for members. `trusted` skips the rules against spam (demo).
    """
    if nameless:
        person = Person(guest=uuid.uuid4())  # somebody, for the gate: only a phase for everyone lets this person in
    plan, now = gate.enter(module, "ask", person, at=at)
    premoderated = any(m.pk == module.pk and is_premoderated(m) for m in plan.modules)
    if nameless and not premoderated:
        raise Refused(_("Bitte melden Sie sich an, um mitzumachen."), code="phase")
    if form_key is not None:
        stored = Question.objects.filter(module=module, form_key=form_key).first()
        if stored is not None:
            return stored
    text = rules.checked_text(text)
    belongs = gate.contribution_city(plan, city_id, person)
    same = Question.objects.filter(
        module=module, fingerprint=rules.fingerprint(text), nameless=True, state=State.WAITING, status=Status.VISIBLE
    )
    if nameless and (stored := same.first()) is not None:
        return stored
    if not trusted:
        city = next(c for c in plan.cities if c.pk == belongs)
        rules.check(city, person, module, text, now, nameless=nameless)
    try:
        with transaction.atomic():
            counting.count(module, 1)
            row = Question.objects.create(
                city_id=belongs, module=module, text=text, fingerprint=rules.fingerprint(text), nameless=nameless,
                author=person.user, guest=None if nameless or person.user else person.guest, form_key=form_key,
                state=State.WAITING if premoderated else State.APPROVED, created_at=now,
                number=counting.take_number(module.project_id),
            )  # fmt: skip
    except IntegrityError:
        stored = Question.objects.filter(module=module, form_key=form_key).first() if form_key else same.first()
        if stored is None:
            raise
        return stored
    record(row.city, "live.ask", row, actor=person.user, module=str(module.uuid), nameless=nameless)
    if not nameless:
        counting.took_part(module, person, belongs)
    return row


def _locked(question: Question) -> Question:
    return (
        Question.objects.select_for_update(of=("self",), no_key=True)
        .select_related("city", "author", "module__project__city")
        .get(pk=question.pk)
    )


@transaction.atomic
def set_support(
    city_id: int, question: Question, person: Person, wanted: bool, *, at: dt.datetime | None = None
) -> Question:
    """Support a question or take that back; repeating changes nothing. Raises Refused."""
    plan, now = gate.enter(question.module, "support", person, at=at)
    row = _locked(question)
    if not row.takes_support:
        raise Refused(_("Diese Frage lässt sich nicht mehr unterstützen."), code="state")
    if wanted and owns(person.user, row):
        raise Refused(_("Die eigene Frage kann man nicht unterstützen."), code="own")
    belongs = gate.contribution_city(plan, city_id, person)
    who = {"user": person.user} if person.user is not None else {"guest": person.guest}
    if wanted:
        _support, changed = Support.objects.get_or_create(
            question=row, **who, defaults={"city_id": belongs, "created_at": now}
        )
    else:
        changed = bool(Support.objects.filter(question=row, **who).delete()[0])
    if changed:
        step = 1 if wanted else -1
        Question.objects.filter(pk=row.pk).update(support_count=Greatest(F("support_count") + step, 0))
        purge.touch(Question, row.city_id)
        row.refresh_from_db(fields=["support_count"])
        record(row.city, "live.support" if wanted else "live.unsupport", row, actor=person.user)
        if wanted:
            counting.took_part(row.module, person, belongs)
    return row


@transaction.atomic
def delete_question(city: City, question: Question, *, actor: User) -> Question:
    """The author erases the own question. Repeating changes nothing."""
    row = _locked(question)
    if not owns(actor, row):
        raise Refused(_("Löschen kann nur, wer die Frage gestellt hat."), code="right")
    if row.status == Status.DELETED:
        return row
    counted = row.is_visible and row.state != State.REFUSED
    row.status, row.text, row.fingerprint, row.hidden_reason = Status.DELETED, "", "", ""
    row.save(update_fields=["status", "text", "fingerprint", "hidden_reason"])
    record(row.city, "live.delete", row, actor=actor)
    withdraw(row.city, KIND, row.uuid, actor=actor)
    if counted:
        counting.count(row.module, -1)
    return row


@transaction.atomic
def set_hidden(question: Question, hidden: bool, *, reason: str = "", actor: User | None) -> None:
    """Moderation takes a question out of sight, or brings it back. Repeating, or a deleted one, changes nothing."""
    row = _locked(question)
    if row.status != (Status.VISIBLE if hidden else Status.HIDDEN):
        return
    row.status, row.hidden_reason = (Status.HIDDEN, reason) if hidden else (Status.VISIBLE, "")
    if row.state == State.STAGE:
        row.state = State.APPROVED  # another one may stand there when it comes back
    row.save(update_fields=["status", "hidden_reason", "state"])
    record(row.city, "live.hide" if hidden else "live.show", row, actor=actor, reason=reason)
    if row.state != State.REFUSED:
        counting.count(row.module, -1 if hidden else 1)


# --- The desk -----------------------------------------------------------------------------------


@transaction.atomic
def run(
    city: City, question: Question, state: str, *, answer: str = "", actor: User | None, at: dt.datetime | None = None,
    trusted: bool = False,
) -> Question:  # fmt: skip
    """Let in, refuse, put on stage (one at a time), take off (= let in), or note the answer. Repeating changes nothing.

    The author hears of a refusal and of an answer. Raises Refused: not this desk's, hidden, answer missing.
    """
    gate.hold(question.module.project_id, alone=True)  # two moderators, one stage
    row = _locked(question)
    if not trusted and not may_run(actor, plan_of(row.module.project), row):
        raise Refused(_("Darüber entscheidet die Stadt, zu der die Frage gehört."), code="right")
    if not row.is_visible:
        raise Refused(_("Diese Frage ist nicht mehr zu sehen."), code="gone")
    if state not in (State.APPROVED, State.REFUSED, State.STAGE, State.ANSWERED):
        raise Refused(_("Das gibt es nicht."), code="state")
    answer = texts.clean(answer[: 4 * ANSWER_MAX])
    if len(answer) > ANSWER_MAX:
        raise Refused(_("Bitte höchstens %(n)s Zeichen.") % {"n": ANSWER_MAX}, code="answer")
    if state == State.ANSWERED and texts.is_blank(answer):
        raise Refused(
            _("Bitte fassen Sie die Antwort kurz zusammen: Sie bleibt nach der Veranstaltung lesbar."), code="answer"
        )
    answer = answer if state in (State.ANSWERED, State.REFUSED) else ""
    if (row.state, row.answer) == (state, answer):
        return row
    if state == State.STAGE:
        for other in Question.objects.filter(module=row.module, state=State.STAGE).exclude(pk=row.pk):
            other.state = State.APPROVED
            other.save(update_fields=["state"])
    before = row.state
    row.state, row.answer = state, answer
    row.answered_at = (at or timezone.now()) if state == State.ANSWERED else None
    row.save(update_fields=["state", "answer", "answered_at"])
    record(row.city, "live.run", row, actor=actor, state=state)
    if State.REFUSED in (before, state):
        counting.count(row.module, -1 if state == State.REFUSED else 1)
    if row.author is not None and state in (State.ANSWERED, State.REFUSED) and row.author != actor:
        notify(
            row.author,
            f"live.{state}",
            {"question": texts.excerpt(row.text, 80), "answer": answer, "event": row.module.title},
            url=question_url(row),
            key=f"{row.uuid}:{state}",
            city=row.city,
        )
    return row
