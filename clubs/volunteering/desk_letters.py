"""Mails to those who are responsible for an offer, and what a desk writes to the people of a shift."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from clubs.directory.models import ClubMember
from portal.mailing.actions import write

from . import addresses
from .models import Offer


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
    link = addresses.absolute(offer.city, reverse("volunteering_desk:offer", args=[offer.uuid]))
    if offer.kind == Offer.Kind.REQUEST:
        link = addresses.absolute(offer.city, addresses.offer_url(offer))
    body = render_to_string(
        f"volunteering/mails/{event}.txt", {"offer": offer, "city": offer.city, "link": link, **context}
    )
    sent = 0
    for number, to in enumerate(responsible(offer)):
        sent += write(offer.city, to, f"{subject}: {offer.title}", body, key=f"volunteering.{event}:{key}:{number}")
    return sent


def decided(offer: Offer, accept: bool, reason: str, now: dt.datetime) -> None:
    with translation.override("de"):
        subject = _("Ihr Angebot ist öffentlich") if accept else _("Ihr Angebot braucht noch eine Änderung")
        key = f"{offer.uuid}:{now.timestamp():.6f}"
        _post(offer, "offer_decided", subject, key, accept=accept, reason=reason)


def still_true(offer: Offer, link: str, until: dt.datetime) -> int:
    """Once per confirmation: the key holds the moment of the last one."""
    with translation.override("de"):
        key = f"{offer.uuid}:{offer.confirmed_at.timestamp():.0f}"
        return _post(offer, "offer_stale", _("Stimmt das noch?"), key, link=link, until=until)
