"""Authors without an account: they read the decision and object under a link that only their mail contains."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.core import signing
from django.urls import reverse

from participation.guests.models import Guest
from portal.cities import hosts

from .models import Case

if TYPE_CHECKING:
    from portal.cities.models import City

SALT = "moderation.guest"


def link(case: Case) -> str:
    assert case.city.site is not None
    token = signing.Signer(salt=SALT).sign(case.uuid.hex)
    return hosts.absolute(case.city.site.hostname, reverse("moderation:guest-decision", args=[token]))


def find(city: City, token: str) -> Case | None:
    """The decided case that the link names, in this very city; None for every other text."""
    try:
        key = uuid.UUID(signing.Signer(salt=SALT).unsign(token[:200]))
    except (signing.BadSignature, ValueError):
        return None
    rows = Case.objects.filter(city=city, uuid=key, guest__isnull=False).decided_for_author()
    return rows.select_related("appeal").first()


def address_of(case: Case) -> str:
    """Where the author can be reached; "" once the guest is forgotten."""
    return Guest.in_region().filter(uuid=case.guest).values_list("email", flat=True).first() or ""
