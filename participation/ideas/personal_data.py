"""What ideas know about a person (contract: portal.accounts.personal_data)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.delivery.purge import touch

from .models import Idea, Support

if TYPE_CHECKING:
    from portal.accounts.models import User


def export(user: User) -> dict[str, Any]:
    """Own ideas, hidden ones too, and what the person supports (numbers only: the texts are other people's)."""
    rows = Idea.objects.filter(author=user).select_related("city", "project", "category").order_by("created_at")
    supports = Support.objects.filter(user=user).select_related("idea__project").order_by("created_at")
    return {
        "ideen": [
            {
                "uuid": i.uuid,
                "stadt": i.city.name,
                "projekt": i.project.title,
                "nummer": i.number,
                "titel": i.title,
                "text": i.text,
                "thema": i.category.name if i.category else "",
                "ort": i.place,
                "breite": i.latitude,
                "laenge": i.longitude,
                "stand": i.get_state_display(),
                "sichtbarkeit": i.get_status_display(),
                "eingetragen": i.created_at,
                "geaendert": i.edited_at,
            }
            for i in rows
        ],
        "unterstuetzte_ideen": [
            {"projekt": s.idea.project.title, "nummer": s.idea.number, "am": s.created_at} for s in supports
        ],
    }


def erase(user: User) -> None:
    """Supports lose the person and keep the count. Ideas stay, without a name: "Gelöschtes Konto"."""
    Support.objects.filter(user=user).update(user=None)
    touch(Support, None)
