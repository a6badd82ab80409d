"""How far apart two places are."""

from __future__ import annotations

import math

EARTH_KM = 6371.0088  # mean radius, IUGG
KM_PER_DEGREE = EARTH_KM * math.pi / 180


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine) of two points in degrees, in kilometres."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    a = (
        math.sin((p2 - p1) / 2) ** 2
        + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )  # fmt: skip
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(a)))


def box(lat: float, lon: float, radius_km: float) -> tuple[float, float, float, float]:
    """South, west, north, east of a box that holds the whole circle (away from the poles and the date line)."""
    dlat = radius_km / KM_PER_DEGREE
    dlon = math.degrees(math.asin(min(1.0, math.sin(radius_km / EARTH_KM) / math.cos(math.radians(lat)))))
    margin = 1e-9
    return lat - dlat - margin, lon - dlon - margin, lat + dlat + margin, lon + dlon + margin
