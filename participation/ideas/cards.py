"""Ideas on the project's page: how many there are, and what became of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from .addresses import idea_url
from .models import Idea

if TYPE_CHECKING:
    from participation.projects.models import Module
    from participation.projects.permissions import Person
    from participation.projects.plans import Plan

MINE_MAX = 20


def card(plan: Plan, module: Module) -> dict[str, Any]:
    return {"figure": module.contribution_count, "label": _("Ideen")}


def mine(module: Module, person: Person) -> list[dict[str, Any]]:
    """The person's own ideas with what became of them; one query."""
    if not person.is_somebody:
        return []
    who = {"author": person.user} if person.user is not None else {"guest": person.guest}
    rows = Idea.objects.filter(module=module, **who).readable().order_by("-created_at")
    found = []
    for idea in rows[:MINE_MAX]:
        idea.module = module
        found.append(
            {"title": idea.title, "url": idea_url(idea), "state": str(Idea.State(idea.state).label), "chip": idea.chip}
        )
    return found
