"""Every change of state of official answers. Nothing else writes these tables."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.following.actions import note_change
from participation.projects import gate
from participation.projects.permissions import may_manage
from participation.projects.plans import plan_of
from participation.projects.rooms import module_url
from portal.accounts.models import User
from portal.audit.actions import record
from portal.kit import text as texts
from portal.kit.refused import Refused
from portal.notifications.actions import notify

from .models import OFFICE_MAX, REASON_MAX, Answer, AnswerTemplate, State
from .registry import Answerable, Subject

if TYPE_CHECKING:
    from participation.projects.models import Module
    from portal.cities.models import City

GROUP_MAX = 200
TEMPLATES_MAX = 100


def _text(value: str, most: int) -> str:
    if len(value) > 4 * most:
        raise Refused(_("Bitte höchstens %(n)s Zeichen.") % {"n": most}, code="reason")
    text = texts.clean(value)
    if len(text) > most:
        raise Refused(_("Bitte höchstens %(n)s Zeichen. Es sind %(m)s.") % {"n": most, "m": len(text)}, code="reason")
    return text


def _state(value: str) -> State:
    if value not in State.values:
        raise Refused(_("Bitte wählen Sie, was aus dem Beitrag wird."), code="state")
    return State(value)


@transaction.atomic
def answer(
    city: City,
    module: Module,
    subject_kind: Answerable,
    items: Iterable[uuid.UUID],
    *,
    state: str,
    reason: str,
    office: str,
    actor: User | None,
    at: dt.datetime | None = None,
    trusted: bool = False,
) -> list[Answer]:
    """Answer one contribution of the city, or a group of up to 200 at once, in the name of an office.

    Every state except "review" needs a reason. The same words again change nothing for a contribution. `trusted` skips
    the question for the right, `at` sets the time: for demo and import only. Raises Refused; then nothing is answered.
    """
    gate.hold(module.project_id, alone=False)
    chosen = _state(state)
    wanted = sorted(set(items), key=str)
    if not 0 < len(wanted) <= GROUP_MAX:
        raise Refused(_("Bitte wählen Sie einen bis %(n)s Beiträge.") % {"n": GROUP_MAX}, code="items")
    plan = plan_of(module.project)
    if not trusted and (not may_manage(actor, plan, city) or not plan.has_city(city.pk)):
        raise Refused(_("Antworten darf, wer in dieser Stadt Beteiligung betreut."), code="right")
    reason = _text(reason, REASON_MAX)
    office = " ".join(_text(office, OFFICE_MAX).split())
    if texts.is_blank(office):
        raise Refused(_("Bitte nennen Sie das Amt oder die Stelle, die antwortet."), code="office")
    if chosen != State.REVIEW and texts.is_blank(reason):
        raise Refused(_("Bitte begründen Sie die Antwort."), code="reason")
    found = subject_kind.load(module, wanted)
    if len(found) != len(wanted) or any(s.city_id != city.pk for s in found.values()):
        raise Refused(_("Einer der Beiträge gehört zu einer anderen Stadt oder ist nicht mehr zu sehen."), code="items")
    now = at or timezone.now()
    made = [
        row
        for subject in found.values()
        if (row := _answer_one(city, module, subject_kind, subject, chosen, reason, office, actor, now)) is not None
    ]
    if made:
        _tell_followers(city, module, [found[row.object_uuid] for row in made], at)
    return made


def _answer_one(
    city: City,
    module: Module,
    kind: Answerable,
    subject: Subject,
    state: State,
    reason: str,
    office: str,
    actor: User | None,
    now: dt.datetime,
) -> Answer | None:
    """The contribution is locked (`Answerable.load`), so nobody else answers it in between."""
    before = Answer.objects.filter(kind=kind.kind, object_uuid=subject.uuid, current=True).first()
    if before is not None and (before.state, before.reason, before.office) == (state, reason, office):
        return None
    if before is not None:
        before.current = False
        before.save(update_fields=["current"])
    row = Answer.objects.create(
        city=city, kind=kind.kind, object_uuid=subject.uuid, module=module, state=state, reason=reason, office=office,
        author=actor, created_at=now,
    )  # fmt: skip
    kind.set_state(city, subject.uuid, state, actor=actor)
    record(city, "answers.answer", row, actor=actor, state=state.value, kind=kind.kind, item=str(subject.uuid))
    if subject.author is not None:
        notify(
            subject.author,
            "answers.answered",
            {"title": subject.title, "office": office, "state": str(state.label)},
            url=subject.url,
            key=str(row.uuid),
            city=city,
        )
    return row


def _tell_followers(city: City, module: Module, subjects: list[Subject], at: dt.datetime | None) -> None:
    if len(subjects) == 1:
        only = subjects[0]
        note_change(city, module.project, "answer", only.title, only.url, place=only.place, at=at)
        return
    title = ngettext("%(n)s Beitrag beantwortet", "%(n)s Beiträge beantwortet", len(subjects)) % {"n": len(subjects)}
    note_change(city, module.project, "answer", f"{module.title}: {title}", module_url(module.project, module), at=at)


@transaction.atomic
def save_template(city: City, *, title: str, text: str, state: str = "", actor: User) -> AnswerTemplate:
    """Add a template, or renew the one with this name."""
    title, text = " ".join(_text(title, 80).split()), _text(text, REASON_MAX)
    if texts.is_blank(title) or texts.is_blank(text):
        raise Refused(_("Eine Vorlage braucht einen Namen und einen Text."), code="template")
    chosen = _state(state) if state else ""
    rows = AnswerTemplate.objects.filter(city=city)
    row = rows.filter(title=title).first()
    if row is None and rows.count() >= TEMPLATES_MAX:
        raise Refused(_("Es gibt schon %(n)s Vorlagen.") % {"n": TEMPLATES_MAX}, code="template")
    row = row or AnswerTemplate(city=city, title=title)
    row.text, row.state = text, chosen
    row.save()
    record(city, "answers.save_template", row, actor=actor)
    return row


@transaction.atomic
def remove_template(city: City, row: AnswerTemplate, *, actor: User) -> None:
    record(city, "answers.remove_template", row, actor=actor)
    row.delete()
