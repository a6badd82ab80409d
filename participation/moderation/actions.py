"""Every change of state of moderation. Nothing else writes these tables."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope

from portal.audit.actions import record
from portal.notifications.actions import notify

from . import helpers
from .models import STATEMENT_MAX, Appeal, Case, Decision, Pause, Reason, Report, WordList
from .permissions import hider_of, may_decide_appeal, may_help
from .registry import Content, Moderatable, adapters, load
from .telling import MINE, moment, tell_author, tell_helpers, tell_hider, tell_reporters

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

PAUSE_DAYS = (1, 3, 7, 14, 30, 90)


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


def _adapter(case: Case) -> Moderatable:
    """Who can hide and show it. Raises Refused when its app is no longer installed."""
    adapter = adapters().get(case.kind)
    if adapter is None:
        raise Refused(_("Beiträge dieser Art gibt es auf diesem Portal nicht mehr."))
    return adapter


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
                guest=content.guest if content.author is None else None,
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
    tell_reporters(case)
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
    _adapter(case).hide(city, case.object_uuid, reason=reason, actor=actor)
    _decide(case, Decision.Kind.HIDE, Case.Status.HIDDEN, actor=actor, reason=reason, statement=statement, at=at)
    tell_author(case, "moderation.hidden", key=f"hide:{case.uuid}", statement=statement)
    tell_reporters(case)
    return case


@transaction.atomic
def appeal(
    city: City,
    case: Case,
    *,
    author: User | None,
    text: str,
    elsewhere: bool = False,
    guest: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> Appeal:
    """The author objects, once. Raises Refused when it is not the author's case or not appealable.

    `elsewhere`: another city shall decide. Which one, `helpers.choose` says; without one the appeal is refused, so that
    the author can decide anew. `guest`: the author has no account and came with the link of the mail.
    """
    case = _locked(case)
    if not (case.author_id == author.pk if author is not None else guest is not None and case.guest == guest):
        raise Refused(_("Widersprechen kann nur, wer den Beitrag geschrieben hat."))
    if not case.can_appeal or Appeal.objects.filter(case=case).exists():
        raise Refused(_("Gegen diese Entscheidung ist kein Widerspruch mehr möglich."))
    helper = None
    if elsewhere:
        helper = helpers.choose(case, content_of(case), hidden_by=hider_of(case))
        if helper is None:
            raise Refused(_("Zurzeit kann keine andere Stadt entscheiden. Bitte nehmen Sie den Haken heraus."))
    row = Appeal.objects.create(
        city=city,
        case=case,
        text=_text(text, needed=_("Bitte schreiben Sie in einem Satz, was an der Entscheidung nicht stimmt.")),
        decided_in=helper,
        created_at=at or timezone.now(),
    )
    case.status, case.waiting_since = Case.Status.APPEALED, row.created_at
    case.save(update_fields=["status", "waiting_since"])
    asked = {"decided_in": helper.slug} if helper else {}
    record(city, "moderation.appeal", case, actor=author, appeal=str(row.uuid), **asked)
    if helper is not None:
        record(helper, "moderation.asked", row, actor=None, by=city.slug)
        tell_helpers(helper, row, case)
    return row


@transaction.atomic
def decide_appeal(
    city: City, case: Case, *, actor: User, uphold: bool, statement: str, at: dt.datetime | None = None
) -> Case:
    """Outcome of an appeal. Raises Refused when the actor made the first decision and somebody else could decide, and
    while another city decides."""
    case = _locked(case)
    if case.status != Case.Status.APPEALED:
        raise Refused(_("Zu diesem Fall liegt kein offener Widerspruch vor."))
    if case.appeal.is_away:
        raise Refused(_("Über diesen Widerspruch entscheidet gerade eine andere Stadt."))
    if not may_decide_appeal(actor, case):
        raise Refused(_("Über den Widerspruch entscheidet eine andere Person als über den Beitrag."))
    _settle(case, case.appeal, actor=actor, uphold=uphold, statement=statement, by=city, at=at)
    return case


@transaction.atomic
def decide_for_other_city(
    helper: City, appeal_uuid: uuid.UUID, *, actor: User, uphold: bool, statement: str, at: dt.datetime | None = None
) -> Appeal:
    """A moderator of the helping city decides an appeal of another city; author and hiding moderator are told.

    Raises Refused: no longer the helper's, decided already, or the actor hid or wrote the content.
    """
    row = Appeal.handed_to(helper).filter(uuid=appeal_uuid).first()
    if row is None:
        raise Refused(_("Dieser Widerspruch liegt nicht mehr bei Ihrer Stadt."))
    city = row.city
    with scope(city=[city]):
        case = _locked(row.case)
        row.refresh_from_db(fields=["returned_at", "outcome"])
        if not row.is_away:
            raise Refused(_("Dieser Widerspruch liegt nicht mehr bei Ihrer Stadt."))
        if case.status != Case.Status.APPEALED:
            raise Refused(_("Zu diesem Fall liegt kein offener Widerspruch vor."))
        hider = hider_of(case)
        if not may_help(actor, helper, hidden_by=hider, author=case.author_id):
            raise Refused(_("Über den Widerspruch entscheidet eine andere Person als über den Beitrag."))
        decision = _settle(case, row, actor=actor, uphold=uphold, statement=statement, by=helper, at=at)
        tell_hider(case, decision, hider, helper)
    record(helper, "moderation.help", row, actor=actor, outcome=decision.kind, by=city.slug)
    return row


def _settle(
    case: Case, row: Appeal, *, actor: User, uphold: bool, statement: str, by: City, at: dt.datetime | None
) -> Decision:
    """Write the outcome of an appeal and tell the author which city decided."""
    statement = _text(statement, needed=_("Bitte begründen Sie auch diese Entscheidung in einem Satz."))
    if uphold:
        kind, status = Decision.Kind.UPHOLD, Case.Status.UPHELD
    else:
        kind, status = Decision.Kind.RESTORE, Case.Status.RESTORED
        _adapter(case).show(case.city, case.object_uuid, actor=actor)
    decision = _decide(case, kind, status, actor=actor, reason=case.reason, statement=statement, at=at)
    Appeal.objects.filter(pk=row.pk).update(outcome=decision)
    tell_author(case, "moderation.outcome", key=f"outcome:{decision.uuid}", statement=statement, by=by)
    return decision


@transaction.atomic
def give_back(row: Appeal, *, now: dt.datetime | None = None) -> bool:
    """The helping city has not decided in time: the own city does. Repeating changes nothing. Opens its own scope."""
    now = now or timezone.now()
    with scope(city=[row.city]):
        case = _locked(row.case)
        row.refresh_from_db(fields=["returned_at", "outcome"])
        if not row.is_away or case.status != Case.Status.APPEALED:
            return False
        row.returned_at = now
        row.save(update_fields=["returned_at"])
        case.waiting_since = now
        case.save(update_fields=["waiting_since"])
        record(case.city, "moderation.returned", case, actor=None, appeal=str(row.uuid))
        tell_author(case, "moderation.returned", key=f"returned:{row.uuid}", statement="", by=row.decided_in)
    return True


@transaction.atomic
def restore(city: City, case: Case, *, actor: User, statement: str = "") -> Case:
    """A moderator takes the hiding back without an appeal, or after one. Repeating changes nothing."""
    case = _locked(case)
    if case.status == Case.Status.RESTORED:
        return case
    if case.status not in (Case.Status.HIDDEN, Case.Status.UPHELD):
        raise Refused(_("Dieser Beitrag ist nicht ausgeblendet."))
    _adapter(case).show(city, case.object_uuid, actor=actor)
    decision = _decide(
        case, Decision.Kind.RESTORE, Case.Status.RESTORED, actor=actor, reason=case.reason, statement=_text(statement)
    )
    tell_author(case, "moderation.restored", key=f"restore:{decision.uuid}", statement=statement)
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
            "until": moment(row.until),
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


def content_of(case: Case) -> Content | None:
    return load(case.city, case.kind, case.object_uuid)
