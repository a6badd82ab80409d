"""Looking after the directory: messages to clubs, whether entries are still true, how strictly the city looks."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from portal.audit.actions import record
from portal.kit.refused import Refused
from portal.kit.text import clean, is_blank

from . import care_letters, findable
from .care_models import INQUIRY_KEPT, INQUIRY_MAX, Inquiry
from .models import Club, ClubCity, ClubMember, ClubSettings

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

REMIND, ESCALATE = dt.timedelta(days=3), dt.timedelta(days=7)
TRUE_FOR = dt.timedelta(days=365)  # an entry, from the last time that somebody vouched for it
PATIENCE = dt.timedelta(days=90)  # from the question to hiding; marked after the first month (`marks`)
AT_ONCE = 500  # clubs in one night


# --- Messages -----------------------------------------------------------------------------------------------


def recipients(club: Club) -> list[str]:
    """Who gets a message: the club's address, else the accounts of its people, else the city."""
    if club.contact_email:
        return [club.contact_email]
    with scopes_disabled():
        members = ClubMember.objects.filter(club=club, user__is_active=True, user__deleted_at=None)
        found = list(members.order_by("pk").values_list("user__email", flat=True)[:3])
    return found or [club.city.email]


@transaction.atomic
def inquire(city: City, club: Club, *, name: str, email: str, text: str, actor: User | None) -> Inquiry:
    """A message to a club, written on the portal of `city`. The club's address stays unknown; its answer goes straight
    to `email`. The same words of the same person are one message. Raises Refused (codes name, email, text)."""
    email = email.strip()
    try:
        if len(email) > 254:
            raise ValidationError("")
        validate_email(email)
    except ValidationError:
        raise Refused(_("Bitte geben Sie eine vollständige E-Mail-Adresse an."), code="email") from None
    name = " ".join(clean(name[:400]).split())[:80]
    if is_blank(name):
        raise Refused(_("Bitte geben Sie Ihren Namen an."), code="name")
    text = clean(text[: 4 * INQUIRY_MAX])
    if is_blank(text):
        raise Refused(_("Bitte schreiben Sie eine Nachricht."), code="text")
    if len(text) > INQUIRY_MAX:
        raise Refused(_("Bitte höchstens %(n)s Zeichen.") % {"n": INQUIRY_MAX}, code="text")
    key = hashlib.sha256(f"{club.uuid}\n{email.lower()}\n{text}".encode()).hexdigest()
    with scopes_disabled():
        row, new = Inquiry.objects.get_or_create(
            form_key=key, defaults={"city": club.city, "club": club, "name": name, "email": email, "text": text}
        )
        if new:
            record(club.city, "directory.inquire", row, actor=actor, portal=city.slug)
            care_letters.inquiry(row, club, recipients(club))
            care_letters.receipt(row, club, city)
    return row


@transaction.atomic
def answered(row: Inquiry, *, actor: User | None, now: dt.datetime | None = None) -> Inquiry:
    """The club says that it has answered. Repeating changes nothing."""
    with scopes_disabled():
        row = Inquiry.objects.select_for_update(of=("self",)).select_related("city").get(pk=row.pk)
        if row.answered_at is None:
            row.answered_at = now or timezone.now()
            row.save(update_fields=["answered_at"])
            record(row.city, "directory.answered", row, actor=actor)
    return row


def chase(now: dt.datetime | None = None) -> int:
    """Daily: on day 3 the club is reminded, on day 7 the city's desk is told; each once."""
    now = now or timezone.now()
    done = 0
    with scopes_disabled():
        rows = Inquiry.objects.filter(answered_at=None).select_related("club__city__site")
        for row in rows.filter(reminded_at=None, created_at__lte=now - REMIND)[:AT_ONCE]:
            done += _step(row, "reminded_at", now)
        for row in rows.filter(escalated_at=None, created_at__lte=now - ESCALATE)[:AT_ONCE]:
            done += _step(row, "escalated_at", now)
    return done


@transaction.atomic
def _step(row: Inquiry, column: str, now: dt.datetime) -> bool:
    free = Inquiry.objects.filter(pk=row.pk, answered_at=None, **{column: None})
    if not free.update(**{column: now}):
        return False
    record(row.club.city, f"directory.{column.removesuffix('_at')}", row, actor=None)
    if column == "reminded_at":
        care_letters.reminder(row, row.club, recipients(row.club))
    else:
        care_letters.escalation(row, row.club)
    return True


