"""House rules of blocks, checked by `portal check`."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template


@register()
def blocks_are_complete(**_kwargs: Any) -> list[CheckMessage]:
    """Every block has a label, a description, an icon of its own, a group, a template and a preview."""
    from .registry import entries

    found: list[CheckMessage] = []
    for entry in entries():
        block, meta = entry.block, entry.block.meta
        missing = [name for name in ("label", "group", "template", "description") if not getattr(meta, name, "")]
        if meta.icon == "placeholder":
            missing.append("icon")
        if not block.is_previewable:
            missing.append("preview_value")
        if missing:
            found.append(Error(f"block {entry.name!r} lacks {', '.join(missing)}", id="blocks.E001", obj=type(block)))
        try:
            get_template(getattr(meta, "template", "") or "?")
        except TemplateDoesNotExist as error:
            found.append(Error(f"block {entry.name!r}: no template {error}", id="blocks.E002", obj=type(block)))
    return found
