"""Clubs on any content page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks.base import TAKE_PART, Struct
from portal.blocks.registry import Entry

from .listing import block_rows
from .models import Interest


def _interests() -> list[tuple[str, str]]:
    return [(tag.slug, tag.name) for tag in Interest.objects.all()]


class ClubsBlock(Struct):
    """Some clubs of this portal, those confirmed last first."""

    title = blocks.CharBlock(label=_("Überschrift"), required=False, max_length=120)
    interest = blocks.ChoiceBlock(
        label=_("Thema"), choices=_interests, required=False, help_text=_("Leer: Vereine aller Themen.")
    )
    count = blocks.IntegerBlock(label=_("Wie viele"), min_value=1, max_value=24, default=6)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        city = context.get("city")
        context["clubs"] = SAMPLE if context.get("preview") else []
        if city is not None and not context.get("preview"):
            context["clubs"] = block_rows(city, value.get("count") or 6, value.get("interest") or "")
        return context

    class Meta:
        label = _("Vereine")
        group = TAKE_PART
        icon = "group"
        template = "directory/blocks/clubs.html"
        description = _("Vereine dieses Portals, nach Thema: Name, Zweck und Treffpunkt.")
        preview_value = {"title": _("Vereine in der Nähe"), "interest": "", "count": 3}


SAMPLE = [
    {
        "name": _("Obst- und Gartenbauverein"),
        "url": "#",
        "text": _("Streuobst pflegen, Bäume schneiden, gemeinsam ernten."),
        "place": _("Vereinsheim am Bach"),
        "interests": [_("Natur")],
    }
]

BLOCKS = [Entry("clubs", ClubsBlock(), 72)]
