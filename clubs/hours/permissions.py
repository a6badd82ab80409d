"""Who may say that somebody worked: the people of the club, the desk of the city where the work was. Nobody for
themselves: who is the only one to speak for a club asks the city."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from clubs.directory.models import member_clubs
from clubs.directory.permissions import may_manage, role_in

from .models import HourEntry

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City


def may_decide(user: User, entry: HourEntry) -> bool:
    """Needs `city`, `club` and `volunteer` selected."""
    if not user.is_authenticated or not user.is_active:
        return False
    if entry.volunteer is None or entry.volunteer.user_id == user.pk:
        return False
    return (entry.club is not None and bool(role_in(user, entry.club))) or may_manage(user, entry.city)


def of_my_clubs(user: User) -> QuerySet[HourEntry]:
    """Other people's hours for the clubs that this person speaks for."""
    rows = HourEntry.in_region().filter(club__in=member_clubs(user), volunteer__isnull=False)
    return rows.exclude(volunteer__user=user)


def of_city(user: User, city: City) -> QuerySet[HourEntry]:
    """Other people's hours in the city, for those who run its desk."""
    rows = HourEntry.in_region().filter(Q(city=city), volunteer__isnull=False)
    return rows.exclude(volunteer__user=user) if may_manage(user, city) else rows.none()
