"""Who may moderate, appeal and write. Each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from portal.accounts.models import User
from portal.cities.permissions import has_right
from portal.cities.roles import all_roles

from .models import Appeal, Case, Decision, Pause

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.cities.models import City


def may_moderate(user: User | AnonymousUser, city: City) -> bool:
    return has_right(user, city, "moderate")


def moderator_roles() -> list[str]:
    return [role.key for role in all_roles().values() if "moderate" in role.rights]


def others_who_moderate(city: City, user: User) -> bool:
    """Is there somebody else with a role in this very city who may moderate? Coordinators help, but do not count."""
    return (
        User.objects.filter(
            is_active=True,
            deleted_at=None,
            groups__city_role__city=city,
            groups__city_role__role__in=moderator_roles(),
        )
        .exclude(pk=user.pk)
        .exists()
    )


def hider_of(case: Case) -> int | None:
    """Who hid it last."""
    rows = case.decisions.filter(kind=Decision.Kind.HIDE).order_by("-pk")
    return rows.values_list("decided_by", flat=True).first()


def may_decide_appeal(user: User, case: Case) -> bool:
    """The appeal goes to somebody else than who hid the content, if the city has somebody else; to nobody here while
    another city decides."""
    if not may_moderate(user, case.city):
        return False
    appeal = Appeal.objects.filter(case=case).first()
    if appeal is not None and appeal.is_away:
        return False
    return hider_of(case) != user.pk or not others_who_moderate(case.city, user)


def may_help(user: User, helper: City, *, hidden_by: int | None, author: int | None) -> bool:
    """A moderator of the helping city, and never who hid or wrote the content, even if nobody else is there."""
    return may_moderate(user, helper) and user.pk not in (hidden_by, author)


def pause_of(user: User | AnonymousUser, city: City) -> Pause | None:
    """The running pause of a member in this city, the longest one."""
    if not user.is_authenticated:
        return None
    return Pause.objects.filter(city=city, user=user).running(timezone.now()).first()
