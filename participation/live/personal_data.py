"""What meetings know about a person (contract: portal.accounts.personal_data)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .models import Question, Support

if TYPE_CHECKING:
    from portal.accounts.models import User


def export(user: User) -> dict[str, Any]:
    """Own questions, hidden and refused ones too, and which questions the person supports (ids only)."""
    rows = Question.objects.filter(author=user).select_related("city", "module").order_by("created_at")
    supports = Support.objects.filter(user=user).select_related("question").order_by("created_at")
    return {
        "fragen": [
            {
                "uuid": row.uuid,
                "stadt": row.city.name,
                "veranstaltung": row.module.title,
                "frage": row.text,
                "stand": row.get_state_display(),
                "sichtbarkeit": row.get_status_display(),
                "antwort": row.answer,
                "gestellt": row.created_at,
            }
            for row in rows
        ],
        "unterstuetzte_fragen": [{"frage": s.question.uuid, "am": s.created_at} for s in supports],
    }


def erase(user: User) -> None:
    """Support loses the person and keeps the count. Questions stay with their emptied account."""
    Support.objects.filter(user=user).update(user=None)
