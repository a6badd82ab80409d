"""Every change of state of moderation. Nothing else writes these tables."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.audit.actions import record
from portal.notifications.actions import notify

from .models import STATEMENT_MAX, Appeal, Case, Decision, Pause, Reason, Report, WordList
from .permissions import may_decide_appeal
from .registry import Content, adapters, load

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

PAUSE_DAYS = (1, 3, 7, 14, 30, 90)
MINE = "/moderation/meine/"


class Refused(ValidationError):
    """A rule says no; the message is for the person."""


def _text(value: str, *, needed: str = "") -> str:
    text = value.replace("\x00", "").strip()
    if len(text) > STATEMENT_MAX:
        raise Refused(_("Bitte höchstens %(n)s Zeichen.") % {"n": STATEMENT_MAX})
    if needed and len(text) < 10:
        raise Refused(needed)
    return text


def _reason(value: str) -> str:
    if value not in Reason.values:
        raise Refused(_("Bitte wählen Sie einen Grund aus der Liste."))
    return value


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def _live_case(city: City, content: Content, *, reason: str, at: dt.datetime | None) -> Case:
    """The live case of a content, made when there is none; safe when two people report at once."""
    found = Case.objects.of(content.kind, content.uuid).live().first()
    if found is not None:
        return found
    now = at or timezone.now()
    try:
        with transaction.atomic():
            return Case.objects.create(
                city=city,
                kind=content.kind,
                object_uuid=content.uuid,
                author=content.author,
                title=content.title[:250],
                snapshot=content.text,
                reason=reason,
                opened_at=now,
                waiting_since=now,
            )
    except IntegrityError:
        return Case.objects.of(content.kind, content.uuid).live().get()


@transaction.atomic
def report(
    city: City, content: Content, *, reporter: User | None, reason: str, text: str = "", at: dt.datetime | None = None
) -> Report:
    """Tell the moderators. A member's second report of the same case is answered with the first one.

    Raises Refused: content deleted or hidden already, unknown reason, text too long.
    """
    _reason(reason)
    text = _text(text)
    if content.gone:
        raise Refused(_("Dieser Beitrag wurde inzwischen gelöscht."))
    if content.hidden:
        raise Refused(_("Dieser Beitrag ist schon ausgeblendet."))
    case = _live_case(city, content, reason=reason, at=at)
    if reporter is not None:
        earlier = Report.objects.filter(case=case, reporter=reporter).first()
        if earlier is not None:
            return earlier
    try:
        with transaction.atomic():
            row = Report.objects.create(
                city=city, case=case, reporter=reporter, reason=reason, text=text, created_at=at or timezone.now()
            )
    except IntegrityError:
        return Report.objects.get(case=case, reporter=reporter)
    Case.objects.filter(pk=case.pk).update(report_count=F("report_count") + 1)
    record(city, "moderation.report", case, actor=reporter, report=str(row.uuid), reason=reason)
    return row


@transaction.atomic
def open_case(city: City, content: Content, *, actor: User) -> Case:
    """A moderator takes up a content that nobody reported; an existing live case is answered."""
    if content.gone:
        raise Refused(_("Dieser Beitrag wurde inzwischen gelöscht."))
    known = Case.objects.of(content.kind, content.uuid).live().first()
    if known is not None:
        return known
    case = _live_case(city, content, reason="", at=None)
    record(city, "moderation.open", case, actor=actor)
    return case


@transaction.atomic
def keep(city: City, case: Case, *, actor: User, statement: str = "", at: dt.datetime | None = None) -> Case:
    """The content stays. The reporters' members are told; repeating changes nothing."""
    case = _locked(case)
    if case.status == Case.Status.KEPT:
        return case
    if case.status != Case.Status.OPEN:
        raise Refused(_("Dieser Fall ist schon entschieden."))
    _decide(case, Decision.Kind.KEEP, Case.Status.KEPT, actor=actor, statement=_text(statement), at=at)
    _tell_reporters(case)
    return case


