"""A message about an offer: goes to whoever answers for it, whose address nobody sees. Nothing is kept but the letter."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from clubs.volunteering import link_letters
from clubs.volunteering.models import Offer
from portal.audit.actions import record
from portal.kit.refused import Refused
from portal.kit.text import clean, is_blank

from .asks import NAME_MAX, checked_email

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

TEXT_MAX = 2000


@transaction.atomic
def put(city: City, offer: Offer, *, name: str, email: str, text: str, actor: User | None) -> bool:
    """`city`: the portal where it was written. The answer goes straight to `email`. False: sent before, word for word.

    Raises Refused (codes name, email, text, nobody).
    """
    email = checked_email(email)
    name = " ".join(clean(name[: 4 * NAME_MAX]).split())[:NAME_MAX]
    if is_blank(name):
        raise Refused(_("Bitte geben Sie Ihren Namen an."), code="name")
    text = clean(text[: 4 * TEXT_MAX])
    if is_blank(text):
        raise Refused(_("Bitte schreiben Sie eine Nachricht."), code="text")
    if len(text) > TEXT_MAX:
        raise Refused(_("Bitte höchstens %(n)s Zeichen.") % {"n": TEXT_MAX}, code="text")
    to = recipient(offer)
    if not to:
        raise Refused(_("Zu diesem Angebot gibt es zurzeit keine Ansprechperson."), code="nobody")
    words = hashlib.sha256(f"{email.lower()}\n{text}".encode()).hexdigest()[:32]
    with scopes_disabled():
        key = f"volunteering.question:{offer.uuid}:{words}"
        sent = link_letters.question(offer, city, to, name=name, email=email, text=text, key=key)
        if sent:
            record(city, "volunteering.question", offer, actor=actor)
    return sent


def recipient(offer: Offer) -> str:
    """The offer's own address, else the person's, the club's, the city's. Needs `club`, `volunteer` and `city`."""
    if offer.kind == Offer.Kind.REQUEST and offer.volunteer is not None:
        return offer.volunteer.email
    return offer.contact_email or (offer.club.contact_email if offer.club else "") or offer.city.email
