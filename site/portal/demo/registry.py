"""How an app brings its own part of the demo.

Contract
    An installed app may have a module `demo.py` with

        def seed(city: City, *, rng: random.Random, now: datetime) -> None

    It is called once per portal (nine cities, then the alliance: ask `city.is_alliance`), after the portal's own
    pages, offices and accounts of ALL portals exist, in the order of INSTALLED_APPS, inside the city's scope and
    inside one transaction. `rng` is the same for the same city and app in every run; `now` is the start of today,
    aware, Europe/Berlin. Make rows through your own actions, as a user would.

Nothing is made twice, and nothing that a person changed or deleted comes back: wrap each thing in `once`.

        thread = once(city, "comments/kita-anmeldung", lambda: post(city, page, author, "Gute Nachricht!"))
        if thread is None: ...   # made in an earlier run and deleted by a person since: leave it

    `once` calls the function only if the key was never seeded in this city; else it answers the row as it is now
    (None when it is gone). Keys are "<app>/<what>", stable over releases.

Ready-made helpers
    pages(city, "news")         live pages of this demo by kind: "news", "event", "service", "page"; newest news first
    seeded(city, "news/…")      one row by its key, or None
    account(city, "moderation") the demo account `moderation@<slug>.example` (koordination: city is the alliance)
    voices(city)                eight residents (roles as display names, no password), `buerger@` first
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from functools import cache
from importlib import import_module, util
from typing import Any, Protocol, TypeVar

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Page

from portal.accounts.models import User
from portal.cities.models import City

from .facts import QUIET
from .models import DemoSeed

Row = TypeVar("Row", bound=models.Model)


class Seed(Protocol):
    def __call__(self, city: City, *, rng: random.Random, now: dt.datetime) -> None: ...


@cache
def seeds() -> tuple[tuple[str, Seed], ...]:
    """(app name, seed function) of every installed app that has one, in app order; the portal's own come first."""
    found: list[tuple[str, Seed]] = []
    for config in apps.get_app_configs():
        name = f"{config.name}.demo"
        if config.name.startswith(("wagtail", "django", "allauth", "portal.demo")) or util.find_spec(name) is None:
            continue
        found.append((config.name, import_module(name).seed))
    return tuple(found)


def rng_for(city: City, app: str) -> random.Random:
    return random.Random(f"{city.slug}:{app}")


def start_of_today() -> dt.datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


@transaction.atomic
def once(city: City, key: str, make: Callable[[], Row]) -> Row | None:
    """The row seeded under `key`: made now if never seeded before, None if it was deleted since."""
    known = DemoSeed.objects.filter(city=city, key=key).first()
    if known is not None:
        return known.row  # type: ignore[return-value]
    row = make()
    DemoSeed.objects.create(city=city, key=key, content_type=ContentType.objects.get_for_model(row), object_id=row.pk)
    return row


def seeded(city: City, key: str) -> Any:
    """The row seeded under `key`, or None if there is none (any more)."""
    known = DemoSeed.objects.filter(city=city, key=key).first()
    return known.row if known else None


def pages(city: City, kind: str) -> list[Page]:
    """Live pages of this demo, by the first part of their key; the order is the one of the texts."""
    ids = list(
        DemoSeed.objects.filter(city=city, key__startswith=f"{kind}/")
        .order_by("pk")
        .values_list("object_id", flat=True)
    )
    found = Page.objects.live().filter(pk__in=ids).specific().in_bulk()
    return [found[pk] for pk in ids if pk in found]


def account(city: City, mailbox: str) -> User:
    domain = "redi.example" if city.is_alliance else f"{city.slug}.example"
    return User.objects.get(email=f"{mailbox}@{domain}")


def voices(city: City) -> list[User]:
    """Residents who speak in the demo; display names are roles and quarters, never persons."""
    domain = f"@{city.slug}.example"
    people = User.objects.filter(email__endswith=domain, is_active=True, groups__isnull=True).order_by("pk")
    return list(people.exclude(email__in=[f"{mailbox}{domain}" for mailbox in QUIET]))
