"""Weights on the project's page, and among what a member has done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.projects.rooms import module_url

from .models import Comparison, Method, Weight
from .voters import keys_of

if TYPE_CHECKING:
    from participation.projects.models import Module
    from participation.projects.permissions import Person
    from participation.projects.plans import Plan


def card(plan: Plan, module: Module) -> dict[str, Any]:
    """How many people have weighed, from the module's column: no query."""
    n = module.contribution_count
    return {"figure": str(n), "label": ngettext("Person hat gewichtet", "Personen haben gewichtet", n)} if n else {}


def has_weighed(module: Module, person: Person) -> bool:
    """One query; asked for the person that asks, never for others."""
    keys = keys_of(module, person)
    if not keys:
        return False
    if module.setting("method") == Method.PAIRWISE:
        return Comparison.objects.filter(module=module, voter__in=keys).exists()
    return Weight.objects.filter(module=module, method=module.setting("method"), voter__in=keys).exists()


def mine(module: Module, person: Person) -> list[dict[str, Any]]:
    if not has_weighed(module, person):
        return []
    return [{"title": module.title, "url": module_url(module.project, module), "state": _("gewichtet"), "chip": "ok"}]
