"""What guests can do: every installed app may have a `guest_actions.py`.

    ACTIONS = {"ideas.submit": submit_as_guest}        # (module, guest_uuid, payload) → path to show
    SUMMARIES = {"ideas.submit": summary}              # optional: (module, payload) → [(label, text)], shown before

A summary is what will be published, in the words of the form. Without one, the texts of the payload are shown.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module, util
from types import ModuleType
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from participation.projects.models import Module

Action = Callable[[Module, uuid.UUID, dict[str, Any]], str]
Summary = Callable[[Module, dict[str, Any]], list[tuple[str, str]]]


def _found() -> Iterator[ModuleType]:
    for config in apps.get_app_configs():
        name = f"{config.name}.guest_actions"
        if not config.name.startswith(("wagtail", "django", "allauth")) and util.find_spec(name) is not None:
            yield import_module(name)


@cache
def actions() -> dict[str, Action]:
    found: dict[str, Action] = {}
    for module in _found():
        for key, function in module.ACTIONS.items():
            if key in found:
                raise RuntimeError(f"Guest action {key!r} is used twice")
            found[key] = function
    return found


@cache
def summaries() -> dict[str, Summary]:
    return {key: function for module in _found() for key, function in getattr(module, "SUMMARIES", {}).items()}


def summary_of(module: Module, key: str, payload: dict[str, Any]) -> list[tuple[str, str]]:
    """(label, text) of what will be published."""
    if key in summaries():
        return [(str(label), str(text)) for label, text in summaries()[key](module, payload)]
    labels = {"title": _("Titel"), "text": _("Text"), "name": _("Name"), "place": _("Ort"), "question": _("Frage")}
    return [(labels.get(name, _("Angabe")), value) for name, value in payload.items() if _is_text(value)]


def _is_text(value: Any) -> bool:
    """Words of a person: not empty, no id, no mark."""
    if not isinstance(value, str) or not value.strip():
        return False
    try:
        uuid.UUID(value)
    except ValueError:
        return True
    return False
