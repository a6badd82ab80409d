"""„Wer darf was wann“: phase × feature for each module, read from and written to the rows of `Access` as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..models import Access, Module, Phase, Who
from ..plans import Plan

CELLS = 600  # selects on one screen; Django reads at most 1000 fields. Larger projects show one module at a time


def short(who: str) -> str:
    """A value of `Who` in few words; the screen explains them above the table."""
    return {
        "": _("geschlossen"),
        Who.ANYONE: _("alle, auch ohne Konto"),
        Who.MEMBER: _("alle mit Konto"),
        Who.RESIDENT: _("mit Wohnsitznachweis"),
        Who.DESK: _("nur die Verwaltung"),
    }[who]


@dataclass
class Cell:
    name: str
    label: str  # full name for screen readers: feature, phase, module
    feature: str  # short name, heading on phones
    value: str
    options: list[tuple[str, str]]
    error: str = ""

    @property
    def bad(self) -> bool:
        return bool(self.error)


def cell_name(phase: Phase, module: Module, feature: str) -> str:
    return f"wer-{phase.uuid.hex}-{module.uuid.hex}-{feature}"


def state(plan: Plan) -> str:
    """Fingerprint of all accesses: tells whether somebody else saved in between."""
    rows = sorted((a.phase_id, a.module_id, a.feature, a.who) for a in plan.accesses)
    return hashlib.blake2b(repr(rows).encode(), digest_size=8).hexdigest()


def size(plan: Plan) -> int:
    return len(plan.phases) * sum(len(module.spec.features) for module in plan.modules)


def shown_modules(plan: Plan, wanted: str) -> list[Module]:
    """All modules, or in very large projects the one asked for (by slug), else the first."""
    if size(plan) <= CELLS:
        return plan.modules
    return [next((m for m in plan.modules if m.slug == wanted), plan.modules[0])]


def tables(plan: Plan, modules: list[Module], typed: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """For each module: features (headings) and rows of (phase, cells). `typed`: what was posted."""
    known = {(a.phase_id, a.module_id, a.feature): str(a.who) for a in plan.accesses}
    found = []
    for module in modules:
        rows = []
        for phase in plan.phases:
            cells = []
            for feature in module.spec.features:
                name = cell_name(phase, module, feature.key)
                value = known.get((phase.pk, module.pk, feature.key), "")
                choices = ["", *map(str, feature.who)]
                choices += [who for who in (str(Who.DESK), value) if who not in choices]
                error = ""
                if typed is not None and name in typed:
                    if typed[name] in choices:
                        value = typed[name]
                    else:
                        error = _("Diese Auswahl gibt es nicht.")
                label = _("%(feature)s in „%(phase)s“, Baustein „%(module)s“") % {
                    "feature": feature.label,
                    "phase": phase.title,
                    "module": module.title,
                }
                options = [(who, short(who)) for who in choices]
                cells.append(Cell(name, label, str(feature.label), value, options, error))
            rows.append({"phase": phase, "cells": cells})
        found.append({"module": module, "features": [str(f.label) for f in module.spec.features], "rows": rows})
    return found


def wanted(plan: Plan, shown: list[dict[str, Any]]) -> list[tuple[Phase, Module, str, str]]:
    """For `actions.set_accesses`: what the screen says, and for modules it did not show what holds already."""
    result = []
    on_screen = {table["module"].pk for table in shown}
    modules = {module.pk: module for module in plan.modules}
    for access in plan.accesses:
        if access.module_id not in on_screen:
            result.append((plan.by_phase[access.phase_id], modules[access.module_id], access.feature, str(access.who)))
    for table in shown:
        for row in table["rows"]:
            for cell, feature in zip(row["cells"], table["module"].spec.features, strict=True):
                if cell.value:
                    result.append((row["phase"], table["module"], feature.key, cell.value))
    return result


def proposal(plan: Plan) -> list[Access]:
    """What the kinds of the modules propose for the kinds of the phases; unsaved rows."""
    return [
        Access(city_id=plan.project.city_id, phase=phase, module=module, feature=feature.key, who=feature.who[0])
        for phase in plan.phases
        for module in plan.modules
        for feature in module.spec.features
        if phase.kind in feature.phases
    ]
