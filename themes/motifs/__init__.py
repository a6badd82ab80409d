"""What the generated pictures show. Each painter fills a Scene from back to front: sky, sun, hills, things, ground.

Style: flat, calm, two colours of the portal plus its sun; round trees, plain gables, no faces, no text, no emblems.
"""

from __future__ import annotations

from collections.abc import Callable

from themes.drawings import Scene
from themes.motifs import open_air, town

PAINTERS: dict[str, Callable[[Scene], None]] = {
    painter.__name__: painter
    for painter in (
        town.street,
        open_air.park,
        town.library,
        town.market,
        open_air.river,
        open_air.bicycle,
        open_air.playground,
        open_air.forest,
        town.townhall,
        town.solar,
        town.music,
        open_air.sports,
        town.school,
        open_air.bridge,
        open_air.orchard,
        town.winter,
        town.meeting,
        town.tram,
        open_air.volunteers,
    )
}

# Honest alternative texts, in German because the demo's pages are
MOTIFS: dict[str, str] = {
    "street": "Zeichnung: Straße mit Giebelhäusern und Bäumen",
    "park": "Zeichnung: Park mit Teich, Weg und Bank",
    "library": "Zeichnung: Bücherei mit Regalen und Lesetisch",
    "market": "Zeichnung: Marktstände vor Häusern",
    "river": "Zeichnung: Fluss mit Segelboot und Pappeln",
    "bicycle": "Zeichnung: Fahrrad auf einem Weg durch die Felder",
    "playground": "Zeichnung: Spielplatz mit Schaukel und Rutsche",
    "forest": "Zeichnung: Weg durch einen Nadelwald",
    "townhall": "Zeichnung: Rathaus mit Turm und Brunnen",
    "solar": "Zeichnung: Häuser mit Solaranlagen auf den Dächern",
    "music": "Zeichnung: Konzert auf einer Bühne vor Publikum",
    "sports": "Zeichnung: Sportplatz mit Tor und Ball",
    "school": "Zeichnung: Schulhaus mit Kindern auf dem Hof",
    "bridge": "Zeichnung: Bogenbrücke über einen Fluss",
    "orchard": "Zeichnung: Obstwiese mit Erntekiste",
    "winter": "Zeichnung: Weihnachtsbaum auf einem verschneiten Platz",
    "meeting": "Zeichnung: Menschen an einem Sitzungstisch",
    "tram": "Zeichnung: Stadtbahn vor einer Häuserzeile",
    "volunteers": "Zeichnung: Menschen pflanzen gemeinsam einen Baum",
}
