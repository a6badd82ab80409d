"""A message about an offer: goes to whoever answers for it, whose address nobody sees.

A club's is one of the club's messages, with its reminders (clubs.directory.care_actions); of others nothing is kept but
the letter.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from clubs.directory.care_actions import inquire
from clubs.volunteering import link_letters
from clubs.volunteering.models import Offer
from portal.audit.actions import record
from portal.kit.refused import Refused
from portal.kit.text import clean, is_blank

from .asks import NAME_MAX, checked_email

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

TEXT_MAX = 1800  # with the offer's title in front it still fits a club's message


@transaction.atomic
def put(city: City, offer: Offer, *, name: str, email: str, text: str, actor: User | None) -> None:
    """`city`: the portal where it was written. The answer goes straight to `email`. The same words of the same person go once.

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
    if offer.club is not None and offer.kind != Offer.Kind.REQUEST and not offer.contact_email:
        about = _("Zum Angebot „%(title)s“:") % {"title": offer.title}
        inquire(city, offer.club, name=name, email=email, text=f"{about}\n\n{text}", actor=actor)
        return
    to = recipient(offer)
    if not to:
        raise Refused(_("Zu diesem Angebot gibt es zurzeit keine Ansprechperson."), code="nobody")
    words = hashlib.sha256(f"{email.lower()}\n{text}".encode()).hexdigest()[:32]
    with scopes_disabled():
        key = f"volunteering.question:{offer.uuid}:{words}"
        if link_letters.question(offer, city, to, name=name, email=email, text=text, key=key):
            record(city, "volunteering.question", offer, actor=actor)


def may_ask(offer: Offer) -> bool:
    return offer.club is not None or bool(recipient(offer))


def recipient(offer: Offer) -> str:
    """The person of a request; else the offer's own address or the city's. Needs `volunteer` and `city`."""
    if offer.kind == Offer.Kind.REQUEST and offer.volunteer is not None:
        return offer.volunteer.email
    return offer.contact_email or offer.city.email
