"""The demo's people: roles, not persons. They exist in demo settings only."""

from __future__ import annotations

import uuid
from functools import cache

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from portal.accounts.models import User
from portal.cities.actions import give_role
from portal.cities.models import City

from .facts import ACCOUNTS
from .registry import once

PASSWORD = "demo"  # noqa: S105  (printed on start: everybody may know it)
ROLE_NAMES = {
    "redaktion": "Redaktion {}", "chefredaktion": "Chefredaktion {}", "moderation": "Moderation {}",
    "verwaltung": "Stadtverwaltung {}", "buerger": "Bürgerin aus {}", "verein": "Vereinsvorstand {}",
    "freiwillig": "Freiwillige aus {}",
}  # fmt: skip
VOICES = (
    "Anwohner, Innenstadt", "Anwohnerin, Weststadt", "Mutter von zwei Kindern", "Radfahrer", "Neu in {}",
    "Ehrenamtlich im Sportverein", "Schülerin", "Rentner, seit 40 Jahren hier",
)  # fmt: skip
NAMESPACE = uuid.UUID("6f1c7a52-4d5e-5f0b-9b60-5a1f6c1a7d11")


@cache
def _hash() -> str:
    return make_password(PASSWORD)  # once: the slow hash is meant to be slow, 46 times would be a minute


def require_demo() -> None:
    if not settings.DEMO:
        raise ImproperlyConfigured("Demo-Konten gibt es nur mit DEMO = True (config.settings.demo).")


def _account(city: City, email: str, display_name: str, role: str | None, password: bool) -> User:
    user = User.objects.create(
        uuid=uuid.uuid5(NAMESPACE, email), email=email, display_name=display_name, home_city=city,
        password=_hash() if password else make_password(None),
    )  # fmt: skip
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if role:
        give_role(city, user, role, actor=None)
    return user


@transaction.atomic
def seed_accounts(city: City) -> None:
    """The accounts of `ACCOUNTS` per city with their roles, and residents without a password who speak in discussions."""
    require_demo()
    if city.is_alliance:
        once(
            city, "account/koordination",
            lambda: _account(city, "koordination@redi.example", "Koordination der Allianz", "coordinator", True),
        )  # fmt: skip
        return
    for mailbox, role in ACCOUNTS:
        email, name = f"{mailbox}@{city.slug}.example", ROLE_NAMES[mailbox].format(city.name)
        once(city, f"account/{mailbox}", lambda e=email, n=name, r=role: _account(city, e, n, r, True))
    for number, label in enumerate(VOICES, start=1):
        email, name = f"stimme{number}@{city.slug}.example", label.format(city.name)
        once(city, f"account/stimme{number}", lambda e=email, n=name: _account(city, e, n, None, False))
