"""Texts for tests, through the product's own actions."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import time_machine
from django.utils import timezone
from django_scopes import scope

from participation.comments.forms import make_mark
from participation.projects.models import Module
from participation.projects.permissions import Person
from participation.textwork import actions
from participation.textwork.models import Anchor, Paragraph, Suggestion, Version
from portal.accounts.models import User
from tests.comments.making import member
from tests.projects.making import make_module, make_project

SOURCE = """# Ordnung für den Spielplatz

Der Platz ist täglich von 8 bis 20 Uhr offen.

Hunde bleiben draußen.

- Abfall kommt in den Eimer.
- Glas bleibt zu Hause."""


def make_text(city: Any, source: str = SOURCE, who: str = "member", **project: Any) -> Module:
    """A module with one published version."""
    module = make_module(make_project(city, **project), "text", who)
    if source:
        publish(module, source)
    return module


def publish(module: Module, source: str, note: str = "Neu ist einiges.") -> Version:
    with scope(city=[module.project.city]):
        actions.save_draft(module.project.city, module, source, note=note, actor=None, trusted=True)
        return actions.publish(module.project.city, module, actor=None, trusted=True)


def anchor_at(module: Module, position: int) -> Anchor:
    with scope(city=[module.project.city]):
        version = actions.current_version(module)
        return Paragraph.objects.select_related("anchor").get(version=version, position=position).anchor


def suggestion(
    module: Module, position: int = 2, wording: str = "Hunde sind an der Leine erlaubt.", *, user: User | None = None,
    city: Any = None, **more: Any,
) -> Suggestion:  # fmt: skip
    home = module.project.city
    with scope(city=[home, city or home]):
        return actions.suggest(
            (city or home).pk,
            module,
            anchor_at(module, position),
            Person(user or member()),
            wording,
            trusted=True,
            **more,
        )


def sent(user: User, anchor: uuid.UUID, wording: str, age: float = 10, **more: Any) -> dict[str, Any]:
    """What a browser sends when the form was rendered `age` seconds ago."""
    with time_machine.travel(timezone.now() - dt.timedelta(seconds=age), tick=False):
        mark = make_mark(user, anchor)
    return {"wording": wording, "marke": mark, **more}


def url(module: Module, rest: str = "") -> str:
    return f"/projekt/{module.project.slug}/{module.slug}/{rest}"
