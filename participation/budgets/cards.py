"""A budget on the project's page, and what became of one's own proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from participation.ideas.addresses import idea_url
from participation.ideas.cards import MINE_MAX
from participation.ideas.models import Idea

from . import results, rules
from .models import Check

if TYPE_CHECKING:
    from participation.projects.models import Module
    from participation.projects.permissions import Person
    from participation.projects.plans import Plan


def card(plan: Plan, module: Module) -> dict[str, Any]:
    if rules.has_begun(plan, module, timezone.now()):
        return {"figure": results.turnout(module), "label": _("Stimmen")}
    return {"figure": module.contribution_count, "label": _("Vorschläge")}


def mine(module: Module, person: Person) -> list[dict[str, Any]]:
    """The person's own proposals with what the check found; one query."""
    if not person.is_somebody:
        return []
    who = {"author": person.user} if person.user is not None else {"guest": person.guest}
    rows = Idea.objects.filter(module=module, **who).readable().select_related("budget_check").order_by("-created_at")
    found = []
    for idea in rows[:MINE_MAX]:
        idea.module = module
        check = getattr(idea, "budget_check", None) or Check()
        found.append(
            {"title": idea.title, "url": idea_url(idea), "state": check.get_state_display(), "chip": check.chip}
        )
    return found
