"""Two columns, or a side note: simple blocks side by side. Columns never stand inside columns."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .base import TEXT, Struct, headings_of
from .editorial import AccordionBlock, CalloutBlock, FiguresBlock, QuoteBlock, StepsBlock, TextBlock
from .links import LinkTilesBlock
from .media import DownloadsBlock, ImageBlock
from .places import ContactCardBlock, OpeningHoursBlock


class ColumnStream(blocks.StreamBlock):
    """Stored names are those of the registry, so content moves between body and columns unchanged."""

    text = TextBlock()
    callout = CalloutBlock()
    quote = QuoteBlock()
    steps = StepsBlock()
    accordion = AccordionBlock()
    image = ImageBlock()
    downloads = DownloadsBlock()
    contact_card = ContactCardBlock()
    opening_hours = OpeningHoursBlock()
    link_tiles = LinkTilesBlock()
    figures = FiguresBlock()

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        from .registry import outline

        context = super().get_context(value, parent_context=parent_context)
        context["rows"] = outline(value, context.get("city"), int(context.get("level") or 2))
        return context

    class Meta:
        template = "blocks/body.html"
        icon = "list-ul"


class ColumnsBlock(Struct):
    layout = blocks.ChoiceBlock(
        label=_("Aufteilung"),
        choices=[("even", _("Zwei gleiche Spalten")), ("aside", _("Text mit Randnotiz rechts"))],
        default="even",
        search_index=False,
        help_text=_("Auf dem Telefon steht die rechte Spalte unter der linken."),
    )
    left = ColumnStream(label=_("Links"), max_num=12)
    right = ColumnStream(label=_("Rechts"), max_num=12)

    def headings(self, value: Any) -> list[int]:
        return [n for side in ("left", "right") for child in value[side] for n in headings_of(child.block, child.value)]

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        level = int((parent_context or {}).get("level") or 2)
        inside = [n for child in value["left"] for n in headings_of(child.block, child.value)]
        context.update(level=level, level_right=min(inside[-1] + 1, 5) if inside else level)
        return context

    class Meta:
        label = _("Spalten oder Randnotiz")
        icon = "grip"
        group = TEXT
        template = "blocks/columns.html"
        description = _("Zwei Spalten nebeneinander oder ein Text mit Randnotiz.")
        preview_value = {
            "layout": "aside",
            "left": [
                {
                    "type": "text",
                    "value": "<p>Die Bücherei zieht um. Bis dahin bleiben beide Häuser offen, und ausgeliehene Bücher können in jedem zurückgegeben werden.</p>",
                }
            ],
            "right": [
                {
                    "type": "callout",
                    "value": {
                        "tone": "info",
                        "title": "Umzug am 14. Januar",
                        "text": "<p>An diesem Tag geschlossen.</p>",
                    },
                }
            ],
        }
