"""Projects on any content page: what runs now."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks.base import TAKE_PART, Struct
from portal.blocks.registry import Entry

from .listings import STATES, in_state, project_cards, projects_of


class ProjectsBlock(Struct):
    """The newest projects of this portal, running ones first."""

    title = blocks.CharBlock(label=_("Überschrift"), required=False, max_length=120)
    state = blocks.ChoiceBlock(
        label=_("Welche"), choices=list(STATES.items()), required=False, help_text=_("Leer: alle, laufende zuerst.")
    )
    count = blocks.IntegerBlock(label=_("Wie viele"), min_value=1, max_value=12, default=3)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        city = context.get("city")
        context["cards"] = SAMPLE if context.get("preview") else []
        if city is not None and not context.get("preview"):
            now = timezone.now()
            rows = projects_of(city, now)
            if value.get("state") in STATES:
                rows = in_state(rows, value["state"])
            context["cards"] = project_cards(list(rows[: value.get("count") or 3]), city, now)
        return context

    class Meta:
        label = _("Beteiligungsprojekte")
        group = TAKE_PART
        icon = "group"
        template = "projects/blocks/projects.html"
        description = _("Was gerade läuft: die Projekte dieses Portals mit Phase und Stand.")
        preview_value = {"title": _("Mitmachen"), "state": "", "count": 3}


SAMPLE = [
    {
        "title": _("Spielplatz am Bach"),
        "url": "#",
        "text": _("Welche Geräte, welche Bäume, welche Wege? Ihre Ideen bis zum Sommer."),
        "chip": {"label": STATES["laeuft"], "kind": "info"},
        "phase": {"title": _("Ideen sammeln"), "note": _("läuft, noch 12 Tage")},
        "cities": [],
        "count": 48,
    }
]

BLOCKS = [Entry("projects", ProjectsBlock(), 70)]
