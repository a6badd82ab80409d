"""A text as data: its current paragraphs and the suggestions for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from participation.projects.models import Module
from portal.kit.tables import Table

from .actions import current_version
from .models import Paragraph, Suggestion

PARAGRAPHS = (
    ("absatz", _("Nr. des Absatzes")),
    ("kennung", _("Kennung")),
    ("art", _("Art")),
    ("text", _("Wortlaut")),
    ("vorschlaege", _("Vorschläge")),
    ("fassung", _("Fassung")),
)
SUGGESTIONS = (
    ("nummer", _("Nr.")),
    ("kennung", _("Kennung")),
    ("absatz", _("Kennung des Absatzes")),
    ("fassung", _("Fassung")),
    ("stadt", _("Stadt")),
    ("wortlaut", _("Vorgeschlagener Wortlaut")),
    ("begruendung", _("Begründung")),
    ("stand", _("Stand")),
    ("antwort", _("Antwort")),
    ("am", _("Vorgeschlagen am")),
)


def tables(module: Module, *, public: bool) -> list[Table]:
    """Public: no names. Hidden and deleted suggestions are in neither: moderation keeps its own list."""
    columns = SUGGESTIONS if public else (*SUGGESTIONS, ("von", _("Verfasst von")))
    return [
        Table("absaetze", _("Absätze"), PARAGRAPHS, _paragraphs(module)),
        Table("vorschlaege", _("Änderungsvorschläge"), columns, _suggestions(module, public)),
    ]


def _paragraphs(module: Module) -> Iterator[dict[str, Any]]:
    version = current_version(module)
    if version is None:
        return
    for row in Paragraph.objects.filter(version=version).select_related("anchor").order_by("position"):
        yield {
            "absatz": row.position + 1,
            "kennung": row.anchor.uuid,
            "art": row.get_kind_display(),
            "text": row.text,
            "vorschlaege": row.anchor.suggestion_count,
            "fassung": version.number,
        }


def _suggestions(module: Module, public: bool) -> Iterator[dict[str, Any]]:
    rows = Suggestion.objects.filter(module=module).readable()
    for row in rows.select_related("anchor", "version", "city", "author").order_by("number"):
        yield {
            "nummer": row.number,
            "kennung": row.uuid,
            "absatz": row.anchor.uuid,
            "fassung": row.version.number,
            "stadt": row.city.name,
            "wortlaut": row.wording,
            "begruendung": row.reason,
            "stand": row.get_state_display(),
            "antwort": row.answer,
            "am": row.created_at,
            **({} if public else {"von": row.author_name}),
        }
