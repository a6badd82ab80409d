"""Tags of the page templates. Pure: everything was gathered before rendering."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from .. import jsonld

register = template.Library()


@register.simple_tag
def structured_data(data: list[dict[str, Any]] | None) -> SafeString:
    """`{% structured_data data %}`: schema.org as a data block."""
    return jsonld.script(data or [])


@register.simple_tag
def on_this_page(page: Any) -> list[dict[str, str]]:
    """Heading blocks of the second level as {title, anchor}, under the anchors their block prints; from three on."""
    found = []
    for child in getattr(page, "body", None) or []:
        if child.block_type == "heading" and child.block.headings(child.value)[:1] == [2]:
            context = child.block.get_context(child.value, parent_context={})
            found.append({"title": str(child.value["text"]), "anchor": context["anchor"]})
    return found if len(found) > 2 else []
