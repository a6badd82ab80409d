"""Mails about messages to clubs and about entries that nobody vouches for; one per event, through the outbox."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.cities import hosts
from portal.cities.models import City
from portal.mailing.actions import write

from .care_models import Inquiry
from .models import Club

SALT = "clubs.directory"


def token(kind: str, key: uuid.UUID) -> str:
    """`kind`: "answered" or "true"; a token of one kind opens nothing of another."""
    return signing.Signer(salt=f"{SALT}.{kind}").sign(key.hex)


def read(kind: str, value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(signing.Signer(salt=f"{SALT}.{kind}").unsign(value[:200]))
    except (signing.BadSignature, ValueError):
        return None


def _send(city: City, to: list[str], kind: str, subject: str, key: str, *, reply_to: str = "", **context: Any) -> None:
    body = render_to_string(f"directory/mails/{kind}.txt", {"city": city, **context})
    for number, address in enumerate(filter(None, to)):
        write(city, address, subject, body, key=f"directory.{kind}:{key}:{number}", reply_to=reply_to)


def _link(city: City, name: str, *args: str) -> str:
    return hosts.absolute(city.site.hostname, reverse(f"directory:{name}", args=args))


def inquiry(row: Inquiry, club: Club, to: list[str]) -> None:
    with translation.override("de"):
        link = _link(club.city, "answered", token("answered", row.uuid))
        subject = _("Anfrage an %(club)s") % {"club": club.name}
        _send(club.city, to, "inquiry", subject, str(row.uuid), reply_to=row.email, row=row, club=club, link=link)


def receipt(row: Inquiry, club: Club, portal: City) -> None:
    with translation.override("de"):
        subject = _("Ihre Nachricht an %(club)s") % {"club": club.name}
        _send(portal, [row.email], "receipt", subject, str(row.uuid), row=row, club=club)


def reminder(row: Inquiry, club: Club, to: list[str]) -> None:
    with translation.override("de"):
        link = _link(club.city, "answered", token("answered", row.uuid))
        subject = _("Noch offen: Anfrage an %(club)s") % {"club": club.name}
        _send(club.city, to, "reminder", subject, str(row.uuid), reply_to=row.email, row=row, club=club, link=link)


def escalation(row: Inquiry, club: Club) -> None:
    with translation.override("de"):
        link = hosts.absolute(club.city.site.hostname, reverse("directory_desk:inquiries"))
        subject = _("Seit einer Woche ohne Antwort: %(club)s") % {"club": club.name}
        _send(club.city, [club.city.email], "escalation", subject, str(row.uuid), row=row, club=club, link=link)


def still_true(club: Club, to: list[str], now: dt.datetime) -> None:
    with translation.override("de"):
        link = _link(club.city, "still_true", token("true", club.uuid))
        subject = _("Stimmt das noch? %(club)s") % {"club": club.name}
        _send(club.city, to, "still_true", subject, f"{club.uuid}:{now:%Y%m%d}", club=club, link=link)
