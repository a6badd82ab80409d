"""What budgets know about a person (contract: portal.accounts.personal_data): that one voted, never how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .models import Voter

if TYPE_CHECKING:
    from portal.accounts.models import User


def export(user: User) -> dict[str, Any]:
    rows = Voter.objects.filter(user=user).select_related("module__project").order_by("day")
    return {
        "abstimmungen": [
            {"projekt": v.module.project.title, "baustein": v.module.title, "am": v.day, "art": v.get_source_display()}
            for v in rows
        ]
    }


def erase(user: User) -> None:
    """The mark loses the person and stays: turnout keeps its count."""
    Voter.objects.filter(user=user).update(user=None)
