"""A meeting's questions on the project's page, and what became of a person's own ones."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from participation.projects.models import Module
from participation.projects.permissions import Person
from participation.projects.plans import Plan
from portal.kit.text import excerpt

from .addresses import question_url
from .models import Question


def card(plan: Plan, module: Module) -> dict[str, Any]:
    """No query: the number is the module's counter."""
    return {"figure": str(module.contribution_count), "label": _("Fragen")}


def mine(module: Module, person: Person) -> list[dict[str, Any]]:
    if person.user is None:
        return []
    rows = Question.objects.filter(module=module, author=person.user).exclude(status=Question.Status.DELETED)
    found = []
    for row in rows.order_by("-created_at")[:20]:
        row.module = module
        state, chip = (row.get_state_display(), row.chip) if row.is_visible else (row.get_status_display(), "err")
        found.append({"title": excerpt(row.text, 80), "url": question_url(row), "state": state, "chip": chip})
    return found
