"""What a desk does with the people of a shift, and a city with offers of other cities."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from clubs.volunteering import desk_letters, rules
from clubs.volunteering.background import KEPT as CHECK_KEPT
from clubs.volunteering.background import LONGEST, BackgroundCheck
from clubs.volunteering.models import KEPT, Offer, OfferHidden, Shift, SignUp, Volunteer
from clubs.volunteering.signals import attended
from portal.audit.actions import name_of, record
from portal.audit.models import AuditEntry
from portal.delivery.purge import touch
from portal.kit.mailbox import mailbox_of
from portal.kit.refused import Refused
from portal.kit.text import is_blank

from . import places

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

MESSAGE_MAX = 2000
MESSAGES_A_DAY = 3  # to one shift
NAME_MAX = 80


@transaction.atomic
def message(
    shift: Shift, text: str, *, key: uuid.UUID, waiting: bool, actor: User | None, now: dt.datetime | None = None
) -> int:
    """One letter to everybody who comes (`waiting`: and to those in line). Sent twice, `key` makes it one. The trail
    notes that and to how many, never the text. Answers how many were written to."""
    now = now or timezone.now()
    shift = places.lock(shift.pk)
    try:
        text = rules.long_text(text, "text", MESSAGE_MAX)
    except ValidationError as error:
        raise Refused({"text": error.messages}) from None
    if is_blank(text):
        raise Refused({"text": _("Bitte schreiben Sie etwas.")})
    with scopes_disabled():
        told = AuditEntry.objects.filter(action="volunteering.message", target=name_of(shift))
        before = told.filter(data__key=str(key)).first()
        if before is not None:
            return int(before.data["people"])
        if told.filter(at__gt=now - dt.timedelta(days=1)).count() >= MESSAGES_A_DAY:
            raise Refused(
                _("Sie haben heute schon %(n)s Nachrichten an diesen Einsatz geschickt. Bitte warten Sie bis morgen.")
                % {"n": MESSAGES_A_DAY},
                code="pace",
            )
        rows = SignUp.objects.filter(shift=shift).select_related("volunteer").order_by("pk")
        people = list(rows.active() if waiting else rows.holding())
    if not people:
        raise Refused(_("An diesem Einsatz nimmt noch niemand teil."), code="empty")
    sent = sum(desk_letters.message(row, shift, text, key) for row in people)
    record(shift.offer.city, "volunteering.message", shift, actor=actor, people=sent, key=str(key))
    return sent


@transaction.atomic
def remove(row: SignUp, *, reason: str, actor: User | None, now: dt.datetime | None = None) -> SignUp:
    """End somebody's sign-up. The reason goes to the person and is not kept."""
    try:
        reason = rules.line(reason, "withdrawn_reason")
    except ValidationError as error:
        raise Refused({"reason": error.messages}) from None
    if is_blank(reason):
        raise Refused({"reason": _("Bitte nennen Sie den Grund: Er steht in der E-Mail an die Person.")})
    return places.cancel(row, by="desk", actor=actor, reason=reason, now=now)


@transaction.atomic
def add_by_hand(
    shift: Shift, *, name: str, email: str, people: int = 1, age: int | None = None, guardian_email: str = "",
    note: str = "", actor: User | None, now: dt.datetime | None = None,
) -> SignUp:  # fmt: skip
    """Somebody signed up by telephone or at the counter. The same rules and the same waiting list; the person gets the
    same letter, with the link to cancel. A person who is known keeps the name that they gave themselves."""
    now = now or timezone.now()
    errors = rules.Errors()
    try:
        name = rules.line(name, "title", NAME_MAX)
    except ValidationError as error:
        errors.add("name", error.messages[0])
    if not errors.found and is_blank(name):
        errors.add("name", _("Bitte geben Sie den Namen an."))
    for field, value in (("email", email), ("guardian_email", guardian_email)):
        try:
            if not rules.email(value) and field == "email":
                errors.add(field, _("Bitte geben Sie die E-Mail-Adresse an."))
        except ValidationError as error:
            errors.add(field, error.messages[0])
    try:
        note = rules.line(note, "summary")
    except ValidationError as error:
        errors.add("note", error.messages[0])
    errors.stop()
    with scopes_disabled():
        person = _person(shift, email.strip(), name, max(now, shift.ends_at) + KEPT)
        return places.sign_up(
            shift, person, name=name, places=people, age=age, note=note, has_skills=True,
            guardian_email=guardian_email.strip(), actor=actor, now=now,
        )  # fmt: skip


def _person(shift: Shift, email: str, name: str, until: dt.datetime) -> Volunteer:
    from .people import of_mailbox

    return of_mailbox(shift.city, email, mailbox_of(email), name="", until=until)


