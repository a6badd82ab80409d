"""Open calls for helpers on any content page: put on the home page once, it shows only when there is one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks.base import TAKE_PART, Struct
from portal.blocks.registry import Entry

from .models import Call


class CallsBlock(Struct):
    title = blocks.CharBlock(label=_("Überschrift"), required=False, max_length=120)
    shows_none = blocks.BooleanBlock(
        label=_("Auch sagen, wenn es keinen gibt"),
        required=False,
        help_text=_("Sonst ist der Baustein unsichtbar, bis jemand einen Aufruf startet."),
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        city = context.get("city")
        context["calls"] = SAMPLE if context.get("preview") else []
        if city is not None and not context.get("preview"):
            rows = Call.shown_in(city).open().select_related("city")
            context["calls"] = list(rows.order_by("is_exercise", "-opened_at")[:6])
        return context

    class Meta:
        label = _("Hilfsaufruf")
        group = TAKE_PART
        icon = "warning"
        template = "emergency/blocks/calls.html"
        description = _("Offene Aufrufe bei Hochwasser, Sturm und anderen Notfällen; sonst unsichtbar.")
        preview_value = {"title": _("Wir brauchen Ihre Hilfe"), "shows_none": False}


SAMPLE = [
    {
        "slug": "beispiel",
        "title": _("Hochwasser: Wir brauchen helfende Hände"),
        "city": {"name": _("Ihre Stadt")},
        "place": _("Am Fluss"),
        "meeting_point": _("Feuerwehrhaus"),
        "is_exercise": False,
    }
]

BLOCKS = [Entry("calls", CallsBlock(), 75)]
