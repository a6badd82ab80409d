"""What can be answered. Every installed app may bring an `answerables.py` (found by name, like Django's `admin.py`)
with a module-level list `ANSWERABLES` of objects that satisfy `Answerable`. Answers know none of the apps by name.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module, util
from typing import TYPE_CHECKING, Any, Protocol

from django.apps import apps
from django.db.models import QuerySet

if TYPE_CHECKING:
    from participation.projects.models import Module
    from portal.accounts.models import User
    from portal.cities.models import City


@dataclass(frozen=True)
class Subject:
    """One contribution as the desk sees it. `author`: told about the answer; `place`: for followers near by."""

    uuid: uuid.UUID
    city_id: int
    title: str
    url: str
    author: User | None = None
    place: tuple[float, float] | None = None


class Answerable(Protocol):
    """`kind`: stored with answers, never rename it. `label`: "Idee"."""

    kind: str
    label: Any

    def hosts(self, module: Module) -> bool:
        """Does this module hold such contributions?"""

    def rows(self, module: Module | None) -> QuerySet[Any]:
        """Readable contributions of the module (None: of every switched-on module of a public project), with the
        values uuid, number, title, state ("new" while unanswered), created_at, city_id; annotate what is named otherwise."""

    def load(self, module: Module, uuids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Subject]:
        """Readable contributions of the module, locked in the order of their ids; missing ones are left out."""

    def address(self, module: Module, item: uuid.UUID) -> str:
        """Path of the contribution's page."""

    def set_state(self, city: City, item: uuid.UUID, state: str, *, actor: User | None) -> None:
        """Through the app's own action."""


@cache
def answerables() -> dict[str, Answerable]:
    found: dict[str, Answerable] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.answerables"
        if config.name.startswith(("wagtail", "django", "allauth")) or util.find_spec(name) is None:
            continue
        for item in import_module(name).ANSWERABLES:
            if item.kind in found:
                raise RuntimeError(f"Kind of answer {item.kind!r} is used twice")
            found[item.kind] = item
    return found


def answerable_in(module: Module) -> Answerable | None:
    return next((item for item in answerables().values() if item.hosts(module)), None)
