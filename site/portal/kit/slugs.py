"""Readable parts of addresses."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import slugify

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def free_slug(title: str, taken: Iterable[str], length: int) -> str:
    """A readable address part that nobody has yet: „Straße für alle“ → strasse-fuer-alle, strasse-fuer-alle-2."""
    base = slugify(title.translate(UMLAUTS))[: length - 4].strip("-") or "projekt"
    known = set(taken)
    return next(s for s in (base, *(f"{base}-{n}" for n in range(2, 1000))) if s not in known)