@transaction.atomic
def hide(city: City, case: Case, *, actor: User, reason: str, statement: str, at: dt.datetime | None = None) -> Case:
    """Take the content out of sight and tell its author why and how to object. Repeating changes nothing."""
    case = _locked(case)
    if case.status == Case.Status.HIDDEN:
        return case
    if case.status != Case.Status.OPEN:
        raise Refused(_("Dieser Fall ist schon entschieden."))
    _reason(reason)
    statement = _text(
        statement, needed=_("Bitte begründen Sie die Entscheidung in einem Satz: Die Autorin oder der Autor liest sie.")
    )
    case.reason = reason
    adapters()[case.kind].hide(city, case.object_uuid, reason=reason, actor=actor)
    _decide(case, Decision.Kind.HIDE, Case.Status.HIDDEN, actor=actor, reason=reason, statement=statement, at=at)
    _tell_author(case, "moderation.hidden", key=f"hide:{case.uuid}", statement=statement)
    _tell_reporters(case)
    return case


@transaction.atomic
def appeal(city: City, case: Case, *, author: User, text: str, at: dt.datetime | None = None) -> Appeal:
    """The author objects, once. Raises Refused when it is not the author's case or not appealable."""
    case = _locked(case)
    if case.author_id != author.pk:
        raise Refused(_("Widersprechen kann nur, wer den Beitrag geschrieben hat."))
    if not case.can_appeal or Appeal.objects.filter(case=case).exists():
        raise Refused(_("Gegen diese Entscheidung ist kein Widerspruch mehr möglich."))
    row = Appeal.objects.create(
        city=city,
        case=case,
        text=_text(text, needed=_("Bitte schreiben Sie in einem Satz, was an der Entscheidung nicht stimmt.")),
        created_at=at or timezone.now(),
    )
    case.status, case.waiting_since = Case.Status.APPEALED, row.created_at
    case.save(update_fields=["status", "waiting_since"])
    record(city, "moderation.appeal", case, actor=author, appeal=str(row.uuid))
    return row


@transaction.atomic
def decide_appeal(
    city: City, case: Case, *, actor: User, uphold: bool, statement: str, at: dt.datetime | None = None
) -> Case:
    """Outcome of an appeal. Raises Refused when the actor made the first decision and somebody else could decide."""
    case = _locked(case)
    if case.status != Case.Status.APPEALED:
        raise Refused(_("Zu diesem Fall liegt kein offener Widerspruch vor."))
    if not may_decide_appeal(actor, case):
        raise Refused(_("Über den Widerspruch entscheidet eine andere Person als über den Beitrag."))
    statement = _text(statement, needed=_("Bitte begründen Sie auch diese Entscheidung in einem Satz."))
    if uphold:
        kind, status = Decision.Kind.UPHOLD, Case.Status.UPHELD
    else:
        kind, status = Decision.Kind.RESTORE, Case.Status.RESTORED
        adapters()[case.kind].show(city, case.object_uuid, actor=actor)
    decision = _decide(case, kind, status, actor=actor, reason=case.reason, statement=statement, at=at)
    Appeal.objects.filter(case=case).update(outcome=decision)
    _tell_author(case, "moderation.outcome", key=f"outcome:{decision.uuid}", statement=statement)
    return case


@transaction.atomic
def restore(city: City, case: Case, *, actor: User, statement: str = "") -> Case:
    """A moderator takes the hiding back without an appeal, or after one. Repeating changes nothing."""
    case = _locked(case)
    if case.status == Case.Status.RESTORED:
        return case
    if case.status not in (Case.Status.HIDDEN, Case.Status.UPHELD):
        raise Refused(_("Dieser Beitrag ist nicht ausgeblendet."))
    adapters()[case.kind].show(city, case.object_uuid, actor=actor)
    decision = _decide(
        case, Decision.Kind.RESTORE, Case.Status.RESTORED, actor=actor, reason=case.reason, statement=_text(statement)
    )
    _tell_author(case, "moderation.restored", key=f"restore:{decision.uuid}", statement=statement)
    return case


