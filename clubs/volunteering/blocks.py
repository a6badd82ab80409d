"""Offers on any content page."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks.base import TAKE_PART, Struct
from portal.blocks.registry import Entry

from .pages import market_of


def _interests() -> list[tuple[str, str]]:
    from clubs.directory.models import Interest

    return list(Interest.objects.values_list("slug", "name"))


class OffersBlock(Struct):
    """Some offers of this portal: urgent ones first, then those that begin next."""

    title = blocks.CharBlock(label=_("Überschrift"), required=False, max_length=120)
    interest = blocks.ChoiceBlock(
        label=_("Thema"), choices=_interests, required=False, help_text=_("Leer: Angebote aller Themen.")
    )
    region = blocks.BooleanBlock(
        label=_("Auch aus den Nachbarstädten"), required=False, help_text=_("Mit dem Namen der Stadt.")
    )
    count = blocks.IntegerBlock(label=_("Wie viele"), min_value=1, max_value=12, default=4)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        from .listing import block_cards

        context = super().get_context(value, parent_context=parent_context)
        city = context.get("city")
        context["cards"] = SAMPLE if context.get("preview") else []
        if city is not None and not context.get("preview"):
            context["cards"] = block_cards(
                city, timezone.now(), count=value.get("count") or 4, interest=value.get("interest") or "",
                region=bool(value.get("region")),
            )  # fmt: skip
            context["market"] = market_of(city)
        return context

    class Meta:
        label = _("Mitmach-Angebote")
        group = TAKE_PART
        icon = "group"
        template = "volunteering/blocks/offers.html"
        description = _("Wo Hilfe gebraucht wird: dringende Angebote zuerst, mit freien Plätzen.")
        preview_value = {"title": _("Hier wird Hilfe gebraucht"), "interest": "", "region": False, "count": 3}


SAMPLE = [
    {
        "url": "#",
        "title": _("Streuobst ernten und Saft pressen"),
        "provider": _("Obst- und Gartenbauverein"),
        "text": _("Einen halben Tag draußen, mit Kindern und ohne Vorkenntnisse."),
        "chips": [{"label": _("dringend"), "kind": "warn"}],
        "where": _("Streuobstwiese am Bach"),
        "when": _("samstags, 10:00 bis 13:00 Uhr"),
        "free": 14,
        "taken": 6,
        "places": 20,
    }
]

BLOCKS = [Entry("offers", OffersBlock(), 74)]
