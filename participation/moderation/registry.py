"""Which contributions can be moderated.

Any installed app may bring a `moderation_adapters.py` (found by name, like Django's `admin.py`) with a module-level
list `ADAPTERS` of objects that satisfy `Moderatable`. Moderation knows none of the apps by name.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module, util
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from django.apps import apps
from django_scopes import scope

from portal.cities.models import City

if TYPE_CHECKING:
    from portal.accounts.models import User


@dataclass(frozen=True)
class Content:
    """One contribution as moderation sees it. `before`: what it answers to, as (author, text), for the context."""

    kind: str
    uuid: uuid.UUID
    city_id: int
    author: User | None
    title: str
    text: str
    url: str
    created_at: dt.datetime
    hidden: bool = False
    gone: bool = False  # deleted by its author: nothing left to decide
    official: bool = False
    public: bool = True  # False: its page is not to be seen, so nobody outside can report it
    before: tuple[str, str] | None = None
    thread_url: str = ""  # where a moderator closes the whole discussion
    guest: UUID | None = None  # of participation.guests: an author without an account
    involved: tuple[int, ...] = ()  # ids of all cities whose portals show it (a joint project); empty: its own only


class Moderatable(Protocol):
    """`kind`: stored with cases and part of addresses, never rename it. `label`: "Kommentar"."""

    kind: str
    label: str

    def load(self, city: City, uuids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Content]:
        """The city's contributions with these ids, in a constant number of queries; missing ones are left out."""

    # Optional, for contents of joint projects: home(object_uuid, shown_in: City) -> City | None, the city whose desk
    # decides on what that portal shows, in constant queries. Without it, `load_shown` asks city by city.

    def hide(self, city: City, object_uuid: uuid.UUID, *, reason: str, actor: User | None) -> None:
        """Take it out of sight, through the app's own action; repeating changes nothing."""

    def show(self, city: City, object_uuid: uuid.UUID, *, actor: User | None) -> None:
        """Bring it back; repeating changes nothing."""


@cache
def adapters() -> dict[str, Moderatable]:
    found: dict[str, Moderatable] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.moderation_adapters"
        if config.name.startswith(("wagtail", "django", "allauth")) or util.find_spec(name) is None:
            continue
        for adapter in import_module(name).ADAPTERS:
            if adapter.kind in found:
                raise RuntimeError(f"Moderation kind {adapter.kind!r} is used twice")
            found[adapter.kind] = adapter
    return found


def label_of(kind: str) -> str:
    """What people call it: „Kommentar“; the key where its app is no longer installed."""
    adapter = adapters().get(kind)
    return str(adapter.label) if adapter else kind


def load_shown(city: City, kind: str, object_uuid: uuid.UUID) -> Content | None:
    """A contribution that this city's portal shows: its own, or one of a joint project in another city's care."""
    adapter = adapters().get(kind)
    if adapter is None:
        return None
    own = load(city, kind, object_uuid)
    if own is not None:
        return own
    if hasattr(adapter, "home"):
        home = adapter.home(object_uuid, city)
        if home is None:
            return None
        with scope(city=[home]):
            return load(home, kind, object_uuid)
    for other in City.objects.exclude(pk=city.pk):
        with scope(city=[other]):
            found = load(other, kind, object_uuid)
        if found is not None:
            return found if city.pk in found.involved else None
    return None


def load(city: City, kind: str, object_uuid: uuid.UUID) -> Content | None:
    """One contribution of this city, or None: unknown kind, foreign city or no such row."""
    adapter = adapters().get(kind)
    return adapter.load(city, [object_uuid]).get(object_uuid) if adapter else None
