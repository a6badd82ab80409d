"""A text on the project's page, and what became of a person's own suggestions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from participation.projects.models import Module
from participation.projects.permissions import Person
from participation.projects.plans import Plan

from .addresses import suggestion_url
from .models import Suggestion


def card(plan: Plan, module: Module) -> dict[str, Any]:
    """No query: the number is the module's counter."""
    return {"figure": str(module.contribution_count), "label": _("Änderungsvorschläge")}


def mine(module: Module, person: Person) -> list[dict[str, Any]]:
    if person.user is None:
        return []
    rows = Suggestion.objects.filter(module=module, author=person.user).exclude(status=Suggestion.Status.DELETED)
    found = []
    for row in rows.order_by("-created_at")[:20]:
        row.module = module
        hidden = not row.is_visible
        found.append(
            {
                "title": _("Vorschlag Nr. %(n)s zu „%(text)s“") % {"n": row.number, "text": module.title},
                "url": suggestion_url(row),
                "state": row.get_status_display() if hidden else row.get_state_display(),
                "chip": "err" if hidden else row.chip,
            }
        )
    return found
