"""Which city decides an appeal when the author wishes for another one.

The rule: a city of the alliance (not the alliance's own portal) that has a moderator other than who hid the content and
who wrote it; not the city of the case, and none that takes part where the content stands (`Content.involved`). Of these,
the one with the fewest open appeals of others; then the one that was asked least so far; then by its short name. So the
work goes round, and the same rows always give the same answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django_scopes import scopes_disabled

from portal.accounts.models import User
from portal.cities.models import City

from .models import Appeal, Case
from .permissions import moderator_roles

if TYPE_CHECKING:
    from .registry import Content


def moderators_of(city: City) -> list[User]:
    """Members with a moderating role in this very city."""
    return list(
        User.objects.filter(
            is_active=True, deleted_at=None, groups__city_role__city=city, groups__city_role__role__in=moderator_roles()
        )
        .distinct()
        .order_by("pk")
    )


def candidates(case: Case, content: Content | None, *, hidden_by: int | None) -> list[City]:
    """Cities that could decide, the one whose turn it is first. Two queries."""
    apart = {case.city_id, *(content.involved if content else ())}
    biased = [pk for pk in (hidden_by, case.author_id) if pk is not None]
    people = User.objects.filter(
        is_active=True, deleted_at=None, groups__city_role__role__in=moderator_roles()
    ).exclude(pk__in=biased)
    cities = list(
        City.objects.cities()
        .select_related("site")
        .exclude(pk__in=apart)
        .filter(pk__in=people.values("groups__city_role__city"))
    )
    with scopes_disabled():  # numbers only
        asked = {
            row["decided_in"]: (row["open"], row["all"])
            for row in Appeal.objects.filter(decided_in__in=cities)
            .values("decided_in")
            .annotate(
                open=Count("pk", filter=Q(returned_at__isnull=True, case__status=Case.Status.APPEALED)), all=Count("pk")
            )
            .order_by()
        }
    return sorted(cities, key=lambda city: (*asked.get(city.pk, (0, 0)), city.slug))


def choose(case: Case, content: Content | None, *, hidden_by: int | None) -> City | None:
    return next(iter(candidates(case, content, hidden_by=hidden_by)), None)
