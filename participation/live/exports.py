"""A meeting's questions as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from participation.projects.models import Module
from portal.kit.tables import Table

from .models import Question

COLUMNS = (
    ("nummer", _("Nr.")),
    ("kennung", _("Kennung")),
    ("stadt", _("Stadt")),
    ("frage", _("Frage")),
    ("stand", _("Stand")),
    ("unterstuetzungen", _("Unterstützungen")),
    ("antwort", _("Antwort")),
    ("am", _("Gestellt am")),
)


def tables(module: Module, *, public: bool) -> list[Table]:
    """Public: what everybody reads, no names. For the desk also what waits or was refused."""
    columns = COLUMNS if public else (*COLUMNS, ("von", _("Verfasst von")))
    return [Table("fragen", str(_("Fragen")), columns, _rows(module, public))]


def _rows(module: Module, public: bool) -> Iterator[dict[str, Any]]:
    rows = Question.objects.filter(module=module, status=Question.Status.VISIBLE)
    if public:
        rows = rows.shown()
    for row in rows.select_related("city", "author").order_by("number"):
        yield {
            "nummer": row.number,
            "kennung": row.uuid,
            "stadt": row.city.name,
            "frage": row.text,
            "stand": row.get_state_display(),
            "unterstuetzungen": row.support_count,
            "antwort": row.answer,
            "am": row.created_at,
            **({} if public else {"von": row.author_name}),
        }