@transaction.atomic
def note_attendance(
    shift: Shift, came: Mapping[uuid.UUID, bool | None], *, actor: User | None, now: dt.datetime | None = None
) -> int:
    """Who came, who did not, who is open (None). From the beginning of the shift on; only people with a place. Tells
    `signals.attended` what has changed. Answers how many have."""
    now = now or timezone.now()
    shift = places.lock(shift.pk)
    if shift.is_cancelled or shift.starts_at > now:
        raise Refused(_("Erst wenn der Einsatz begonnen hat, lässt sich eintragen, wer da ist."), code="early")
    with scopes_disabled():
        rows = SignUp.objects.filter(shift=shift, state=SignUp.State.CONFIRMED, uuid__in=list(came)[:600])
        count = 0
        for row in rows.select_related("volunteer").order_by("pk"):
            if row.attended == came[row.uuid]:
                continue
            was, row.attended = row.attended, came[row.uuid]
            row.save(update_fields=["attended"])
            count += 1
            if was or row.attended is not None:  # taken back counts as not come
                row.shift = shift
                attended.send(sender=SignUp, sign_up=row, came=bool(row.attended), actor=actor)
    if count:
        record(shift.offer.city, "volunteering.attendance", shift, actor=actor, people=count)
    return count


# --- Certificates of good conduct -----------------------------------------------------------------------------


@transaction.atomic
def note_check(
    offer: Offer, person: Volunteer, *, seen_on: dt.date, valid_until: dt.date, actor: User | None,
    today: dt.date | None = None,
) -> BackgroundCheck:  # fmt: skip
    """The document was seen: by whom, when, valid until when. It counts for all offers of the same club (or city)."""
    today = today or timezone.localdate()
    errors = rules.Errors()
    if not dt.date(2000, 1, 1) <= seen_on <= today:
        errors.add("seen_on", _("Bitte einen Tag, der schon war."))
    if valid_until < max(seen_on, today):
        errors.add("valid_until", _("Bitte einen Tag, der noch kommt."))
    elif valid_until - seen_on > LONGEST:
        errors.add("valid_until", _("Höchstens fünf Jahre, nachdem Sie es gesehen haben."))
    errors.stop()
    found, _made = BackgroundCheck.objects.update_or_create(
        city=offer.city, volunteer=person, club=offer.club,
        defaults={"seen_on": seen_on, "valid_until": valid_until, "seen_by": actor},
    )  # fmt: skip
    record(offer.city, "volunteering.note_check", found, actor=actor)
    return found


@transaction.atomic
def forget_check(check: BackgroundCheck, *, actor: User | None) -> None:
    """The engagement has ended, or the note was wrong."""
    record(check.city, "volunteering.forget_check", check, actor=actor)
    check.delete()


@transaction.atomic
def forget_old_checks(today: dt.date | None = None) -> int:
    """Daily: notes whose validity ended 90 days ago."""
    today = today or timezone.localdate()
    with scopes_disabled():
        count = BackgroundCheck.objects.filter(valid_until__lt=today - CHECK_KEPT).delete()[0]
    if count:
        record(None, "volunteering.forget", "checks", actor=None, checks=count)
    return count


# --- Offers of other cities on one's own portal ----------------------------------------------------------------


@transaction.atomic
def hide_offer(city: City, offer: Offer, *, actor: User | None) -> None:
    """Not on this city's portal any more. The offer itself and the other portals stay as they are."""
    if offer.city_id == city.pk:
        raise Refused(_("Eigene Angebote ziehen Sie zurück."))
    _row, made = OfferHidden.objects.get_or_create(city=city, offer=offer)
    if made:
        touch(Offer, city)
        record(city, "volunteering.hide_offer", offer, actor=actor)


@transaction.atomic
def show_offer(city: City, offer: Offer, *, actor: User | None) -> None:
    if OfferHidden.objects.filter(city=city, offer=offer).delete()[0]:
        touch(Offer, city)
        record(city, "volunteering.show_offer", offer, actor=actor)


@transaction.atomic
def export_made(offer: Offer, rows: int, *, actor: User | None) -> None:
    """Names left the house: the trail notes by whom."""
    record(offer.city, "volunteering.export_people", offer, actor=actor, rows=rows)


# --- By the clock ---------------------------------------------------------------------------------------------


def ask_whether_true(now: dt.datetime | None = None) -> int:
    """Daily: offers that nobody confirmed for 90 days are asked about, once; 30 days later the query set hides them."""
    now = now or timezone.now()
    count = 0
    with scopes_disabled():
        rows = Offer.objects.filter(status=Offer.Status.PUBLISHED, confirmed_at__lte=now - desk_letters.ASK_AFTER)
        rows = rows.filter(confirmed_at__gt=now - desk_letters.FRESH).exclude(ends_at__lt=now)
        for offer in rows.select_related("city__site", "club", "volunteer").order_by("pk").iterator(200):
            with transaction.atomic():
                if desk_letters.still_true(offer):
                    record(offer.city, "volunteering.ask_whether_true", offer, actor=None)
                    count += 1
        gone = Offer.objects.filter(status=Offer.Status.PUBLISHED, confirmed_at__lte=now - desk_letters.FRESH)
        gone = gone.filter(confirmed_at__gt=now - desk_letters.FRESH - dt.timedelta(days=2))
        for city_id in set(gone.order_by().values_list("city_id", flat=True)):
            touch(Offer, city_id)  # pages that were kept still show them
    return count
