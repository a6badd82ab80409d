"""Mails to those who are responsible for an offer, and what a desk writes to the people of a shift."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from clubs.directory.models import ClubMember
from portal.mailing.actions import write

from . import addresses
from .models import FRESH, Offer, Shift, SignUp

ASK_AFTER = dt.timedelta(days=90)
SALT = "clubs.volunteering.fresh"


def fresh_token(offer: Offer) -> str:
    """Of the link „Stimmt noch“: for this offer alone."""
    return signing.Signer(salt=SALT).sign(offer.uuid.hex)


def offer_behind(token: str) -> Offer | None:
    """None: forged or cut off."""
    try:
        key = uuid.UUID(signing.Signer(salt=SALT).unsign(token[:200]))
    except (signing.BadSignature, ValueError):
        return None
    return Offer.everywhere().select_related("city__site", "club", "volunteer").filter(uuid=key).first()


def responsible(offer: Offer) -> list[str]:
    """Addresses: the club's people, else the offer's contact, the person of a request, the city."""
    if offer.club_id is not None:
        with scopes_disabled():
            members = ClubMember.objects.filter(club=offer.club_id, user__is_active=True).order_by("pk")
            found = list(members.values_list("user__email", flat=True)[:20])
        if found:
            return found
    if offer.contact_email:
        return [offer.contact_email]
    if offer.volunteer is not None and offer.volunteer.email:
        return [offer.volunteer.email]
    return [offer.city.email] if offer.city.email else []


def _post(offer: Offer, event: str, subject: str, key: str, **context: Any) -> int:
    if "link" not in context:
        path = reverse("volunteering_desk:offer", args=[offer.uuid])
        if offer.kind == Offer.Kind.REQUEST:
            path = addresses.offer_url(offer)
        context["link"] = addresses.absolute(offer.city, path)
    body = render_to_string(f"volunteering/mails/{event}.txt", {"offer": offer, "city": offer.city, **context})
    sent = 0
    for number, to in enumerate(responsible(offer)):
        sent += write(offer.city, to, f"{subject}: {offer.title}", body, key=f"volunteering.{event}:{key}:{number}")
    return sent


def decided(offer: Offer, accept: bool, reason: str, now: dt.datetime) -> None:
    with translation.override("de"):
        subject = _("Ihr Angebot ist öffentlich") if accept else _("Ihr Angebot braucht noch eine Änderung")
        key = f"{offer.uuid}:{now.timestamp():.6f}"
        _post(offer, "offer_decided", subject, key, accept=accept, reason=reason)


def still_true(offer: Offer) -> int:
    """Once per confirmation: the key holds the moment of the last one. Answers how many letters were written."""
    with translation.override("de"):
        key = f"{offer.uuid}:{offer.confirmed_at.timestamp():.0f}"
        path = reverse("volunteering_desk:still_true", args=[fresh_token(offer)])
        link = addresses.absolute(offer.city, path)
        return _post(
            offer, "offer_stale", _("Stimmt das noch?"), key, link=link, until=offer.confirmed_at + FRESH
        )  # fmt: skip


def message(row: SignUp, shift: Shift, text: str, key: uuid.UUID) -> int:
    """What a desk writes to one person of a shift."""
    if row.volunteer is None or not row.volunteer.email:
        return 0
    offer = shift.offer
    with translation.override("de"):
        context = {"row": row, "shift": shift, "offer": offer, "city": offer.city, "text": text}
        context["link"] = addresses.sign_up_url(row, offer.city)
        body = render_to_string("volunteering/mails/message.txt", context)
        subject = f"{_('Nachricht zu Ihrem Einsatz')}: {offer.title}"
        answers = offer.contact_email or (offer.club.contact_email if offer.club else "")
        return write(
            offer.city, row.volunteer.email, subject, body, key=f"volunteering.message:{key}:{row.pk}", reply_to=answers
        )  # fmt: skip
