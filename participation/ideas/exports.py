"""Ideas as a table (contract: participation.projects.tables)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from portal.kit.tables import Table

from .models import Idea

if TYPE_CHECKING:
    from participation.projects.models import Module


def tables(module: Module, *, public: bool) -> list[Table]:
    """Readable ideas; for the desk also hidden ones and the author's display name. Never an e-mail address."""
    columns = [
        ("uuid", _("Kennung")), ("number", _("Nummer")), ("city", _("Stadt")), ("title", _("Titel")), ("text", _("Beschreibung")),
        ("category", _("Thema")), ("place", _("Ort")), ("latitude", _("Breite")), ("longitude", _("Länge")),
        ("state", _("Stand")), ("supports", _("Unterstützungen")), ("comments", _("Kommentare")), ("created", _("eingetragen")),
    ]  # fmt: skip
    if not public:
        columns += [("author", _("Von")), ("status", _("Sichtbarkeit"))]
    return [Table("ideen", _("Ideen"), tuple(columns), _rows(module, public))]


def _rows(module: Module, public: bool) -> Iterator[dict[str, Any]]:
    rows = Idea.objects.filter(module=module).exclude(status=Idea.Status.DELETED)
    if public:
        rows = rows.readable()
    for idea in rows.select_related("city", "category", "author").order_by("number"):
        row = {
            "uuid": idea.uuid,
            "number": idea.number,
            "city": idea.city.name,
            "title": idea.title,
            "text": idea.text,
            "category": idea.category.name if idea.category else "",
            "place": idea.place,
            "latitude": idea.latitude,
            "longitude": idea.longitude,
            "state": idea.state if public else str(Idea.State(idea.state).label),
            "supports": idea.support_count,
            "comments": idea.comment_count,
            "created": idea.created_at,
        }
        if not public:
            row |= {"author": idea.author_name, "status": str(Idea.Status(idea.status).label)}
        yield row
