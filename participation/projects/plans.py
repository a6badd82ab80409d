"""A project with everything that decides what may be done: four queries, however large it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from django_scopes import scopes_disabled

from portal.cities import hosts
from portal.cities.models import City

from .models import Access, Module, Phase, Project, ProjectCity

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Plan:
    """`cities`: those that joined, the leading one first. Accesses name their phase and module by id."""

    project: Project
    cities: list[City]
    phases: list[Phase]
    modules: list[Module]
    accesses: list[Access] = field(default_factory=list)

    @cached_property
    def by_phase(self) -> dict[int, Phase]:
        return {phase.pk: phase for phase in self.phases}

    def windows(self, module: Module, feature: str) -> Iterator[tuple[Phase, Access]]:
        for access in self.accesses:
            if access.module_id == module.pk and access.feature == feature:
                yield self.by_phase[access.phase_id], access

    def open_now(self, module: Module, feature: str, now: dt.datetime) -> list[tuple[Phase, Access]]:
        """Running phases that open the feature; each with who may use it."""
        return [(phase, access) for phase, access in self.windows(module, feature) if phase.is_running(now)]

    def features_now(self, module: Module, now: dt.datetime) -> set[str]:
        return {
            access.feature
            for access in self.accesses
            if access.module_id == module.pk and self.by_phase[access.phase_id].is_running(now)
        }

    def next_change(self, now: dt.datetime) -> dt.datetime | None:
        """The next moment at which a phase starts or ends: until then a page stays true."""
        moments = [m for p in self.phases for m in (p.starts_at, p.ends_at) if m is not None and m > now]
        return min(moments, default=None)

    def running(self, now: dt.datetime) -> list[Phase]:
        return [phase for phase in self.phases if phase.is_running(now)]

    @property
    def is_joint(self) -> bool:
        return len(self.cities) > 1

    def has_city(self, city_id: int | None) -> bool:
        return any(city.pk == city_id for city in self.cities)


def plan_of(project: Project) -> Plan:
    """Region-wide on purpose: the project's own rows belong to its leading city, whoever shows it."""
    with scopes_disabled():
        joined = ProjectCity.objects.filter(project=project, joined_at__isnull=False)
        cities = _cities(set(joined.values_list("city_id", flat=True)))
        cities.sort(key=lambda c: (c.pk != project.city_id, c.name))
        lead = next((city for city in cities if city.pk == project.city_id), None)
        if lead is not None:
            project.city = lead
        phases = list(Phase.objects.filter(project=project))
        modules = list(Module.objects.filter(project=project))
        accesses = list(Access.objects.filter(module__project=project))
    for module in modules:
        module.project = project
    return Plan(project, cities, phases, modules, accesses)


def _cities(ids: set[int]) -> list[City]:
    """From memory (the table of hosts); the database is asked only for a city that is not there yet."""
    known = {host.city.pk: host.city for host in hosts.every() if host.city.pk in ids}
    if missing := ids - set(known):
        known |= City.objects.select_related("site").in_bulk(missing)
    return list(known.values())
