"""What following knows about a person (contract: portal.accounts.personal_data)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .models import Delivery, Subscription

if TYPE_CHECKING:
    from portal.accounts.models import User


def export(user: User) -> dict[str, Any]:
    rows = Subscription.objects.of(user).select_related("project", "within")
    mails = Delivery.objects.filter(user=user).select_related("run").order_by("pk")
    return {
        "abonnements": [
            {
                "art": row.get_what_display(),
                "was": row.title,
                "breite": row.lat,
                "laenge": row.lon,
                "umkreis_km": row.radius_km,
                "e_mails": row.get_rhythm_display(),
                "seit": row.created_at,
            }
            for row in rows
        ],
        "zustellungen": [{"versand": m.run.key, "stand": m.get_state_display(), "am": m.done_at} for m in mails],
    }


def erase(user: User) -> None:
    Delivery.objects.filter(user=user).delete()
    Subscription.objects.of(user).delete()
