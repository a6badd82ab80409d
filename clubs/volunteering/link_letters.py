"""Mails with a link that somebody asked for: one's own page, one's own request."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from portal.cities.models import City
from portal.mailing.actions import write

from . import addresses
from .models import Offer, RequestAsk, Volunteer


def own_page(person: Volunteer, city: City, key: str) -> None:
    """Where all sign-ups of a person stand."""
    with translation.override("de"):
        context = {"person": person, "city": city, "link": addresses.mine_url(person, city)}
        body = render_to_string("volunteering/mails/mine.txt", context)
        write(city, person.email, _("Ihre Einsätze im Überblick"), body, key=key, soon=True)


def confirm_request(asked: RequestAsk) -> None:
    """Nothing reaches the city's desk before the click."""
    with translation.override("de"):
        context = {"title": asked.payload["title"], "city": asked.city, "link": addresses.request_url(asked)}
        body = render_to_string("volunteering/mails/request.txt", context)
        subject = _("Bitte bestätigen Sie Ihr Gesuch")
        write(asked.city, asked.email, subject, body, key=f"volunteering.request:{asked.uuid}", soon=True)


def question(offer: Offer, city: City, to: str, *, name: str, email: str, text: str, key: str) -> bool:
    """A message about an offer; the answer goes to the person who wrote it."""
    with translation.override("de"):
        link = addresses.absolute(offer.city, addresses.offer_url(offer))
        context = {"offer": offer, "city": city, "name": name, "email": email, "text": text, "link": link}
        body = render_to_string("volunteering/mails/question.txt", context)
        return write(city, to, f"{_('Nachricht zu')}: {offer.title}", body, key=key, reply_to=email)
