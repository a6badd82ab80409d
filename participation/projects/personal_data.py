"""What projects know about a person (contract: portal.accounts.personal_data): in which ones they took part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .models import Participant

if TYPE_CHECKING:
    from portal.accounts.models import User


def export(user: User) -> dict[str, Any]:
    rows = Participant.objects.filter(user=user).select_related("project", "city").order_by("created_at")
    return {
        "beteiligungen": [
            {"projekt": row.project.title, "stadt": row.city.name, "seit": row.created_at} for row in rows
        ]
    }


def erase(user: User) -> None:
    """The count of people who took part stays; who it was is forgotten."""
    Participant.objects.filter(user=user).update(user=None)
