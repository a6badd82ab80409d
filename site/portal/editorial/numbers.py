"""Figures of portals for the alliance's overview: counts, never titles."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone
from wagtail.models import Page

from portal.cities import hosts
from portal.cities.models import City


def numbers_of(cities: list[City]) -> list[dict[str, Any]]:
    """One card per city; one query per figure and city would be many, so one per city."""
    month_ago = timezone.now() - dt.timedelta(days=30)
    cards = []
    for city in cities:
        if city.site is None:
            continue
        counts = Page.objects.filter(path__startswith=city.site.root_page.path).aggregate(
            online=Count("pk", filter=Q(live=True)),  # not "live": the next filter would mean this count
            drafts=Count("pk", filter=Q(live=False)),
            recent=Count("pk", filter=Q(last_published_at__gte=month_ago)),
            last=Max("last_published_at"),
        )
        members = city.role_groups.filter(group__user__isnull=False).values("group__user").distinct().count()
        cards.append({"city": city, "url": hosts.absolute(city.site.hostname), "members": members, **counts})
    return cards
