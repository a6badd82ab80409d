"""What the directory knows about a person (contract: portal.accounts.personal_data)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django_scopes import scopes_disabled

from .care_models import Inquiry
from .models import ClubMember
from .people_models import Claim, ClubChange, Invitation

if TYPE_CHECKING:
    from portal.accounts.models import User


def export(user: User) -> dict[str, Any]:
    with scopes_disabled():
        members = list(ClubMember.objects.filter(user=user).select_related("club", "city").order_by("joined_at", "pk"))
        claims = list(Claim.objects.filter(user=user).select_related("club").order_by("created_at", "pk"))
        changes = list(ClubChange.objects.filter(author=user).select_related("club").order_by("created_at", "pk"))
        inquiries = list(Inquiry.objects.filter(email__iexact=user.email).select_related("club"))
        invited = list(Invitation.objects.filter(email__iexact=user.email).select_related("club"))
    return {
        "vereine": [
            {"verein": row.club.name, "stadt": row.city.name, "aufgabe": row.get_role_display(), "seit": row.joined_at}
            for row in members
        ],
        "beansprucht": [
            {"verein": row.club.name, "text": row.text, "stand": row.get_state_display(), "am": row.created_at}
            for row in claims
        ],
        "aenderungen": [
            {"verein": row.club.name, "neu": row.after, "stand": row.get_state_display(), "am": row.created_at}
            for row in changes
        ],
        "anfragen": [{"verein": row.club.name, "text": row.text, "am": row.created_at} for row in inquiries],
        "einladungen": [{"verein": row.club.name, "am": row.created_at} for row in invited],
    }  # fmt: skip


def erase(user: User) -> None:
    """The club stays; nobody of that name speaks for it any more. Changes of it stay without their author."""
    with scopes_disabled():
        ClubMember.objects.filter(user=user).delete()
        Claim.objects.filter(user=user).delete()
        ClubChange.objects.filter(author=user).update(author=None)
        ClubChange.objects.filter(decided_by=user).update(decided_by=None)
        Inquiry.objects.filter(email__iexact=user.email).delete()
        Invitation.objects.filter(email__iexact=user.email).delete()
