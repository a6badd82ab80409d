"""The nine cities and the alliance as data: the only place of the project that names them.

Population: Statistisches Landesamt Baden-Württemberg, 30 June 2024, basis Census 2011. Coordinates: GeoNames
(CC BY 4.0), Stutensee: public maps. The AGS of Bruchsal is not verified against an official list. Addresses and
telephone numbers of the demo are examples.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

POPULATION_DATE = dt.date(2024, 6, 30)
POPULATION_BASIS = "Statistisches Landesamt Baden-Württemberg, Basis Zensus 2011"
ATTRIBUTION = "Koordinaten: GeoNames, CC BY 4.0"

_ROWS = [
    # slug, name, ags, postcodes, population, latitude, longitude
    ("baden-baden", "Baden-Baden", "08211000", "76530, 76532, 76534", 57618, 48.7606, 8.2398),
    ("bretten", "Bretten", "08215007", "75015", 30068, 49.0369, 8.7075),
    ("bruchsal", "Bruchsal", "08215009", "76646", 47118, 49.1243, 8.5980),
    ("buehl", "Bühl", "08216007", "77815", 29132, 48.6968, 8.1352),
    ("ettlingen", "Ettlingen", "08215017", "76275, 76359", 39767, 48.9409, 8.4076),
    ("gaggenau", "Gaggenau", "08216015", "76571", 30317, 48.8039, 8.3194),
    ("rastatt", "Rastatt", "08216043", "76437", 51512, 48.8585, 8.2097),
    ("rheinstetten", "Rheinstetten", "08215108", "76287", 20828, 48.9685, 8.3070),
    ("stutensee", "Stutensee", "08215109", "76297", 25399, 49.0647, 8.4717),
]

CITIES: list[dict[str, Any]] = [
    {
        "kind": "city", "slug": slug, "name": name, "portal_name": f"Stadt {name}", "ags": ags, "postcodes": postcodes,
        "population": population, "population_date": POPULATION_DATE, "population_basis": POPULATION_BASIS,
        "latitude": lat, "longitude": lon,
        "south": lat - 0.06, "north": lat + 0.06, "west": lon - 0.09, "east": lon + 0.09,
        "street": "Marktplatz 1", "postcode": postcodes[:5], "phone": "115", "email": f"stadt@{slug}.example",
        "theme_key": slug,
    }
    for slug, name, ags, postcodes, population, lat, lon in _ROWS
]  # fmt: skip

ALLIANCE: dict[str, Any] = {
    "kind": "alliance", "slug": "redi", "name": "re@di", "portal_name": "re@di – regional.digital", "ags": None,
    "latitude": 48.9, "longitude": 8.4, "south": 48.6, "north": 49.2, "west": 8.0, "east": 8.85,
    "email": "koordination@redi.example", "theme_key": "redi",
}  # fmt: skip

ACCOUNTS = [
    # mailbox, role key in the city (None: a resident)
    ("redaktion", "editor"),
    ("chefredaktion", "chief_editor"),
    ("moderation", "moderator"),
    ("verwaltung", "city_admin"),
    ("buerger", None),
    ("verein", None),  # speaks for a club
    ("freiwillig", None),  # helps
]
QUIET = ("verein", "freiwillig")  # do not speak in discussions: see registry.voices
