"""What answers know about a person (contract: portal.accounts.personal_data)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .models import Answer

if TYPE_CHECKING:
    from portal.accounts.models import User


def export(user: User) -> dict[str, Any]:
    """Answers that the person wrote for an office."""
    rows = Answer.objects.filter(author=user).select_related("city").order_by("created_at")
    return {
        "amtliche_antworten": [
            {
                "stadt": a.city.name,
                "im_namen_von": a.office,
                "stand": a.state,
                "begruendung": a.reason,
                "am": a.created_at,
            }
            for a in rows
        ]
    }


def erase(user: User) -> None:
    """Nothing to do: an answer is the office's; its author is set to nobody when the account goes."""
