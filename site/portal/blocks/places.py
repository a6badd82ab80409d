"""Blocks for places and offices: contact card, opening hours, map with an equal list."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import get_scope
from wagtail import blocks

from portal.offices import opening

from . import backdrop
from .base import PLACES, PageChooser, RowChoice, Struct
from .loading import page_url

if TYPE_CHECKING:
    from portal.cities.models import City

OFFICES_KEY = "blocks:offices:{}"
SECONDS = 600


def forget_offices(city: City | None = None, **_kwargs: Any) -> None:
    from portal.delivery.memory import forget

    if city is not None:
        forget(OFFICES_KEY.format(city.pk))


def offices_of(city: City) -> list[dict[str, Any]]:
    """The city's offices with their timetables as plain data, main office first: three queries, then none for minutes."""
    from portal.delivery.memory import kept  # notes what the list rests on, for the page cache

    return kept(OFFICES_KEY.format(city.pk), lambda: _offices(city), SECONDS, city)


def _offices(city: City) -> list[dict[str, Any]]:
    from portal.offices.models import Office, OpeningException

    exceptions = list(OpeningException.objects.current(city))
    return [
        {
            "uuid": str(o.uuid), "name": o.name, "topics": o.topics, "address": o.address, "access": o.access_note,
            "phone": o.phone, "email": o.email, "note": o.note, "latitude": o.latitude, "longitude": o.longitude,
            "table": o.timetable(exceptions),
        }
        for o in Office.objects.for_city(city).with_hours().listed()
    ]  # fmt: skip


def office_of(city: City, uuid: str) -> dict[str, Any] | None:
    """An office by its UUID, the main office for "", None for another city's."""
    found = offices_of(city)
    return next((o for o in found if o["uuid"] == uuid), None) if uuid else next(iter(found), None)


def office_choices() -> list[tuple[str, Any]]:
    """Offices of the cities the editor works in; asked anew for every form, so no city's list is kept."""
    first: list[tuple[str, Any]] = [("", _("Hauptstelle der Stadt"))]
    scope = get_scope()
    if "city" not in scope and scope.get("_enabled", True):
        return first  # while Django starts there is no scope and no choice
    from portal.offices.models import Office

    rows = list(Office.objects.select_related("city").listed())
    several = len({row.city_id for row in rows}) > 1
    return first + [(str(row.uuid), f"{row.city.name}: {row.name}" if several else row.name) for row in rows]


SAMPLE_TABLE = opening.Timetable(tuple(opening.Slot(day, dt.time(8), dt.time(12, 30)) for day in range(5)))
SAMPLE_OFFICE = {
    "name": _("Bürgerbüro"), "topics": _("Ausweise, Meldewesen, Führungszeugnisse"), "address": _("Marktplatz 1, Musterstadt"),
    "access": _("stufenlos"), "phone": "07251 79-0", "email": "buergerbuero@bruchsal.example", "note": "", "table": SAMPLE_TABLE,
}  # fmt: skip


class OfficeBlock(Struct):
    office = RowChoice(label=_("Ansprechstelle"), choices=office_choices, required=False)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        office = SAMPLE_OFFICE if context.get("preview") else None
        if office is None and context.get("city"):
            office = office_of(context["city"], value.get("office") or "")
        context["office"] = office
        if office:
            now = timezone.now()
            table = office["table"]
            if table.slots or table.rules:
                context["state"] = opening.describe(opening.status(table, now), now)
                context["week"] = opening.this_week(table, timezone.localdate())
        return context


class ContactCardBlock(OfficeBlock):
    class Meta:
        label = _("Kontakt")
        icon = "user"
        group = PLACES
        template = "blocks/contact_card.html"
        description = _("Adresse, Telefon und E-Mail einer Ansprechstelle, immer aktuell aus dem Verzeichnis.")
        preview_value = {"office": ""}


class OpeningHoursBlock(OfficeBlock):
    class Meta:
        label = _("Öffnungszeiten")
        icon = "time"
        group = PLACES
        template = "blocks/opening_hours.html"
        description = _("Öffnungszeiten der nächsten sieben Tage mit Ausnahmen und Feiertagen und „jetzt geöffnet“.")
        preview_value = {"office": ""}


class Place(Struct):
    name = blocks.CharBlock(label=_("Name"), max_length=120)
    address = blocks.CharBlock(label=_("Adresse"), max_length=200)
    text = blocks.CharBlock(label=_("Beschreibung"), required=False, max_length=300)
    latitude = blocks.FloatBlock(label=_("Breite"), min_value=47.5, max_value=49.8, help_text=_("Zum Beispiel 49,1243"))
    longitude = blocks.FloatBlock(label=_("Länge"), min_value=7.5, max_value=10.5, help_text=_("Zum Beispiel 8,5980"))
    page = PageChooser(label=_("Seite dazu"), required=False)

    class Meta:
        label = _("Ort")
        icon = "site"
        section = False


class MapBlock(Struct):
    """A list of places, always there and complete; the map draws the same places and only helps to find them."""

    title = blocks.CharBlock(label=_("Überschrift"), required=False, max_length=120)
    places = blocks.ListBlock(Place(), label=_("Orte"), min_num=0, max_num=300)
    offices = blocks.BooleanBlock(label=_("Auch alle Ansprechstellen zeigen"), required=False)

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        if not self.is_deferred_validation and not len(result["places"]) and not result["offices"]:
            self.refuse(places=_("Bitte mindestens einen Ort angeben."))
        return result

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        from django.conf import settings

        context = super().get_context(value, parent_context=parent_context)
        city = context.get("city")
        spots = [
            {
                "name": p["name"], "address": p["address"], "text": p["text"], "latitude": float(p["latitude"]), "longitude": float(p["longitude"]),
                "url": page_url(p["page"], city) if p["page"] else "",
            }
            for p in value["places"]
            if p["latitude"] is not None and p["longitude"] is not None
        ]  # fmt: skip
        if value.get("offices") and city and not context.get("preview"):
            spots += [
                {
                    "name": o["name"],
                    "address": o["address"],
                    "text": o["topics"],
                    "latitude": o["latitude"],
                    "longitude": o["longitude"],
                    "url": "",
                }
                for o in offices_of(city)
                if o["latitude"] is not None
            ]
        context["spots"] = spots
        context["drawing"] = backdrop.draw([(s["latitude"], s["longitude"]) for s in spots])
        tiles = getattr(settings, "MAP_TILE_URL", "")
        context["tiles"] = tiles
        if tiles.startswith("https://") and spots and not context.get("preview"):
            from .policy import allow

            allow(context.get("request"), "img-src", "/".join(tiles.split("/")[:3]))
        return context

    class Meta:
        label = _("Karte mit Orten")
        icon = "site"
        group = PLACES
        template = "blocks/map.html"
        description = _("Orte als Liste mit Adressen und dazu auf der Karte. Ohne Anbieter von außen.")
        preview_value = {
            "title": _("Spielplätze"),
            "places": [
                {
                    "name": _("Stadtgarten"),
                    "address": _("Am Stadtgarten 2"),
                    "text": _("Wasser und Matsch, Schatten"),
                    "latitude": 49.126,
                    "longitude": 8.592,
                },
                {
                    "name": _("Weststadt"),
                    "address": _("Schulstraße 8"),
                    "text": _("Rutsche, barrierefrei"),
                    "latitude": 49.121,
                    "longitude": 8.604,
                },
            ],
        }
