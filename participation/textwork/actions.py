"""Every change of state of a text and of the suggestions for it. Nothing else writes these tables.

Writes of residents go through `gate.enter`; what makes a new version takes the project's lock alone, so that a
suggestion is made either for the old version or for the new one.
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
from participation.projects.plans import Plan, plan_of
from participation.projects.rooms import module_url
from portal.audit.actions import record
from portal.delivery import purge
from portal.kit import text as texts
from portal.kit.refused import Refused
from portal.notifications.actions import notify

from . import rules
from .addresses import suggestion_url
from .matching import Old, match
from .models import ANSWER_MAX, NOTE_MAX, Anchor, Paragraph, Suggestion, Version
from .permissions import may_decide, may_edit_text, owns
from .texts import Block, compose, parse

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

KIND = "textvorschlag"  # name of suggestions in moderation


def current_version(module: Module) -> Version | None:
    return Version.objects.filter(module=module, number__isnull=False).defer("source").order_by("-number").first()


def _require_editor(plan: Plan, actor: User | None, trusted: bool) -> None:
    if not trusted and not may_edit_text(actor, plan):
        raise Refused(_("Den Text bearbeitet die Stadt, die das Projekt führt."), code="right")


# --- The text -----------------------------------------------------------------------------------


@transaction.atomic
def save_draft(
    city: City, module: Module, source: str, *, note: str = "", actor: User | None, trusted: bool = False
) -> Version:
    """Keep the draft of the next version: made on first use, overwritten after. Raises Refused."""
    gate.hold(module.project_id, alone=True)
    _require_editor(plan_of(module.project), actor, trusted)
    parse(source)
    draft = Version.objects.filter(module=module, number__isnull=True).first()
    draft = draft or Version(city_id=module.city_id, module=module)
    draft.source, draft.note, draft.author = texts.clean(source), _note(note), actor
    draft.save()
    record(city, "textwork.save_draft", draft, actor=actor, module=str(module.uuid))
    return draft


def _note(value: str) -> str:
    note = " ".join(texts.clean(value[: 4 * NOTE_MAX]).split())
    if len(note) > NOTE_MAX:
        raise Refused(_("Bitte höchstens %(n)s Zeichen.") % {"n": NOTE_MAX}, code="note")
    return note


@transaction.atomic
def publish(
    city: City, module: Module, *, actor: User | None, at: dt.datetime | None = None, trusted: bool = False
) -> Version:
    """Make the draft the new version. Paragraphs keep their identity, the old version stays as it was.

    Raises Refused: no draft, no change, no word about what is new from the second version on.
    """
    gate.hold(module.project_id, alone=True)
    _require_editor(plan_of(module.project), actor, trusted)
    draft = Version.objects.select_for_update().filter(module=module, number__isnull=True).first()
    if draft is None:
        raise Refused(_("Es gibt keinen Entwurf zu veröffentlichen."), code="draft")
    blocks = parse(draft.source)
    last = current_version(module)
    before = list(last.paragraphs.all()) if last is not None else []
    if last is not None and not draft.note:
        raise Refused(_("Bitte schreiben Sie in einem Satz, was neu ist."), code="note")
    if [(p.kind, p.text, p.level) for p in before] == [(b.kind, b.text, b.level) for b in blocks]:
        raise Refused(_("Der Entwurf unterscheidet sich nicht von der veröffentlichten Fassung."), code="same")
    anchors = match([Old(p.anchor_id, p.kind, p.text) for p in before], blocks, taken_over(module))
    draft.number = (last.number or 0) + 1 if last is not None else 1
    draft.published_at = at or timezone.now()
    draft.source = compose(blocks)
    draft.save()
    rows = [
        Paragraph(
            city_id=module.city_id, version=draft, position=position, kind=block.kind, level=block.level, text=block.text,
            anchor_id=anchor if anchor is not None else Anchor.objects.create(city_id=module.city_id, module=module).pk,
        )
        for position, (block, anchor) in enumerate(zip(blocks, anchors, strict=True))
    ]  # fmt: skip
    Paragraph.objects.bulk_create(rows)
    purge.touch(Paragraph, module.city_id)
    record(city, "textwork.publish", draft, actor=actor, number=draft.number, module=str(module.uuid))
    if last is not None:
        _tell_followers(module, draft, at)
    return draft


def taken_over(module: Module) -> dict[str, int]:
    """Wordings that the desk accepted: their paragraph is known however much it changed."""
    rows = Suggestion.objects.filter(module=module, state=Suggestion.State.ACCEPTED).exclude(wording="")
    return {texts.fingerprint(wording): anchor for wording, anchor in rows.values_list("wording", "anchor_id")}


def _tell_followers(module: Module, version: Version, at: dt.datetime | None) -> None:
    from participation.following.actions import note_change

    title = _("%(text)s: Fassung %(n)s ist da") % {"text": module.title, "n": version.number}
    path = module_url(module.project, module)
    note_change(module.project.city, module.project, "news", title, path, at=at)


# --- Suggestions --------------------------------------------------------------------------------


@transaction.atomic
def suggest(
    city_id: int,
    module: Module,
    anchor: Anchor,
    person: Person,
    wording: str,
    *,
    reason: str = "",
    base: uuid.UUID | None = None,
    form_key: uuid.UUID | None = None,
    at: dt.datetime | None = None,
    trusted: bool = False,
) -> Suggestion:
    """Propose another wording for a paragraph. `base`: the version the person had in front of them.

    `form_key`: the same key stores once. `trusted` skips the rules against spam: for demo and import. Raises Refused:
    closed, paragraph gone or changed since, nothing changed, too long, too fast, repeated, too many links.
    """
    plan, now = gate.enter(module, "suggest", person, at=at)
    if form_key is not None:
        stored = Suggestion.objects.filter(module=module, form_key=form_key).first()
        if stored is not None:
            return stored
    version = current_version(module)
    found = Paragraph.objects.filter(version=version, anchor=anchor, anchor__module=module).first() if version else None
    if version is None or found is None:
        raise Refused(_("Diesen Absatz gibt es in der neuen Fassung nicht mehr."), code="gone")
    if base is not None and base != version.uuid:
        seen = Paragraph.objects.filter(version__uuid=base, version__module=module, anchor=anchor).first()
        if seen is None or seen.text != found.text:
            raise Refused(
                _("Der Absatz hat sich inzwischen geändert. Bitte prüfen Sie Ihren Vorschlag an der neuen Fassung."),
                code="stale",
            )
    wording = rules.checked_wording(wording, found)
    reason = rules.checked_reason(reason)
    belongs = gate.contribution_city(plan, city_id, person)
    if not trusted:
        city = next(c for c in plan.cities if c.pk == belongs)
        rules.check(city, person, module, anchor, wording, reason, found.text, now)
    try:
        with transaction.atomic():  # counters first: everybody takes anchor, module, project in this order
            _count(anchor, 1)
            counting.count(module, 1)
            row = Suggestion.objects.create(
                city_id=belongs, module=module, anchor=anchor, version=version, wording=wording, reason=reason,
                author=person.user, guest=None if person.user else person.guest, form_key=form_key, created_at=now,
                number=counting.take_number(module.project_id),
            )  # fmt: skip
    except IntegrityError:
        stored = Suggestion.objects.filter(module=module, form_key=form_key).first() if form_key else None
        if stored is None:
            raise
        return stored
    record(row.city, "textwork.suggest", row, actor=person.user, module=str(module.uuid))
    counting.took_part(module, person, belongs)
    return row


def _count(anchor: Anchor, by: int) -> None:
    Anchor.objects.filter(pk=anchor.pk).update(suggestion_count=Greatest(F("suggestion_count") + by, 0))
    purge.touch(Anchor, anchor.city_id)


def _locked(suggestion: Suggestion) -> Suggestion:
    return (
        Suggestion.objects.select_for_update(of=("self",), no_key=True)
        .select_related("anchor", "city", "author", "module__project__city")
        .get(pk=suggestion.pk)
    )


@transaction.atomic
def delete_suggestion(city: City, suggestion: Suggestion, *, actor: User) -> Suggestion:
    """The author erases the own text. Repeating changes nothing."""
    row = _locked(suggestion)
    if not owns(actor, row):
        raise Refused(_("Löschen kann nur, wer den Vorschlag geschrieben hat."), code="right")
    if row.status == Suggestion.Status.DELETED:
        return row
    if row.is_visible:
        _count(row.anchor, -1)
    row.status, row.wording, row.reason, row.hidden_reason = Suggestion.Status.DELETED, "", "", ""
    row.save(update_fields=["status", "wording", "reason", "hidden_reason"])
    record(row.city, "textwork.delete", row, actor=actor)
    withdraw(row.city, KIND, row.uuid, actor=actor)
    counting.count(row.module, -1)
    return row


@transaction.atomic
def set_hidden(suggestion: Suggestion, hidden: bool, *, reason: str = "", actor: User | None) -> None:
    """Moderation takes a suggestion out of sight, or brings it back. Repeating, or a deleted one, changes nothing."""
    row = _locked(suggestion)
    before, after = Suggestion.Status.VISIBLE, Suggestion.Status.HIDDEN
    if not hidden:
        before, after = after, before
    if row.status != before:
        return
    row.status, row.hidden_reason = after, reason if hidden else ""
    row.save(update_fields=["status", "hidden_reason"])
    _count(row.anchor, -1 if hidden else 1)
    record(row.city, "textwork.hide" if hidden else "textwork.show", row, actor=actor, reason=reason)
    counting.count(row.module, -1 if hidden else 1)


@transaction.atomic
def decide(
    city: City,
    suggestion: Suggestion,
    state: str,
    *,
    answer: str = "",
    actor: User,
    at: dt.datetime | None = None,
) -> Suggestion:
    """The desk takes a suggestion over, partly, or not; its author is told. A later decision replaces the earlier one.

    Accepted: the wording stands in the draft of the next version at once. Raises Refused: not this desk's, hidden or
    deleted, no reason for „teilweise“ and „nicht“.
    """
    gate.hold(suggestion.module.project_id, alone=True)
    row = _locked(suggestion)
    plan = plan_of(row.module.project)
    if not may_decide(actor, plan, row):
        raise Refused(_("Darüber entscheidet die Stadt, zu der der Vorschlag gehört."), code="right")
    if not row.is_visible:
        raise Refused(_("Dieser Vorschlag ist nicht mehr zu sehen."), code="gone")
    if state not in (Suggestion.State.ACCEPTED, Suggestion.State.PARTLY, Suggestion.State.REJECTED):
        raise Refused(_("Bitte wählen Sie eine Entscheidung aus der Liste."), code="state")
    answer = texts.clean(answer[: 4 * ANSWER_MAX])
    if len(answer) > ANSWER_MAX:
        raise Refused(_("Bitte höchstens %(n)s Zeichen.") % {"n": ANSWER_MAX}, code="answer")
    if state != Suggestion.State.ACCEPTED and len(answer) < 10:
        raise Refused(_("Bitte begründen Sie die Entscheidung in einem Satz: Alle können sie lesen."), code="answer")
    if (row.state, row.answer) == (state, answer):
        return row
    row.state, row.answer, row.decided_at, row.decided_by = state, answer, at or timezone.now(), actor
    row.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    row.in_draft = _into_draft(row, actor) if state == Suggestion.State.ACCEPTED else None
    record(row.city, "textwork.decide", row, actor=actor, state=state)
    if row.author is not None and row.author_id != actor.pk:
        notify(
            row.author,
            "textwork.decided",
            {"number": row.number, "text": row.module.title, "state": row.get_state_display(), "answer": answer},
            url=suggestion_url(row),
            key=f"{row.uuid}:{state}:{int(row.decided_at.timestamp())}",
            city=row.city,
        )
    return row


def _into_draft(row: Suggestion, actor: User) -> bool:
    """Put the wording in the place of its paragraph. False where an editor has already reworded the paragraph in the
    draft: it is left alone, and the desk works the suggestion in itself."""
    version = current_version(row.module)
    paragraph = Paragraph.objects.filter(version=version, anchor=row.anchor).first() if version else None
    if version is None or paragraph is None:
        return False
    draft = Version.objects.select_for_update().filter(module=row.module, number__isnull=True).first()
    draft = draft or Version(city_id=row.module.city_id, module=row.module, source=version.source, author=actor)
    blocks = parse(draft.source)
    same = [n for n, block in enumerate(blocks) if (block.kind, block.text) == (paragraph.kind, paragraph.text)]
    if not same:
        return False
    # The same sentence may stand twice: take the one nearest to the paragraph's place
    place = min(same, key=lambda n: abs(n - paragraph.position))
    blocks[place] = Block(paragraph.kind, row.wording, paragraph.level)
    draft.source, draft.author = compose(blocks), actor
    draft.save()
    record(row.city, "textwork.take_over", draft, actor=actor, suggestion=str(row.uuid))
    return True
