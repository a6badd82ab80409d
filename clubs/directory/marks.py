"""What stands beside a club's name: its logo, and whether anybody still vouches for the entry."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Any

from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

if TYPE_CHECKING:
    from .models import Club

DOUBTFUL_AFTER = dt.timedelta(days=395)  # twelve months, and a month in which the club was asked
logger = logging.getLogger(__name__)


def is_doubtful(club: Club, now: dt.datetime) -> bool:
    return club.confirmed_at < now - DOUBTFUL_AFTER


def logo_of(club: Club, size: int) -> dict[str, Any] | None:
    """{src, srcset, width, height}: sharp at twice the density; a broken file shows nothing."""
    if club.logo_id is None or club.logo is None:
        return None
    try:
        one = club.logo.get_rendition(f"max-{size}x{size}|format-webp")
        two = club.logo.get_rendition(f"max-{2 * size}x{2 * size}|format-webp")
    except (SourceImageIOError, InvalidFilterSpecError, OSError, ValueError):
        logger.warning("logo %s cannot be shown", club.logo_id)
        return None
    return {"src": one.url, "srcset": f"{one.url} 1x, {two.url} 2x", "width": one.width, "height": one.height}
