"""Where things of this app stand, and the personal links: whoever holds one is the person."""

from __future__ import annotations

import uuid

from django.core import signing
from django.urls import reverse

from portal.cities import hosts
from portal.cities.models import City

from .models import Ask, Offer, RequestAsk, SavedSearch, SignUp, Volunteer

SALT = "clubs.volunteering"


def token(kind: str, row: Ask | RequestAsk | SavedSearch | SignUp | Volunteer) -> str:
    """`kind`: "ask", "signup", "guardian", "request", "volunteer.<city>", "feed.<city>"; a token of one kind
    opens nothing of another."""
    return signing.Signer(salt=f"{SALT}.{kind}").sign(row.uuid.hex)


def read(kind: str, value: str) -> uuid.UUID | None:
    """None: forged, cut off, or of another kind."""
    try:
        return uuid.UUID(signing.Signer(salt=f"{SALT}.{kind}").unsign(value[:200]))
    except (signing.BadSignature, ValueError):
        return None


def offer_url(offer: Offer) -> str:
    return reverse("volunteering:offer", args=[offer.slug])


def absolute(city: City, path: str) -> str:
    return hosts.absolute(city.site.hostname, path)


def ask_url(ask: Ask) -> str:
    return absolute(ask.city, reverse("volunteering:confirm", args=[token("ask", ask)]))


def sign_up_url(row: SignUp, city: City) -> str:
    """The person's own page of this sign-up: take, cancel, name others."""
    return absolute(city, reverse("volunteering:sign_up", args=[token("signup", row)]))


def guardian_url(row: SignUp, city: City) -> str:
    return absolute(city, reverse("volunteering:guardian", args=[token("guardian", row)]))


def mine_url(person: Volunteer, city: City) -> str:
    """All sign-ups of a person, on the portal where the link was asked for."""
    return absolute(city, reverse("volunteering:mine_by_link", args=[token(f"volunteer.{city.slug}", person)]))


def feed_path(person: Volunteer, city: City) -> str:
    """The person's calendar: a key of its own, because calendar programs pass addresses on."""
    return reverse("volunteering:feed", args=[token(f"feed.{city.slug}", person)])


def request_url(asked: RequestAsk) -> str:
    return absolute(asked.city, reverse("volunteering:confirm_request", args=[token("request", asked)]))
