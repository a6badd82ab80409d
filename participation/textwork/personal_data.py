"""What texts know about a person (contract: portal.accounts.personal_data)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .models import Suggestion

if TYPE_CHECKING:
    from portal.accounts.models import User


def export(user: User) -> dict[str, Any]:
    """Own suggestions, hidden ones too."""
    rows = Suggestion.objects.filter(author=user).select_related("city", "module").order_by("created_at")
    return {
        "textvorschlaege": [
            {
                "uuid": row.uuid,
                "stadt": row.city.name,
                "text": row.module.title,
                "nummer": row.number,
                "wortlaut": row.wording,
                "begruendung": row.reason,
                "sichtbarkeit": row.get_status_display(),
                "stand": row.get_state_display(),
                "antwort": row.answer,
                "geschrieben": row.created_at,
            }
            for row in rows
        ]
    }


def erase(user: User) -> None:
    """Suggestions stay with their emptied account: "Gelöschtes Konto"."""