@transaction.atomic
def withdraw(city: City, kind: str, object_uuid: uuid.UUID, *, actor: User | None) -> None:
    """The author deleted the content: its live case ends. Called by the content's own app."""
    for case in Case.objects.select_for_update(of=("self",)).filter(kind=kind, object_uuid=object_uuid).live():
        case.status = Case.Status.WITHDRAWN
        case.decided_at = case.decided_at or timezone.now()
        case.save(update_fields=["status", "decided_at"])
        record(city, "moderation.withdraw", case, actor=actor)


@transaction.atomic
def pause(
    city: City,
    user: User,
    *,
    actor: User,
    days: int,
    reason: str,
    statement: str,
    case: Case | None = None,
    at: dt.datetime | None = None,
) -> Pause:
    """The member reads, but does not write, in this city for some days. Moderators cannot pause themselves."""
    _reason(reason)
    if days not in PAUSE_DAYS:
        raise Refused(_("Bitte wählen Sie eine Dauer aus der Liste."))
    if user.pk == actor.pk:
        raise Refused(_("Sie können sich nicht selbst eine Pause geben."))
    start = at or timezone.now()
    row = Pause.objects.create(
        city=city,
        user=user,
        case=case,
        starts_at=start,
        until=start + dt.timedelta(days=days),
        reason=reason,
        statement=_text(statement, needed=_("Bitte begründen Sie die Pause in einem Satz: Das Mitglied liest sie.")),
        decided_by=actor,
    )
    record(city, "moderation.pause", row, actor=actor, user=str(user.uuid), days=days, reason=reason)
    notify(
        user,
        "moderation.paused",
        {
            "city": city.portal_name,
            "until": date_format(timezone.localtime(row.until), "DATETIME_FORMAT"),
            "reason": Reason(reason).label,
            "statement": row.statement,
        },
        url=MINE,
        key=f"pause:{row.uuid}",
        city=city,
    )
    return row


@transaction.atomic
def lift_pause(city: City, row: Pause, *, actor: User) -> Pause:
    """End a pause early; repeating changes nothing."""
    if row.lifted_at is None:
        row.lifted_at = timezone.now()
        row.save(update_fields=["lifted_at"])
        record(city, "moderation.lift_pause", row, actor=actor)
    return row


@transaction.atomic
def set_words(city: City, words: str, *, actor: User) -> WordList:
    """Replace the city's list of blocked words."""
    if len(words) > 5000:
        raise Refused(_("Die Liste ist zu lang: höchstens 5000 Zeichen."))
    row, _made = WordList.objects.update_or_create(city=city, defaults={"words": words.replace("\x00", "").strip()})
    record(city, "moderation.set_words", row, actor=actor)
    return row


def _decide(
    case: Case,
    kind: str,
    status: str,
    *,
    actor: User,
    reason: str = "",
    statement: str = "",
    at: dt.datetime | None = None,
) -> Decision:
    now = at or timezone.now()
    decision = Decision.objects.create(
        city=case.city, case=case, kind=kind, reason=reason, statement=statement, decided_by=actor, created_at=now
    )
    case.status, case.decided_at = status, now
    case.save(update_fields=["status", "decided_at", "reason"])
    record(case.city, f"moderation.{kind}", case, actor=actor, decision=str(decision.uuid), reason=reason)
    return decision


def _tell_author(case: Case, kind: str, *, key: str, statement: str) -> None:
    if case.author is None:
        return
    context = {
        "title": case.title,
        "city": case.city.portal_name,
        "reason": Reason(case.reason).label if case.reason else "",
        "statement": statement,
        "outcome": case.get_status_display(),
    }
    notify(case.author, kind, context, url=f"{MINE}{case.uuid}/", key=key, city=case.city)


def _tell_reporters(case: Case) -> None:
    """Members who reported hear what came of it (DSA Art. 16 (5))."""
    for row in Report.objects.filter(case=case, reporter__isnull=False).select_related("reporter"):
        assert row.reporter is not None
        notify(
            row.reporter,
            "moderation.reported",
            {"title": case.title, "outcome": case.get_status_display()},
            url=MINE,
            key=f"report:{row.uuid}",
            city=case.city,
        )


def content_of(case: Case) -> Content | None:
    return load(case.city, case.kind, case.object_uuid)
