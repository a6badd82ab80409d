"""Pseudonyms of people who weigh: the same person has the same one in a module, and another one in every other.

HMAC-SHA-256 over module and person, keyed from SECRET_KEY. Whoever reads the tables (the desk, an export, a copy of the
database) cannot turn it back; whoever holds the key could test a given person, which no code does for others than the
person that asks. When SECRET_KEY is changed, its old value belongs into SECRET_KEY_FALLBACKS until running votes end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from participation.projects.models import Module
    from participation.projects.permissions import Person

SALT = "participation.priorities.voter"


def keys_of(module: Module, person: Person) -> list[str]:
    """64 hexadecimal digits; the current key first, then those of earlier secrets. Empty for nobody."""
    if person.user is not None:
        who = f"user:{person.user.pk}"
    elif person.guest is not None:
        who = f"guest:{person.guest}"
    else:
        return []
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac(SALT, f"{module.uuid}:{who}", secret=s, algorithm="sha256").hexdigest() for s in secrets]


def one_at_a_time(voter: str) -> None:
    """The same person in two windows waits here, so that a sum of points holds. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(voter[:15], 16)])
