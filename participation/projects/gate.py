"""The gate of every write of every module: inside the transaction, under a lock that the end of a phase also takes.

A write holds the project's lock shared with all other writes; what changes phases, modules or accesses holds it alone.
So whoever ends a phase waits for the writes that were let in before, and no later one slips through.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from portal.kit import locks
from portal.kit.refused import Refused

from .models import Module, Project
from .permissions import Person, may
from .plans import Plan, plan_of


def hold(project_id: int, *, alone: bool) -> None:
    """Take the project's lock until the transaction ends."""
    locks.hold(locks.Space.PROJECT, project_id, alone=alone)


def enter(module: Module, feature: str, person: Person, *, at: dt.datetime | None = None) -> tuple[Plan, dt.datetime]:
    """Let a write in, or raise Refused with the reason (code "phase"). Answers the fresh plan and the moment of entry.

    The plan is read after the lock is held; the moment decides. `at`: for demo and import, the moment it stands for.
    """
    hold(module.project_id, alone=False)
    with scopes_disabled():
        project = Project.objects.get(pk=module.project_id)
    plan = plan_of(project)
    now = at or timezone.now()
    fresh = next((m for m in plan.modules if m.pk == module.pk), None)
    if fresh is None:
        raise Refused(_("Diesen Baustein gibt es nicht mehr."), code="phase")
    verdict = may(plan, fresh, feature, replace(person, _paused=None), now)  # what the person may is read anew, too
    if not verdict:
        raise Refused(verdict.why, code="phase")
    return plan, now


def contribution_city(plan: Plan, city_id: int, person: Person) -> int:
    """Which city's desk a contribution belongs to: the portal it came in on, else where the person lives, else the lead."""
    for candidate in (city_id, person.home_city_id, plan.project.city_id):
        if candidate is not None and plan.has_city(candidate):
            return candidate
    return plan.project.city_id
