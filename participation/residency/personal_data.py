"""What proofs of residence know about a person (contract: portal.accounts.personal_data)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .models import LetterRequest, Residency

if TYPE_CHECKING:
    from portal.accounts.models import User


def export(user: User) -> dict[str, Any]:
    proofs = Residency.objects.filter(user=user).select_related("city")
    letters = LetterRequest.objects.filter(user=user).select_related("city")
    return {
        "wohnsitz": [
            {
                "stadt": p.city.name,
                "nachweis": p.get_means_display(),
                "seit": p.proven_at,
                "bis": p.valid_until,
                "pruefwert": p.holder,
            }
            for p in proofs
        ],
        "briefe": [
            {
                "stadt": letter.city.name,
                "stand": letter.get_status_display(),
                "name": letter.name,
                "strasse": letter.street,
                "postleitzahl": letter.postcode,
                "ort": letter.place,
                "angefragt": letter.created_at,
                "gedruckt": letter.printed_at,
            }
            for letter in letters
        ],
    }


def erase(user: User) -> None:
    """Nothing of it outlives the account."""
    LetterRequest.objects.filter(user=user).delete()
    Residency.objects.filter(user=user).delete()
