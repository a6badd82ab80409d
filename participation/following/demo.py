"""Followers of the demo (contract: portal.demo.registry): the resident follows one project and the middle of the town."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from participation.projects.models import Phase, Project
from portal.demo.registry import account, once

from . import actions
from .models import Change, Rhythm

if TYPE_CHECKING:
    from portal.cities.models import City


def seed(city: City, *, rng: random.Random, now: dt.datetime) -> None:
    projects = list(Project.objects.filter(city=city).published().order_by("pk"))
    if city.is_alliance or not projects:
        return
    _in_the_past(city, projects, now)
    person = account(city, "buerger")
    once(city, "following/projekt", lambda: actions.follow_project(person, projects[0], Rhythm.DAILY))
    once(
        city, "following/umkreis",
        lambda: actions.follow_area(
            person, city.latitude, city.longitude, 2, f"Ortsmitte {city.name}", Rhythm.WEEKLY
        ),
    )  # fmt: skip


def _in_the_past(city: City, projects: list[Project], now: dt.datetime) -> None:
    """The demo's projects began weeks ago, not at the moment of seeding."""
    starts = {
        phase.project_id: phase.starts_at for phase in Phase.objects.filter(project__in=projects).order_by("-starts_at")
    }
    fresh = Change.objects.filter(city=city, noted_at__gte=now, kind__in=[Change.Kind.NEWS, Change.Kind.MILESTONE])
    for number, change in enumerate(fresh.order_by("pk")):
        at = now - dt.timedelta(days=2 + 3 * number, hours=-10)
        if change.kind == Change.Kind.NEWS:
            at = min(starts.get(change.project_id, at), at)
        actions.redate(change, at)
