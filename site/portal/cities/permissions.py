"""Who may do what in which city. Plain functions; ask these, never group names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .models import City, CityQuerySet, RoleGroup
from .roles import all_roles

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User


def roles_of(user: User | AnonymousUser) -> dict[int, set[str]]:
    """City id → role keys of the user. One query, remembered on the user object."""
    if not user.is_authenticated or not user.is_active:
        return {}
    known = getattr(user, "_city_roles", None)
    if known is None:
        known = {}
        for city_id, role in RoleGroup.objects.filter(group__user=user).values_list("city_id", "role"):
            known.setdefault(city_id, set()).add(role)
        user._city_roles = known
    return known


def has_right(user: User | AnonymousUser, city: City, right: str) -> bool:
    """May the user exercise a named right (see roles.Role.rights) in this city?

    A role counts in its own city; the rights an alliance role holds `everywhere` count in all of them;
    superusers of the installation hold every right.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    roles = all_roles()
    for city_id, keys in roles_of(user).items():
        for key in keys:
            role = roles.get(key)
            if role and ((city_id == city.pk and right in role.rights) or right in role.everywhere):
                return True
    return False


def rights_of(user: User | AnonymousUser) -> set[str]:
    """Every right the user holds in at least one city (superusers: see `has_right`)."""
    roles = all_roles()
    held: set[str] = set()
    for keys in roles_of(user).values():
        for key in keys:
            if key in roles:
                held |= roles[key].rights | roles[key].everywhere
    return held


def cities_with_right(user: User | AnonymousUser, right: str) -> CityQuerySet:
    """The cities in which `has_right` answers yes."""
    if not user.is_authenticated or not user.is_active:
        return City.objects.none()
    if user.is_superuser:
        return City.objects.all()
    roles = all_roles()
    own: set[int] = set()
    for city_id, keys in roles_of(user).items():
        for key in keys:
            role = roles.get(key)
            if role and right in role.everywhere:
                return City.objects.all()
            if role and right in role.rights:
                own.add(city_id)
    return City.objects.filter(pk__in=own)
