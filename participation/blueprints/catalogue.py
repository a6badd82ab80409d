"""Everything a city can begin with: its own blueprints, those that others share, the built-in ones."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .builtin import all_builtin
from .models import Blueprint

if TYPE_CHECKING:
    from portal.cities.models import City

OFFERED = 200


@dataclass(frozen=True)
class Source:
    """`origin`: "own", "shared" or "builtin"; `city`: whose it is, empty for the built-in ones."""

    uuid: uuid.UUID
    name: str
    text: str
    version: int
    data: dict[str, Any]
    origin: str
    city: str = ""
    row: Blueprint | None = None

    @property
    def key(self) -> str:
        return str(self.uuid)

    @property
    def choice(self) -> str:
        shown = f"{self.name} ({self.city})" if self.origin == "shared" else self.name
        return f"{shown}: {self.text}" if self.text else shown


def _source(row: Blueprint, origin: str) -> Source:
    return Source(row.uuid, row.name, row.text, row.version, row.data, origin, row.city.name, row)


def own(city: City) -> list[Source]:
    return [_source(row, "own") for row in Blueprint.objects.filter(city=city).select_related("city")[:OFFERED]]


def shared(city: City) -> list[Source]:
    return [_source(row, "shared") for row in Blueprint.offered_by_others(city.pk).order_by("name", "pk")[:OFFERED]]


def builtin() -> list[Source]:
    return [Source(b.uuid, b.name, b.text, b.version, b.data, "builtin") for b in all_builtin()]


def offered(city: City) -> list[Source]:
    """Two queries."""
    return [*own(city), *shared(city), *builtin()]


def find(city: City, key: str | uuid.UUID) -> Source | None:
    """Own first, then shared (the newest version), then built-in; None for everything else."""
    try:
        wanted = uuid.UUID(str(key))
    except ValueError:
        return None
    row = Blueprint.objects.filter(city=city, uuid=wanted).select_related("city").first()
    if row is not None:
        return _source(row, "own")
    other = Blueprint.offered_by_others(city.pk).filter(uuid=wanted).order_by("-version", "pk").first()
    if other is not None:
        return _source(other, "shared")
    return next((source for source in builtin() if source.uuid == wanted), None)


def origin_of(row: Blueprint) -> Source | None:
    """What the blueprint was copied from, as it is shared now."""
    if row.derived_from is None:
        return None
    found = Blueprint.offered_by_others(row.city_id).filter(uuid=row.derived_from).order_by("-version", "pk").first()
    if found is not None:
        return _source(found, "shared")
    return next((source for source in builtin() if source.uuid == row.derived_from), None)


def newer_origins(rows: list[Blueprint], city: City) -> set[int]:
    """Ids of those whose original has a newer version: one query."""
    wanted = {row.derived_from: row for row in rows if row.derived_from is not None}
    found = Blueprint.offered_by_others(city.pk).filter(uuid__in=list(wanted)).values_list("uuid", "version")
    known = [*found, *((b.uuid, b.version) for b in all_builtin())]
    return {wanted[key].pk for key, version in known if key in wanted and version > (wanted[key].derived_version or 0)}