@transaction.atomic
def forget_inquiries(now: dt.datetime | None = None) -> int:
    """Daily: messages, 180 days after they came."""
    now = now or timezone.now()
    with scopes_disabled():
        count = Inquiry.objects.filter(created_at__lt=now - INQUIRY_KEPT).delete()[0]
    if count:
        record(None, "directory.forget", "inquiries", actor=None, inquiries=count)
    return count


# --- Is it still true? --------------------------------------------------------------------------------------


def ask_if_true(now: dt.datetime | None = None) -> int:
    """Daily: entries that nobody vouched for in a year: the club is asked, once; who does not answer for 90 days is
    hidden. In between the page says that nobody vouches for it."""
    now = now or timezone.now()
    old = Club.in_region().published().filter(confirmed_at__lte=now - TRUE_FOR).select_related("city__site")
    asked = sum(_ask(club, now) for club in old.filter(asked_at=None).order_by("pk")[:AT_ONCE])
    hidden = sum(_hide(club, now) for club in old.filter(asked_at__lte=now - PATIENCE).order_by("pk")[:AT_ONCE])
    return asked + hidden


@transaction.atomic
def _ask(club: Club, now: dt.datetime) -> bool:
    if not Club.in_region().filter(pk=club.pk, asked_at=None, status=Club.Status.PUBLISHED).update(asked_at=now):
        return False
    record(club.city, "directory.ask", club, actor=None)
    care_letters.still_true(club, recipients(club), now)
    return True


@transaction.atomic
def _hide(club: Club, now: dt.datetime) -> bool:
    with scopes_disabled():
        row = Club.objects.select_for_update(of=("self",)).select_related("city").get(pk=club.pk)
        if row.status != Club.Status.PUBLISHED or row.asked_at is None or row.confirmed_at > now - TRUE_FOR:
            return False
        row.status, row.is_forgotten = Club.Status.HIDDEN, True
        row.save(update_fields=["status", "is_forgotten", "updated_at"])
        record(row.city, "directory.fade", row, actor=None)
        findable.put(row)
    return True


@transaction.atomic
def confirm_fresh(club: Club, *, actor: User | None, now: dt.datetime | None = None) -> Club:
    """Somebody vouches for the entry: true for another year. What was hidden because nobody answered is shown again."""
    with scopes_disabled():
        row = Club.objects.select_for_update(of=("self",)).select_related("city").get(pk=club.pk)
        row.confirmed_at, row.asked_at = now or timezone.now(), None
        if row.is_forgotten and row.status == Club.Status.HIDDEN:
            row.status = Club.Status.PUBLISHED
        row.is_forgotten = False
        row.save(update_fields=["confirmed_at", "asked_at", "status", "is_forgotten", "updated_at"])
        record(row.city, "directory.confirm", row, actor=actor)
        findable.put(row)
    return row


# --- The city's rules ---------------------------------------------------------------------------------------


@transaction.atomic
def save_settings(city: City, *, actor: User, **values: bool) -> ClubSettings:
    """`new_clubs_wait`, `changes_wait`, `offers_wait`."""
    row = ClubSettings.objects.select_for_update().filter(city=city).first() or ClubSettings(city=city)
    known: dict[str, Any] = {name: bool(values[name]) for name in ("new_clubs_wait", "changes_wait", "offers_wait")}
    for name, value in known.items():
        setattr(row, name, value)
    row.save()
    record(city, "directory.settings", row, actor=actor, **known)
    return row


@transaction.atomic
def show_here(city: City, club: Club, shown: bool, *, actor: User) -> None:
    """A city shows or hides another city's club on its own portal. It never changes the club itself."""
    if club.city_id == city.pk:
        raise Refused(_("Das ist ein Verein Ihrer Stadt: Er steht immer auf Ihrem Portal."), code="own")
    row, _new = ClubCity.objects.get_or_create(city=city, club=club)
    row.is_hidden = not shown
    row.save(update_fields=["is_hidden"])
    record(city, "directory.show_here", club, actor=actor, shown=shown)
    findable.put(club)
