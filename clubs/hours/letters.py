"""The mails about hours, written into the outbox inside the transaction that they tell of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from portal.kit.mailbox import mailbox_of
from portal.mailing.actions import write

from . import addresses
from .models import HourEntry

if TYPE_CHECKING:
    from clubs.volunteering.models import Volunteer
    from portal.cities.models import City


def please_confirm(asked: addresses.Asked, entry: HourEntry, key: str) -> int:
    """One mail to each address that speaks for the club, but never to the person whose hours these are."""
    own = entry.volunteer.mailbox if entry.volunteer else ""
    count = 0
    with translation.override("de"):
        for email in asked.mailboxes():
            if mailbox_of(email) == own:
                continue
            context = {"asked": asked, "city": asked.row.city, "link": addresses.decide_url(asked, email)}
            body = render_to_string("hours/mails/please_confirm.txt", context)
            subject = _("Bitte bestätigen: geleistete Stunden")
            mark = addresses._mark(email)
            count += write(asked.row.city, email, f"{subject} – {asked.name}", body, key=f"{key}:{mark}")
    return count


def decided(person: Volunteer, rows: Sequence[HourEntry], now: dt.datetime) -> None:
    """One mail per person and decision, however many entries it was about."""
    if not person.email:
        return
    city = rows[0].city
    with translation.override("de"):
        confirmed = rows[0].state == HourEntry.State.CONFIRMED
        context = {"rows": rows, "city": city, "confirmed": confirmed, "link": addresses.log_url(person, city)}
        body = render_to_string("hours/mails/decided.txt", context)
        subject = _("Ihre Stunden sind bestätigt") if confirmed else _("Ihre Stunden wurden nicht bestätigt")
        write(city, person.email, subject, body, key=f"hours.decided:{rows[0].uuid}:{now.timestamp():.6f}")


def own_page(person: Volunteer, city: City, key: str) -> None:
    """A person without account asked for the link to their hours."""
    with translation.override("de"):
        body = render_to_string(
            "hours/mails/own_page.txt", {"person": person, "city": city, "link": addresses.log_url(person, city)}
        )
        write(city, person.email, _("Ihre Engagementstunden"), body, key=key, soon=True)
