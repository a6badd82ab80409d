"""The mails about a sign-up, written into the outbox inside the transaction that they tell of: one per event."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from portal.mailing.actions import write

from . import addresses
from .models import Ask, Shift, SignUp


def _send(
    row: SignUp, shift: Shift, kind: str, subject: str, *, calendar: str = "", soon: bool = False, **more: Any
) -> None:
    """`kind`: template volunteering/mails/<kind>.txt. The key holds the moment of the change: one event, one letter."""
    if row.volunteer is None or not row.volunteer.email:
        return
    _post(row.volunteer.email, row, shift, kind, subject, calendar=calendar, soon=soon, **more)


def _post(
    to: str, row: SignUp, shift: Shift, kind: str, subject: str, *, calendar: str = "", soon: bool = False, **more: Any
) -> None:
    offer = shift.offer
    context = {"row": row, "shift": shift, "offer": offer, "city": offer.city, **more}
    context["link"] = more.get("link") or addresses.sign_up_url(row, offer.city)
    body = render_to_string(f"volunteering/mails/{kind}.txt", context)
    key = f"volunteering.{kind}:{row.uuid}:{row.changed_at.timestamp():.6f}"
    write(offer.city, to, f"{subject}: {offer.title}", body, key=key, calendar=calendar, soon=soon)


def signed_up(row: SignUp, shift: Shift) -> None:
    from .calendar import shift_calendar

    with translation.override("de"):
        if row.state == SignUp.State.CONFIRMED:
            _send(row, shift, "confirmed", _("Ihr Platz ist sicher"), calendar=shift_calendar(shift))
        elif row.state == SignUp.State.WAITING:
            _send(row, shift, "waiting", _("Sie stehen auf der Warteliste"))
        elif row.state == SignUp.State.CONSENT:
            link = addresses.guardian_url(row, shift.offer.city)
            _post(row.guardian_email, row, shift, "guardian", _("Bitte um Ihr Einverständnis"), link=link, soon=True)
            _send(row, shift, "consent", _("Jetzt fehlt noch das Einverständnis"))


def place_offered(row: SignUp, shift: Shift) -> None:
    with translation.override("de"):
        _send(row, shift, "offered", _("Ein Platz ist frei geworden"), soon=True)


def displaced(row: SignUp, shift: Shift) -> None:
    with translation.override("de"):
        _send(row, shift, "displaced", _("Ihr Platz fällt leider weg"))


def ended(row: SignUp, shift: Shift, reason: str = "") -> None:
    with translation.override("de"):
        if row.state == SignUp.State.EXPIRED:
            _send(row, shift, "expired", _("Das Angebot ist verfallen"))
        elif row.ended_by == "guardian":
            _send(row, shift, "refused", _("Kein Einverständnis"))
        elif row.ended_by == "desk":
            _send(row, shift, "removed", _("Ihre Anmeldung wurde beendet"), reason=reason)
        elif row.ended_by == "person":
            from .calendar import shift_calendar

            _send(row, shift, "cancelled", _("Sie haben abgesagt"), calendar=shift_calendar(shift, cancelled=True))


def shift_cancelled(row: SignUp, shift: Shift, reason: str) -> None:
    from .calendar import shift_calendar

    with translation.override("de"):
        calendar = shift_calendar(shift, cancelled=True)
        _send(row, shift, "shift_cancelled", _("Der Einsatz fällt aus"), reason=reason, calendar=calendar)


def shift_changed(row: SignUp, shift: Shift) -> None:
    from .calendar import shift_calendar

    with translation.override("de"):
        _send(row, shift, "shift_changed", _("Der Einsatz hat sich geändert"), calendar=shift_calendar(shift))


def reminder(row: SignUp, shift: Shift) -> None:
    with translation.override("de"):
        _send(row, shift, "reminder", _("Erinnerung"))


def please_confirm(ask: Ask, shift: Shift) -> None:
    offer = shift.offer
    with translation.override("de"):
        context = {"ask": ask, "shift": shift, "offer": offer, "city": ask.city, "link": addresses.ask_url(ask)}
        body = render_to_string("volunteering/mails/ask.txt", context)
        subject = f"{_('Bitte bestätigen')}: {offer.title}"
        write(ask.city, ask.email, subject, body, key=f"volunteering.ask:{ask.uuid}", soon=True)
