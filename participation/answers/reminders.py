"""The desk is reminded of contributions that have waited more than 14 days: once a day per city, with their number."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from participation.projects.models import Module
from participation.projects.permissions import MANAGE
from participation.projects.rooms import module_url
from portal.accounts.models import User
from portal.audit.actions import record
from portal.cities.models import City
from portal.cities.roles import all_roles
from portal.notifications.actions import notify

from .models import LATE
from .registry import answerables

if TYPE_CHECKING:
    from django.db.models import QuerySet

ROWS = 5000


def desk_of(city: City) -> QuerySet[User]:
    """Active people whose role in this very city carries the right "participation"."""
    keys = [role.key for role in all_roles().values() if MANAGE in role.rights and not role.alliance_only]
    return User.objects.filter(
        is_active=True, deleted_at=None, groups__city_role__city=city, groups__city_role__role__in=keys
    ).distinct()


def waiting(city: City, now: dt.datetime) -> list[dict[str, Any]]:
    """Late contributions of the city, the oldest first: of public projects, switched-on modules."""
    found: list[dict[str, Any]] = []
    for kind in answerables().values():
        rows = kind.rows(None).filter(city=city, state="new", created_at__lt=now - LATE)
        found += rows.order_by("created_at").values("title", "created_at", "module_id")[:ROWS]
    return sorted(found, key=lambda row: row["created_at"])


def remind(now: dt.datetime | None = None) -> int:
    """Tell the desks; the day is part of the event's key, so a second run on the same day tells nobody again."""
    now = now or timezone.now()
    told = 0
    with scopes_disabled():
        cities = list(City.objects.cities().select_related("site"))
    for city in cities:
        with transaction.atomic(), scope(city=[city]):
            told += _remind(city, now)
    return told


def _remind(city: City, now: dt.datetime) -> int:
    with scopes_disabled():
        late = waiting(city, now)
        if not late:
            return 0
        module = Module.objects.select_related("project").get(pk=late[0]["module_id"])
    values = {
        "count": len(late), "city": city.name, "title": late[0]["title"], "days": (now - late[0]["created_at"]).days,
    }  # fmt: skip
    day = timezone.localtime(now).date().isoformat()
    url = f"{module_url(module.project, module)}antworten/?filter=spaet"
    made = [notify(p, "answers.waiting", values, url=url, key=f"{city.pk}:{day}", city=city) for p in desk_of(city)]
    count = sum(row is not None for row in made)
    if count:
        record(city, "answers.remind", f"cities.city:{city.pk}", actor=None, count=len(late), people=count)
    return count
