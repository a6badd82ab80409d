"""Who may do what with a club. The city's right "clubs" decides on everything in that city; a club's people on their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django_scopes import scopes_disabled

from portal.cities.permissions import has_right

from .models import Club, ClubMember

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

MANAGE = "clubs"  # approve, hand over, replace representatives, run the desk


def may_manage(user: User, city: City) -> bool:
    return has_right(user, city, MANAGE)


def role_in(user: User, club: Club) -> str:
    """ "owner", "editor" or ""."""
    if not user.is_authenticated or not user.is_active:
        return ""
    with scopes_disabled():
        return ClubMember.objects.filter(club=club, user=user).values_list("role", flat=True).first() or ""


def may_edit(user: User, club: Club) -> bool:
    """Its own people, and the desk of its own city."""
    return bool(role_in(user, club)) or may_manage(user, club.city)


def may_lead(user: User, club: Club) -> bool:
    """Invite and remove people, close the club."""
    return role_in(user, club) == ClubMember.Role.OWNER or may_manage(user, club.city)
