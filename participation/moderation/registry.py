"""Which contributions can be moderated.

Any installed app may bring a `moderation_adapters.py` (found by name, like Django's `admin.py`) with a module-level
list `ADAPTERS` of objects that satisfy `Moderatable`. Moderation knows none of the apps by name.
"""

from __future__ import annotations

import uuid
from functools import cache
from importlib import import_module, util
from typing import TYPE_CHECKING

from django.apps import apps
from django_scopes import scope

from portal.cities.models import City
from portal.contributions import Content, Moderatable

if TYPE_CHECKING:
    pass


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
