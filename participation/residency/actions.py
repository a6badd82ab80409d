"""Every change of state of proofs of residence. Nothing else writes these tables.

Locks are taken in the order person → letter, so that two windows of one person never get two letters or two proofs.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from portal.accounts.models import User
from portal.audit.actions import record
from portal.cities.models import City
from portal.kit.refused import Refused
from portal.notifications.actions import notify

from .codes import hash_code, holder_of, matches, new_code
from .models import (
    ADDRESS_KEPT,
    LETTERS_A_YEAR,
    MAX_TRIES,
    REMIND,
    REQUESTS_KEPT,
    VALID,
    WAITS,
    LetterRequest,
    Residency,
)
from .permissions import may_confirm

if TYPE_CHECKING:
    from collections.abc import Iterable

EMPTY = {"name": "", "street": "", "postcode": "", "place": "", "code_hash": ""}
PATH = "/wohnsitz/"


def postcodes(city: City) -> list[str]:
    return [code.strip() for code in city.postcodes.split(",") if code.strip()]


def _check_postcode(city: City, postcode: str) -> None:
    if postcode in postcodes(city):
        return
    for other in City.objects.cities():
        if postcode in postcodes(other):
            raise Refused(
                _("Diese Postleitzahl gehört zu %(other)s. Bitte weisen Sie Ihren Wohnsitz dort nach: %(portal)s.")
                % {"other": other.name, "portal": other.portal_name},
                code="postcode",
            )
    raise Refused(
        _("Diese Postleitzahl gehört nicht zu %(city)s (%(codes)s).")
        % {"city": city.name, "codes": ", ".join(postcodes(city))},
        code="postcode",
    )


def _lock(user: User) -> User:
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)


def _close(letters: Iterable[LetterRequest], status: str) -> None:
    for letter in letters:
        letter.status = status
        for name, value in EMPTY.items():
            setattr(letter, name, value)
        letter.save()


@transaction.atomic
def ask_for_letter(
    city: City, user: User, *, name: str, street: str, postcode: str, place: str, at: dt.datetime | None = None
) -> LetterRequest:
    """The person wants a letter with a code. Raises Refused: wrong city, one is on its way, three in a year."""
    if city.is_alliance:
        raise Refused(_("Bitte weisen Sie Ihren Wohnsitz auf dem Portal Ihrer Stadt nach."), code="city")
    user = _lock(user)
    now = at or timezone.now()
    if not user.is_active:
        raise Refused(_("Dieses Konto ist nicht aktiv."), code="user")
    _check_postcode(city, postcode)
    with scopes_disabled():
        mine = LetterRequest.objects.filter(user=user)
        if mine.filter(status__in=LetterRequest.OPEN).exists():
            raise Refused(_("Ein Brief ist schon unterwegs. Sie können die Anfrage zurückziehen."), code="open")
        if mine.filter(created_at__gt=now - REQUESTS_KEPT).count() >= LETTERS_A_YEAR:
            raise Refused(
                _("Mehr als %(n)s Briefe im Jahr verschicken wir nicht. Bitte kommen Sie mit Ihrem Ausweis vorbei.")
                % {"n": LETTERS_A_YEAR},
                code="year",
            )
    letter = LetterRequest.objects.create(
        city=city,
        user=user,
        name=name,
        street=street,
        postcode=postcode,
        place=place,
        holder=holder_of(name, street, postcode),
        created_at=now,
        expires_at=now + WAITS,
    )
    record(city, "residency.ask", letter, actor=user)
    return letter


@transaction.atomic
def withdraw_letter(user: User) -> None:
    """The person takes the request back; the address goes at once."""
    _lock(user)
    with scopes_disabled():
        for letter in LetterRequest.objects.select_related("city").filter(user=user, status__in=LetterRequest.OPEN):
            _close([letter], LetterRequest.Status.WITHDRAWN)
            record(letter.city, "residency.withdraw", letter, actor=user)


@transaction.atomic
def print_letter(city: City, letter: LetterRequest, *, actor: User, at: dt.datetime | None = None) -> str:
    """Make the code for the letter and mark it as printed. The code is answered once and stored nowhere.

    Printed again (the printer jammed), a new code replaces the old one. Raises Refused without an address.
    """
    if not may_confirm(actor, city):
        raise Refused(_("Das ist der Verwaltung vorbehalten."), code="right")
    now = at or timezone.now()
    rows = LetterRequest.objects.select_for_update(of=("self",)).select_related("user")
    found = rows.filter(pk=letter.pk, city=city).first()
    if found is None:
        raise Refused(_("Dieser Brief lässt sich nicht mehr drucken."), code="gone")
    letter = found
    if letter.status not in LetterRequest.OPEN or not letter.has_address or letter.expires_at <= now:
        raise Refused(_("Dieser Brief lässt sich nicht mehr drucken."), code="gone")
    code = new_code()
    first = letter.printed_at is None
    letter.status, letter.code_hash, letter.tries = LetterRequest.Status.PRINTED, hash_code(code, letter.uuid), 0
    letter.printed_at = letter.printed_at or now
    letter.expires_at = now + WAITS
    letter.save()
    record(city, "residency.print" if first else "residency.print_again", letter, actor=actor)
    if at is None:
        notify(letter.user, "residency.printed", {"city": city.name}, url=PATH, key=str(letter.uuid), city=city)
    return code


@transaction.atomic
def enter_code(user: User, typed: str, *, at: dt.datetime | None = None) -> tuple[Residency | None, str]:
    """The person types the code: (proof, "") or (None, why not). A wrong code is counted, so this never raises.

    After five wrong codes the letter is locked.
    """
    user = _lock(user)
    now = at or timezone.now()
    with scopes_disabled():
        letter = (
            LetterRequest.objects.select_for_update(of=("self",))
            .select_related("city")
            .filter(user=user, status=LetterRequest.Status.PRINTED)
            .first()
        )
        if letter is None:
            return None, _("Es ist kein Brief an Sie unterwegs.")
        city = letter.city
        if letter.expires_at <= now:
            _close([letter], LetterRequest.Status.EXPIRED)
            return None, _("Dieser Code ist abgelaufen. Bitte fordern Sie einen neuen Brief an.")
        if not matches(typed, letter.uuid, letter.code_hash):
            letter.tries += 1
            letter.save(update_fields=["tries"])
            left = MAX_TRIES - letter.tries
            record(city, "residency.wrong_code", letter, actor=user, left=left)
            if left <= 0:
                _close([letter], LetterRequest.Status.LOCKED)
                return None, _("Der Code war fünfmal falsch und ist jetzt gesperrt. Bitte fordern Sie einen neuen an.")
            return None, _("Dieser Code stimmt nicht. Sie haben noch %(n)s Versuche.") % {"n": left}
        holder = letter.holder
        try:
            with transaction.atomic():
                proof = _prove(city, user, Residency.Means.LETTER, holder, now)
        except Refused as refused:
            return None, refused.messages[0]
        _close([letter], LetterRequest.Status.USED)
    record(city, "residency.prove", proof, actor=user, means=proof.means)
    return proof, ""


@transaction.atomic
def confirm_on_site(
    city: City,
    email: str,
    *,
    name: str,
    street: str,
    postcode: str,
    actor: User,
    at: dt.datetime | None = None,
) -> Residency:
    """A clerk has seen the person and the identity card. Name and address are not stored, only their fingerprint.

    `at`: for demo and import, the moment it stands for; nobody is told then.
    """
    if not may_confirm(actor, city):
        raise Refused(_("Das ist der Verwaltung vorbehalten."), code="right")
    now = at or timezone.now()
    user = User.objects.filter(email__iexact=email.strip()[:254], is_active=True, deleted_at=None).first()
    if user is None:
        raise Refused(_("Zu dieser Adresse gibt es kein Konto."), code="email")
    if user.pk == actor.pk:
        raise Refused(_("Das eigene Konto bestätigt jemand anderes aus der Verwaltung."), code="self")
    _check_postcode(city, postcode)
    user = _lock(user)
    with scopes_disabled():
        proof = _prove(city, user, Residency.Means.CLERK, holder_of(name, street, postcode), now)
        _close(LetterRequest.objects.filter(user=user, status__in=LetterRequest.OPEN), LetterRequest.Status.WITHDRAWN)
    record(city, "residency.prove", proof, actor=actor, means=proof.means)
    if at is None:
        until = date_format(timezone.localtime(proof.valid_until), "j. F Y")
        key = f"{proof.uuid}:{proof.proven_at.isoformat()}"
        notify(user, "residency.proven", {"city": city.name, "until": until}, url=PATH, key=key, city=city)
    return proof


def _prove(city: City, user: User, means: str, holder: str, now: dt.datetime) -> Residency:
    """One proof per person and one person per proof: the fingerprint may stand with one account only."""
    Residency.objects.filter(holder=holder, valid_until__lte=now).exclude(user=user).delete()
    values = {"city": city, "means": means, "proven_at": now, "valid_until": now + VALID, "holder": holder}
    try:
        with transaction.atomic():
            return Residency.objects.update_or_create(user=user, defaults=values)[0]
    except IntegrityError:
        raise Refused(
            _("Unter diesem Namen und dieser Adresse ist schon ein anderes Konto bestätigt. Bitte kommen Sie vorbei."),
            code="holder",
        ) from None


@transaction.atomic
def give_back(user: User) -> None:
    """The person takes the proof back. Repeating changes nothing."""
    _lock(user)
    with scopes_disabled():
        proof = Residency.objects.select_related("city").filter(user=user).first()
        if proof is not None:
            record(proof.city, "residency.give_back", proof, actor=user)
            proof.delete()


@transaction.atomic
def tidy(now: dt.datetime | None = None) -> dict[str, int]:
    """Daily, idempotent, over all cities: forget addresses, ended letters and ended proofs; remind before the end."""
    now = now or timezone.now()
    status = LetterRequest.Status
    with scopes_disabled():
        rows = LetterRequest.objects
        done = {
            "addresses": rows.filter(status=status.PRINTED, printed_at__lte=now - ADDRESS_KEPT)
            .exclude(street="")
            .update(name="", street="", postcode="", place=""),
            "expired": rows.filter(status__in=LetterRequest.OPEN, expires_at__lte=now).update(
                status=status.EXPIRED, **EMPTY
            ),
            "letters": rows.exclude(status__in=LetterRequest.OPEN)
            .filter(created_at__lte=now - REQUESTS_KEPT)
            .delete()[0],
            "proofs": Residency.objects.filter(valid_until__lte=now).delete()[0],
        }
        soon = Residency.objects.filter(valid_until__lte=now + REMIND).select_related("user", "city")
        for proof in soon:
            until = date_format(timezone.localtime(proof.valid_until), "j. F Y")
            key = f"{proof.uuid}:{proof.valid_until:%Y-%m-%d}"
            notify(
                proof.user,
                "residency.ends",
                {"city": proof.city.name, "until": until},
                url=PATH,
                key=key,
                city=proof.city,
            )
    if any(done.values()):
        record(None, "residency.tidy", "residency", actor=None, **done)
    return done
