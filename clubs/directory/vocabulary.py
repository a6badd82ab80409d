"""The alliance's first list of interests; editors change it afterwards, nothing here overwrites them."""

from __future__ import annotations

from django.db import transaction

from .models import Interest

INTERESTS = (
    ("bildung", "Bildung und Lesen"), ("feste", "Feste und Brauchtum"), ("frauen-maenner", "Gleichstellung"),
    ("garten", "Garten und Tierzucht"), ("geschichte", "Heimat und Geschichte"), ("gesundheit", "Gesundheit und Selbsthilfe"),
    ("integration", "Ankommen und Integration"), ("jugend", "Kinder und Jugend"), ("kultur", "Kunst und Kultur"),
    ("musik", "Musik und Gesang"), ("natur", "Natur und Umwelt"), ("rettung", "Retten und Helfen"), ("senioren", "Ältere Menschen"),
    ("soziales", "Soziales und Nachbarschaft"), ("sport", "Sport und Bewegung"), ("technik", "Technik und Reparatur"),
    ("theater", "Theater und Tanz"), ("tiere", "Tiere"), ("wirtschaft", "Förderung und Stiftung"),
)  # fmt: skip


@transaction.atomic
def ensure() -> dict[str, Interest]:
    """Slug → interest; makes those that are missing."""
    known = {tag.slug: tag for tag in Interest.objects.filter(slug__in=[slug for slug, _name in INTERESTS])}
    for slug, name in INTERESTS:
        if slug not in known:
            known[slug], _made = Interest.objects.get_or_create(name=name, defaults={"slug": slug})
    return known
