"""Tables of modules, gathered: bounded, with safe names, and cells as each format wants them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django_scopes import scope

from participation.projects.models import Module
from participation.projects.plans import Plan
from portal.kit.tables import Sheet

_NAME = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True)
class ModuleSheet(Sheet):
    """A table of a module; its name is unique within the module."""

    module: Module


def sheets_of(plan: Plan, module: Module, *, public: bool) -> list[ModuleSheet]:
    """Call inside `in_cities(plan)`, and read the rows there, too."""
    if not module.spec.tables:
        return []
    found: list[ModuleSheet] = []
    for table in module.spec.call(module.spec.tables)(module, public=public):
        base = _NAME.sub("-", table.name).strip("-")[:30] or "tabelle"
        taken = {sheet.name for sheet in found}
        name = next(n for n in (base, *(f"{base[:26]}-{i}" for i in range(2, 1000))) if n not in taken)
        found.append(ModuleSheet(name, table, module))
    return found


def in_cities(plan: Plan) -> Any:
    return scope(city=plan.cities)


def shown(plan: Plan) -> list[Module]:
    """Modules that visitors see."""
    return [module for module in plan.modules if module.switched_on]
