"""„Neues zu meinen Projekten“: what a person's subscriptions catch, newest first; one query."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils import timezone

from participation.projects.models import ProjectCity
from portal.cities import hosts
from portal.kit.distance import box, distance_km

from .models import Change, Subscription

DAYS = 90
MOST = 200


def feed(subscriptions: list[Subscription]) -> list[Change]:
    """At most the newest 200 of the last 90 days. The rest is for the pages of the projects."""
    if not subscriptions:
        return []
    wanted = reduce(or_, (_near(row) for row in subscriptions))
    rows = Change.in_region().filter(wanted, at__gt=timezone.now() - dt.timedelta(days=DAYS))
    found = rows.select_related("project", "city__site").order_by("-at", "-pk")[:MOST]
    return [change for change in found if any(catches(row, change) for row in subscriptions)]


def _near(row: Subscription) -> Q:
    """What may be caught, in words of the database."""
    if row.what == Subscription.What.PROJECT:
        return Q(project=row.project_id)
    if row.what == Subscription.What.TOPIC:
        found = Q(topics__contains=f" {row.topic} ")
        return found if row.within_id is None else found & Q(project__in=joined(row.within_id))
    if row.lat is None or row.lon is None or row.radius_km is None:
        return Q(pk__in=[])
    south, west, north, east = box(row.lat, row.lon, row.radius_km)
    return Q(lat__range=(south, north), lon__range=(west, east))


def joined(city_id: int) -> QuerySet[ProjectCity]:
    return ProjectCity.objects.filter(city=city_id, joined_at__isnull=False).values("project")  # type: ignore[return-value]


def catches(row: Subscription, change: Change) -> bool:
    """The exact circle; everything else the database has already decided."""
    if row.what == Subscription.What.PROJECT:
        return change.project_id == row.project_id
    if row.what == Subscription.What.TOPIC:
        return row.topic in change.topics.split()
    if row.lat is None or row.lon is None or row.radius_km is None or change.lat is None or change.lon is None:
        return False
    return distance_km(row.lat, row.lon, change.lat, change.lon) <= row.radius_km


def address(change: Change, host: str) -> str:
    """On this very portal where it can be read there, else on the portal of the change's city."""
    own = change.city.site.hostname
    return change.path if own == host else hosts.absolute(own, change.path)
