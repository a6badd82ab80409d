"""A city's offices as plain data: remembered with the city's version, ready for pages, blocks and the footer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from portal.cities.context import remember
from portal.cities.models import City

from . import opening
from .models import Office, OpeningException


@dataclass(frozen=True, slots=True)
class OfficeCard:
    """What a page shows of an office. `table` answers when it is open; ask at render time, never remember that."""

    pk: int
    name: str
    slug: str
    kind: str
    kind_label: str
    topics: tuple[str, ...]
    street: str
    postcode: str
    place: str
    phone: str
    email: str
    access_note: str
    note: str
    is_main: bool
    latitude: float | None
    longitude: float | None
    table: opening.Timetable

    @property
    def address(self) -> str:
        return ", ".join(part for part in (self.street, f"{self.postcode} {self.place}".strip()) if part)

    @property
    def anchor(self) -> str:
        return f"stelle-{self.slug}"

    @property
    def has_hours(self) -> bool:
        return bool(self.table.slots or self.table.rules)

    def now(self, at: dt.datetime | None = None) -> dict[str, Any]:
        """{office, state {label, kind, detail} or None, week, rows}: what the templates print."""
        at = at or timezone.now()
        local = at.astimezone(opening.BERLIN).date()
        state = opening.describe(opening.status(self.table, at), at) if self.has_hours else None
        return {
            "office": self, "state": state, "open": bool(state and state["kind"] == "ok"),
            "week": opening.this_week(self.table, local) if self.has_hours else [],
            "rows": opening.week_table(self.table.slots),
        }  # fmt: skip


def offices_of(city: City) -> list[OfficeCard]:
    """All offices of the city in the order of the directory; three queries cold, none warm."""
    return remember(city, "offices", lambda: _build(city))


def main_office(city: City) -> OfficeCard | None:
    return next((o for o in offices_of(city) if o.is_main), None)


def office_card(city: City, pk: int | None) -> OfficeCard | None:
    return next((o for o in offices_of(city) if o.pk == pk), None) if pk else None


def _build(city: City) -> list[OfficeCard]:
    exceptions = list(OpeningException.objects.current(city))
    return [
        OfficeCard(
            pk=o.pk, name=o.name, slug=o.slug, kind=o.kind, kind_label=str(o.get_kind_display()),
            topics=tuple(t.strip() for t in o.topics.replace("\n", ",").split(",") if t.strip()),
            street=o.street, postcode=o.postcode, place=o.place, phone=o.phone, email=o.email,
            access_note=o.access_note, note=o.note, is_main=o.is_main, latitude=o.latitude, longitude=o.longitude,
            table=o.timetable(exceptions),
        )
        for o in Office.objects.for_city(city).with_hours().listed()
    ]  # fmt: skip
