"""Pictures drawn by us, one file per motif and city, in the city's own colours."""

from __future__ import annotations

import io
from zlib import crc32

from django.core.files.images import ImageFile

from portal.cities.models import City
from portal.library.models import PortalImage
from themes.drawings import render
from themes.motifs import MOTIFS

from .registry import once

SIZE = (1200, 675)
ALIASES = {
    "palace": "townhall", "townhouse": "street", "vineyard": "orchard", "field": "bicycle", "bike": "bicycle",
    "spa": "park", "tower": "bridge", "pool": "sports",
}  # fmt: skip


def _name(motif: str) -> str:
    return motif if motif in MOTIFS else ALIASES[motif]


def alt_text(motif: str) -> str:
    """What the drawing really shows."""
    return MOTIFS[_name(motif)]


def picture(city: City, motif: str) -> PortalImage | None:
    """The drawing, made on first use; None if a person deleted it since."""
    name = _name(motif)
    return once(city, f"picture/{name}", lambda: _draw(city, name))


def _draw(city: City, name: str) -> PortalImage:
    data = render(name, crc32(city.slug.encode()) % 1000, city.palette, *SIZE)
    words = MOTIFS[name].removeprefix("Zeichnung: ")
    image = PortalImage(
        title=words, description=MOTIFS[name], collection=city.collection, file_size=len(data),
        credit=f"Zeichnung: Portal {city.name}", file=ImageFile(io.BytesIO(data), name=f"{city.slug}-{name}.jpg"),
    )  # fmt: skip
    image.save()
    return image
