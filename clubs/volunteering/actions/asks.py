"""Signing up: with an account at once, without one by a link in a mail. Nothing holds a place before the click."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from clubs.volunteering import letters
from clubs.volunteering.models import ASK_LIFE, KEPT, Ask, Shift, SignUp
from portal.audit.actions import record
from portal.cities import hosts
from portal.kit.mailbox import mailbox_of
from portal.kit.refused import Refused
from portal.kit.text import clean, is_blank
from portal.operations.ratelimit import allow

from . import people, places

if TYPE_CHECKING:
    from django.http import HttpRequest

    from portal.accounts.models import User
    from portal.cities.models import City

PER_HOUR, PER_DAY = 5, 12  # links to one mailbox, over all portals
PER_CLIENT = 60  # links that one connection may ask for in an hour: a whole club may sit behind one
PER_GUARDIAN = 3  # open questions to one guardian's address
TWICE = dt.timedelta(minutes=5)  # the same answers again within this time are a second press of the button
NAME_MAX = 80
READ = [*(field.name for field in Ask._meta.concrete_fields), *(f"shift__{name}" for name in places.LINE)]


class Gone(Exception):
    """The link has expired, or what came of it is gone."""


def ask(
    city: City, shift: Shift, email: str, *, name: str, places: int = 1, age: int | None = None, note: str = "",
    has_skills: bool = False, guardian_email: str = "", request: HttpRequest | None = None,
    now: dt.datetime | None = None,
) -> Ask:  # fmt: skip
    """Keep the answers for 48 hours and mail a link that signs up. `city`: the portal where it was asked.

    `shift` with its offer. `request`: counts the connection, too. Raises Refused with the reason (codes of
    `places.check`; email, name, guardian, pace), so that a rule that says no says it before anything is mailed.
    """
    now = now or timezone.now()
    email = checked_email(email)
    answers = _checked(shift, email, name, places, age, note, has_skills, guardian_email, now)
    if request is not None and not allow(request, "volunteering-ask", limit=PER_CLIENT, per=3600):
        raise Refused(
            _(
                "Von Ihrem Anschluss kamen gerade viele Anmeldungen. Bitte versuchen Sie es in einer Stunde noch einmal."
            ),
            code="pace",
        )
    return _store(city, shift, email, answers, now)


@transaction.atomic
def _store(city: City, shift: Shift, email: str, answers: dict[str, Any], now: dt.datetime) -> Ask:
    mailbox = mailbox_of(email)
    with scopes_disabled():
        recent = list(
            Ask.objects.filter(mailbox=mailbox, created_at__gt=now - dt.timedelta(days=1))
            .select_related("city__site")
            .order_by("-created_at")[: PER_DAY + 1]
        )
        for row in recent:
            if row.shift_id == shift.pk and row.payload == answers and row.created_at > now - TWICE:
                return row
        if len(recent) >= PER_DAY or sum(r.created_at > now - dt.timedelta(hours=1) for r in recent) >= PER_HOUR:
            raise Refused(
                _("An diese Adresse gingen gerade schon mehrere E-Mails. Bitte sehen Sie in Ihrem Postfach nach."),
                code="pace",
            )
        found = Ask.objects.create(
            city=city, shift=shift, email=email, mailbox=mailbox, payload=answers, created_at=now,
            expires_at=now + ASK_LIFE,
        )  # fmt: skip
        record(city, "volunteering.ask", found, actor=None, shift=str(shift.uuid))
        letters.please_confirm(found, shift)
    return found


def confirm(ask: Ask, *, now: dt.datetime | None = None) -> SignUp:
    return confirm_link(ask.city_id, ask.uuid, now=now)


@transaction.atomic
def confirm_link(city_id: int, key: uuid.UUID, *, now: dt.datetime | None = None) -> SignUp:
    """Sign up, once; used again it answers what came of it. Hundreds may press at once: no statement too many here.

    Raises Ask.DoesNotExist (another portal's link), Gone, or Refused; then nothing has changed.
    """
    now = now or timezone.now()
    with scopes_disabled():
        rows = Ask.objects.select_for_update(of=("self",)).select_related("shift__offer__club").only(*READ)
        row = rows.get(uuid=key, city=city_id)
        if row.used_at is not None:
            return came_of(row)
        if row.expires_at <= now or not row.email:
            raise Gone
        city = hosts.city_of(row.city_id)
        person = people.of_mailbox(city, row.email, row.mailbox, name=row.payload["name"], until=now + KEPT)
        found = places.enter(row.shift, person, now=now, **row.payload)
        Ask.objects.filter(pk=row.pk).update(used_at=now, sign_up=found, payload={}, email="", mailbox="")
    return found


def came_of(ask: Ask) -> SignUp:
    """The sign-up that a used link made. Raises Gone."""
    with scopes_disabled():
        found = SignUp.objects.filter(pk=ask.sign_up_id).first()
    if found is None:
        raise Gone
    return found


@transaction.atomic
def join(
    city: City, shift: Shift, user: User, *, name: str, places: int = 1, age: int | None = None, note: str = "",
    has_skills: bool = False, guardian_email: str = "", now: dt.datetime | None = None,
) -> SignUp:  # fmt: skip
    """A member signs up at once. Raises Refused like `ask`."""
    from . import places as actions

    now = now or timezone.now()
    answers = _checked(shift, user.email, name, places, age, note, has_skills, guardian_email, now)
    with scopes_disabled():
        person = people.of_member(city, user, until=max(now, shift.ends_at) + KEPT)
        return actions.sign_up(shift, person, actor=user, now=now, **answers)


@transaction.atomic
def name_others(row: SignUp, names: list[str]) -> SignUp:
    """Who comes along: at most one name less than the group has people. Raises Refused (code "others")."""
    wanted = [line for line in (" ".join(clean(name[:400]).split()) for name in names[:100]) if not is_blank(line)]
    with scopes_disabled():
        row = SignUp.objects.select_for_update(of=("self",)).select_related("shift__offer__city").get(pk=row.pk)
        if not row.is_active:
            raise Refused(_("Diese Anmeldung gilt nicht mehr."), code="over")
        if len(wanted) > row.places - 1:
            raise Refused(_("Das sind mehr Namen als angemeldete Personen. Ändern Sie zuerst die Zahl."), code="others")
        if any(len(line) > NAME_MAX for line in wanted):
            raise Refused(_("Bitte höchstens 80 Zeichen je Name, jeder Name in einer Zeile."), code="others")
        row.others = wanted
        row.save(update_fields=["others"])
        record(row.shift.offer.city, "volunteering.name_others", row, actor=None, people=len(wanted))
    return row


# --- What people answer -------------------------------------------------------------------------------------


def checked_email(email: str, *, code: str = "email") -> str:
    email = email.strip()
    try:
        if len(email) > 254:
            raise ValidationError("")
        validate_email(email)
    except ValidationError:
        raise Refused(_("Bitte geben Sie eine vollständige E-Mail-Adresse an."), code=code) from None
    return email


def _checked(
    shift: Shift, email: str, name: str, number: int, age: int | None, note: str, has_skills: bool,
    guardian_email: str, now: dt.datetime,
) -> dict[str, Any]:  # fmt: skip
    """The answers as `places.sign_up` takes them. Raises Refused."""
    name = " ".join(clean(name[: 4 * NAME_MAX]).split())[:NAME_MAX]
    if is_blank(name):
        raise Refused(_("Bitte geben Sie Ihren Namen an."), code="name")
    asks_age = places.asks_age(shift.offer)
    guardian = checked_email(guardian_email, code="consent") if guardian_email.strip() and asks_age else ""
    minor = places.check(
        shift, places=number, age=age if asks_age else None, has_skills=has_skills, guardian_email=guardian, now=now
    )
    if minor:
        _check_guardian(guardian, email)
    return {
        "name": name, "places": number, "age": age if asks_age else None, "note": " ".join(clean(note[:1000]).split())[:240],
        "has_skills": bool(has_skills and shift.offer.skills), "guardian_email": guardian if minor else "",
    }  # fmt: skip


def _check_guardian(guardian: str, own: str) -> None:
    """Somebody else's mailbox, and not one that is being flooded with questions."""
    if mailbox_of(guardian) == mailbox_of(own):
        raise Refused(_("Bitte geben Sie die Adresse Ihrer Eltern an, nicht Ihre eigene."), code="consent")
    with scopes_disabled():
        open_questions = SignUp.objects.filter(state=SignUp.State.CONSENT, guardian_email__iexact=guardian).count()
    if open_questions >= PER_GUARDIAN:
        raise Refused(_("Diese Adresse hat schon mehrere offene Fragen von uns. Bitte erst antworten."), code="consent")
