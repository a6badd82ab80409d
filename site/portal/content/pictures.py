"""Pictures of pages as plain data, made once and remembered; a broken file shows nothing instead of failing."""

from __future__ import annotations

import logging
from typing import Any

from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from portal.cities import hosts
from portal.cities.models import City

logger = logging.getLogger(__name__)

LEAD = ("fill-1280x720|format-webp", "fill-640x360|format-webp")
TEASER = ("fill-640x480|format-webp",)
SHARE = "fill-1200x630|format-jpeg"


def _rendition(image: Any, spec: str) -> Any | None:
    try:
        return image.get_rendition(spec)
    except (SourceImageIOError, InvalidFilterSpecError, OSError, ValueError):
        logger.warning("picture %s cannot be shown as %s", image.pk, spec)
        return None


def picture(image: Any, alt: str, specs: tuple[str, ...]) -> dict[str, Any] | None:
    """{url, src, alt, width, height, srcset, credit} for components/figure.html and teaser.html; None without a picture."""
    if image is None:
        return None
    made = [r for r in (_rendition(image, spec) for spec in specs) if r is not None]
    if not made:
        return None
    first = made[0]
    return {
        "url": first.url, "src": first.url, "alt": alt, "width": first.width, "height": first.height,
        "srcset": ", ".join(f"{r.url} {r.width}w" for r in made) if len(made) > 1 else "",
        "credit": getattr(image, "credit", ""),
    }  # fmt: skip


def share_picture(image: Any, city: City) -> dict[str, Any] | None:
    """The picture of a shared link, with its full address on the city's host."""
    made = _rendition(image, SHARE) if image is not None else None
    if made is None:
        return None
    address = made.url if made.url.startswith("http") else hosts.absolute(city.site.hostname, made.url)
    return {"url": address, "width": made.width, "height": made.height}
