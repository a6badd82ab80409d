"""Areas and points: GeoJSON (RFC 7946) in WGS 84, bounded before it is looked at."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from portal.cities.models import City
from portal.kit.refused import Refused

from .models import AREA_POINTS, Project

TEXT_LIMIT = 200_000  # bytes of GeoJSON that are parsed at all
RINGS = 50
MARGIN = 0.02  # degrees (about 2 km) around a city's map in which a place still counts as there
# Nothing of the region lies outside: south, west, north, east
REGION = (47.5, 7.5, 49.8, 10.5)

Ring = list[list[float]]


def checked_area(value: Any) -> dict[str, Any] | None:
    """A Polygon or MultiPolygon (also inside a Feature), closed rings, at most 2000 corners. None for empty input.

    Raises Refused (code "area") with the reason in plain words.
    """
    if value in (None, ""):
        return None
    if isinstance(value, str):
        if len(value) > TEXT_LIMIT:
            raise Refused(_("Das Gebiet ist zu groß: höchstens 200 KB GeoJSON."), code="area")
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise Refused(_("Das ist kein gültiges GeoJSON."), code="area") from None
    for _step in range(3):  # FeatureCollection → Feature → geometry
        if isinstance(value, dict) and value.get("type") == "FeatureCollection":
            features = value.get("features")
            value = features[0] if isinstance(features, list) and len(features) == 1 else None
        elif isinstance(value, dict) and value.get("type") == "Feature":
            value = value.get("geometry")
    if not isinstance(value, dict) or value.get("type") not in ("Polygon", "MultiPolygon"):
        raise Refused(_("Bitte genau eine Fläche angeben (GeoJSON Polygon oder MultiPolygon)."), code="area")
    shapes = value.get("coordinates")
    if value["type"] == "Polygon":
        shapes = [shapes]
    if not isinstance(shapes, list) or not 0 < len(shapes) <= RINGS:
        raise Refused(_("Die Fläche hat keine Ecken oder zu viele Teile."), code="area")
    left = AREA_POINTS
    result: list[list[Ring]] = []
    for shape in shapes:
        if not isinstance(shape, list) or not 0 < len(shape) <= RINGS:
            raise Refused(_("Die Fläche hat keine Ecken oder zu viele Teile."), code="area")
        rings = []
        for ring in shape:
            if not isinstance(ring, list) or not 4 <= len(ring) <= left:
                raise Refused(_("Eine Fläche hat mindestens drei und höchstens 2000 Ecken."), code="area")
            left -= len(ring)
            corners = [_corner(point) for point in ring]
            if corners[0] != corners[-1]:
                raise Refused(_("Die Fläche ist nicht geschlossen."), code="area")
            rings.append(corners)
        result.append(rings)
    if value["type"] == "Polygon":
        return {"type": "Polygon", "coordinates": result[0]}
    return {"type": "MultiPolygon", "coordinates": result}


def _corner(point: Any) -> list[float]:
    if not isinstance(point, list) or len(point) < 2 or not all(_is_number(n) for n in point[:2]):
        raise Refused(_("Eine Ecke der Fläche ist kein Paar aus Länge und Breite."), code="area")
    lon, lat = float(point[0]), float(point[1])
    south, west, north, east = REGION
    if not (south <= lat <= north and west <= lon <= east):
        raise Refused(_("Die Fläche liegt nicht in der Region."), code="area")
    return [round(lon, 6), round(lat, 6)]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def bounds(area: dict[str, Any]) -> tuple[float, float, float, float]:
    """South, west, north, east of a checked area."""
    shapes = [area["coordinates"]] if area["type"] == "Polygon" else area["coordinates"]
    corners = [corner for shape in shapes for ring in shape for corner in ring]
    lons, lats = [c[0] for c in corners], [c[1] for c in corners]
    return min(lats), min(lons), max(lats), max(lons)


def contains(area: dict[str, Any], lat: float, lon: float) -> bool:
    """Is the point inside (even-odd rule: holes are outside)? Degrees are treated as a plane, fine within a city."""
    shapes = [area["coordinates"]] if area["type"] == "Polygon" else area["coordinates"]
    return any(_inside(shape, lat, lon) for shape in shapes)


def _inside(rings: list[Ring], lat: float, lon: float) -> bool:
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


def checked_point(project: Project, cities: list[City], lat: float, lon: float) -> tuple[float, float]:
    """The place as stored (six decimals). Raises Refused (code "place") when it lies outside the project's area, or,
    without an area, outside the maps of its cities."""
    if not (math.isfinite(lat) and math.isfinite(lon)):
        raise Refused(_("Das ist kein Ort auf der Karte."), code="place")
    lat, lon = round(lat, 6), round(lon, 6)
    if project.area:
        if not contains(project.area, lat, lon):
            raise Refused(_("Dieser Ort liegt außerhalb des Projektgebiets."), code="place")
    elif not any(
        c.south - MARGIN <= lat <= c.north + MARGIN and c.west - MARGIN <= lon <= c.east + MARGIN for c in cities
    ):
        raise Refused(_("Dieser Ort liegt nicht in den beteiligten Städten."), code="place")
    return lat, lon


def svg_path(area: dict[str, Any], width: float = 300, height: float = 200, margin: float = 16) -> str:
    """The area as an SVG path in a frame of width × height, north up, lengths true around its middle."""
    south, west, north, east = bounds(area)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = min(
        (width - 2 * margin) / max((east - west) * squeeze, 1e-6), (height - 2 * margin) / max(north - south, 1e-6)
    )
    left = (width - (east - west) * squeeze * scale) / 2
    top = (height - (north - south) * scale) / 2
    shapes = [area["coordinates"]] if area["type"] == "Polygon" else area["coordinates"]
    parts = []
    for shape in shapes:
        for ring in shape:
            spots = [
                f"{left + (lon - west) * squeeze * scale:.1f} {top + (north - lat) * scale:.1f}"
                for lon, lat in ring[:-1]
            ]
            parts.append(f"M{'L'.join(spots)}Z")
    return "".join(parts)
