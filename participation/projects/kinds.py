"""What a module can be. Every installed app may bring a `project_modules.py` with a module-level list `KINDS`.

The core knows no kind by name: a new module is a new app, and what it allows is data (`Feature` → rows of `Access`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module, util
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.module_loading import import_string

from .models import Who

if TYPE_CHECKING:
    from .models import Module
    from .plans import Plan


@dataclass(frozen=True)
class Feature:
    """One thing that people do in a module. `who`: what an editor may choose; the first one is proposed.

    `phases`: kinds of phases (`Phase.Kind`) for which the desk proposes to switch it on.
    """

    key: str
    label: str
    who: tuple[str, ...] = (Who.MEMBER, Who.ANYONE, Who.RESIDENT)
    phases: tuple[str, ...] = ()


@dataclass(frozen=True)
class ModuleKind:
    """`key` is stored: never rename it. Dotted paths are looked up on first use, so that models may import this module.

    view      "app.views.show": (request, room) → response, at /projekt/<project>/<module>/
    urls      "app.urls": more addresses below that one; their views are decorated with `rooms.in_module(key)`
    card      "app.cards.card": (plan, module) → dict for the project page: {"figure": "23", "label": "Ideen"}, may be {};
              at most two queries, constant
    settings  "app.forms.SettingsForm": a Form over `Module.settings`; its cleaned_data must be JSON
    mine      "app.cards.mine": (module, person) → list of {"title", "url", "state", "chip"}: what became of the person's
              own contributions, at most one query; chip: kind of components/chip.html
    tables    "app.exports.tables": (module, *, public: bool) → list of `participation.projects.tables.Table`:
              what goes into XLSX, CSV, JSON; with public=True without any personal data
    dump      "app.blueprints.dump": (module) → JSON, what a blueprint carries beside texts and settings (questions of a
              poll); load: (module, JSON) → None inside the transaction, raises ValidationError for what it cannot read
    """

    key: str
    label: str
    text: str
    icon: str
    features: tuple[Feature, ...]
    view: str
    urls: str = ""
    card: str = ""
    settings: str = ""
    mine: str = ""
    tables: str = ""
    dump: str = ""
    load: str = ""
    defaults: dict[str, Any] = field(default_factory=dict)
    order: int = 50

    def feature(self, key: str) -> Feature | None:
        return next((f for f in self.features if f.key == key), None)

    def call(self, path: str) -> Callable[..., Any]:
        return import_string(path)

    def card_of(self, plan: Plan, module: Module) -> dict[str, Any]:
        return import_string(self.card)(plan, module) if self.card else {}


@cache
def all_kinds() -> dict[str, ModuleKind]:
    """Every kind by key, in the order of the desk; a key used twice is an error."""
    found: dict[str, ModuleKind] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.project_modules"
        if config.name.startswith(("wagtail", "django", "allauth")) or util.find_spec(name) is None:
            continue
        for kind in import_module(name).KINDS:
            if kind.key in found:
                raise RuntimeError(f"Module kind {kind.key!r} is used twice")
            found[kind.key] = kind
    return dict(sorted(found.items(), key=lambda item: (item[1].order, item[0])))
