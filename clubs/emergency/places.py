"""Where a call is: a point in its city, or near its border, where the flood does not stop either."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.blocks import backdrop
from portal.blocks.policy import allow
from portal.kit.distance import KM_PER_DEGREE
from portal.kit.refused import Refused

if TYPE_CHECKING:
    from portal.cities.models import City

    from .models import Call

BEYOND_KM = 5  # beyond what the city's map shows


def point_of(city: City, latitude: Any, longitude: Any) -> tuple[float, float] | tuple[None, None]:
    """Degrees as numbers or as people type them (49,0123), six decimals (10 cm). Both or none."""
    typed = [str(value).strip().replace(",", ".")[:24] if value is not None else "" for value in (latitude, longitude)]
    if not any(typed):
        return None, None
    try:
        lat, lon = (round(float(text), 6) for text in typed)
    except (ValueError, OverflowError):
        lat = lon = math.nan
    if not math.isfinite(lat + lon):
        raise Refused(
            _(
                "Bitte Breite und Länge in Grad angeben, zum Beispiel 49,0123 und 8,4567, oder beide Felder leer lassen."
            ),
            code="latitude",
        )
    up = BEYOND_KM / KM_PER_DEGREE
    aside = up / math.cos(math.radians(city.latitude))
    if not (city.south - up <= lat <= city.north + up and city.west - aside <= lon <= city.east + aside):
        raise Refused(
            _("Diese Stelle liegt nicht in %(city)s. Wählen Sie eine Stelle in der Stadt oder nah an ihrer Grenze.")
            % {"city": city.name},
            code="latitude",
        )
    return lat, lon


def map_of(request: HttpRequest, call: Call) -> dict[str, Any]:
    """For a page that shows the point; a drawing where no script runs."""
    if call.latitude is None or call.longitude is None:
        return {"drawing": None, "tiles": ""}
    return {"drawing": backdrop.draw([(call.latitude, call.longitude)]), "tiles": _tiles(request)}


def picker(request: HttpRequest, city: City) -> dict[str, Any]:
    """For a form that asks for the point."""
    box = f"{city.south:.5f},{city.west:.5f},{city.north:.5f},{city.east:.5f}"
    return {"map_box": box, "tiles": _tiles(request)}


def _tiles(request: HttpRequest) -> str:
    tiles: str = getattr(settings, "MAP_TILE_URL", "")
    if tiles.startswith("https://"):
        allow(request, "img-src", "/".join(tiles.split("/")[:3]))
    return tiles
