"""A survey on the project's page, and among what a member has done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.projects.rooms import module_url

from .models import Turnout

if TYPE_CHECKING:
    from participation.projects.models import Module
    from participation.projects.permissions import Person
    from participation.projects.plans import Plan


def card(plan: Plan, module: Module) -> dict[str, Any]:
    """The number of responses, from its column: no query."""
    n = module.contribution_count
    return {"figure": str(n), "label": ngettext("Person hat geantwortet", "Personen haben geantwortet", n)} if n else {}


def mine(module: Module, person: Person) -> list[dict[str, Any]]:
    """That the person has answered; what, nobody can say."""
    if person.user is None or not Turnout.objects.filter(module=module, user=person.user).exists():
        return []
    return [{"title": module.title, "url": module_url(module.project, module), "state": _("beantwortet"), "chip": "ok"}]
