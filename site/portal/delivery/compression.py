"""Which compression a browser wants, and gzip without a time stamp (equal pages, equal bytes)."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import lru_cache

MIN_SIZE = 400
COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/rss+xml", "application/atom+xml",
                "application/ld+json", "image/svg+xml", "application/manifest+json", "application/geo+json")  # fmt: skip


def gzip(body: bytes, level: int) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()


def accepted(header: str, offered: Mapping[str, object]) -> str:
    """ "br", "gzip" or "" for an Accept-Encoding header (RFC 9110, 12.5.3): brotli first where both are welcome."""
    wanted = _parsed(header[:200])
    for name in ("br", "gzip"):
        if name in offered and wanted.get(name, wanted.get("*", 0.0)) > 0:
            return name
    return ""


@lru_cache(maxsize=256)
def _parsed(header: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _, rest = part.strip().partition(";")
        weight = 1.0
        if rest.strip().startswith("q="):
            try:
                weight = float(rest.strip()[2:])
            except ValueError:
                weight = 0.0
        if name.strip():
            found[name.strip()] = weight
    return found
