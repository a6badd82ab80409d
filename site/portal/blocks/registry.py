"""Which blocks may stand on a content page.

Every installed app may bring a `blocks.py` with a module-level list `BLOCKS` of `Entry`; it is found by name,
like Django's `admin.py`. The portal knows none of them by name, and a new block is no migration.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module, util
from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_scopes import get_scope
from wagtail.blocks import Block, StreamBlock, StreamValue
from wagtail.blocks.base import BlockField, BlockWidget
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.fields import StreamField

from .base import headings_of
from .loading import bundle_for

if TYPE_CHECKING:
    from portal.cities.models import City


@dataclass(frozen=True)
class Entry:
    """`name` is stored with the content: never rename it. `order` sorts the picker inside its group.

    `capability`: key of the capability that the block needs ("comments"). Where a city has it switched off
    (`City.capabilities`) the block is not offered and renders nothing; "" needs none.
    """

    name: str
    block: Block
    order: int = 50
    capability: str = ""


@cache
def entries() -> tuple[Entry, ...]:
    """All blocks of all installed apps, in picker order; a name used twice is an error."""
    found: dict[str, Entry] = {}
    for config in apps.get_app_configs():
        module = f"{config.name}.blocks"
        if config.name.startswith("wagtail") or util.find_spec(module) is None:
            continue
        for entry in getattr(import_module(module), "BLOCKS", ()):
            if entry.name in found:
                raise RuntimeError(f"Block name {entry.name!r} is used twice")
            found[entry.name] = entry
    return tuple(sorted(found.values(), key=lambda e: (e.order, e.name)))


@cache
def by_name() -> dict[str, Entry]:
    return {entry.name: entry for entry in entries()}


def is_on(name: str, city: City | None) -> bool:
    """Does the city show this block? Without a city (previews, search index) every block counts."""
    entry = by_name().get(name)
    return entry is None or not entry.capability or city is None or entry.capability in (city.capabilities or ())


def offered(cities: Iterable[City] | None) -> frozenset[str]:
    """Names that the picker offers to someone who edits these cities; None means all of them."""
    if cities is None:
        return frozenset(by_name())
    known = list(cities)
    return frozenset(name for name in by_name() if any(is_on(name, city) for city in known))


def _scope_cities() -> list[City] | None:
    """The cities of the open admin scope; None where scoping is off (superusers, commands) or not open."""
    scope = get_scope()
    if not scope.get("_enabled", True) or "city" not in scope:
        return None
    value = scope["city"]
    return list(value) if isinstance(value, list | tuple) else [value]


class BodyBlock(StreamBlock):
    """The body of a page: every discovered block, each at any place."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__([(e.name, e.block) for e in entries()], **kwargs)

    def render(self, value: StreamValue, context: Mapping[str, Any] | None = None) -> str:
        with bundle_for(value, (context or {}).get("city")):
            return super().render(value, context)

    def get_context(self, value: StreamValue, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["rows"] = outline(value, context.get("city"))
        return context

    def clean(self, value: StreamValue) -> StreamValue:
        result = super().clean(value)
        if not self.is_deferred_validation:  # a draft may be half-way
            check_order(result)
        return result

    class Meta:
        template = "blocks/body.html"


def outline(value: StreamValue, city: City | None, level: int = 2) -> list[tuple[Any, int]]:
    """(child, heading level for a title inside it): one deeper than the last heading before it. Switched-off blocks
    are left out."""
    rows = []
    for child in value:
        if not is_on(child.block_type, city):
            continue
        rows.append((child, level))
        found = headings_of(child.block, child.value)
        if found:
            level = min(found[-1] + 1, 5)
    return rows


def check_order(value: StreamValue) -> None:
    """Headings go down one step at a time (WCAG 1.3.1): the page's title is level 1, so the first one is level 2."""
    errors: dict[int, ValidationError] = {}
    last = 1
    for i, child in enumerate(value):
        for level in headings_of(child.block, child.value):
            if level > last + 1:
                errors[i] = ValidationError(
                    _("Vor einer Überschrift der Ebene %(level)d fehlt eine der Ebene %(missing)d."),
                    code="heading_order",
                    params={"level": level, "missing": level - 1},
                )
            last = level
    if errors:
        raise StreamBlockValidationError(block_errors=errors)


class BodyWidget(BlockWidget):
    """Offers the blocks that the editor's cities have switched on, and keeps those that the page already uses."""

    block_def: Any

    def render_with_errors(
        self, name: str, value: Any, attrs: Any = None, errors: Any = None, renderer: Any = None
    ) -> str:
        used = {child.block_type for child in value} if value else set()
        self.block_def = narrowed(self.block_def, offered(_scope_cities()) | used)
        self._js_context = self._block_json = None
        return super().render_with_errors(name, value, attrs=attrs, errors=errors, renderer=renderer)


def narrowed(block: StreamBlock, names: frozenset[str] | set[str]) -> StreamBlock:
    """The same stream with fewer blocks in its picker. Forms copy their widgets, so nobody else sees it."""
    result = BodyBlock.__new__(BodyBlock)
    result.__dict__.update(block.__dict__)
    result.child_blocks = type(block.child_blocks)((k, v) for k, v in block.child_blocks.items() if k in names)
    return result


class BodyFormField(BlockField):
    def __init__(self, block: Block | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("widget", BodyWidget(block))
        super().__init__(block=block, **kwargs)


class BodyField(StreamField):
    """StreamField whose blocks are looked up on first use and stay out of migrations."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(BodyBlock, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        kwargs.setdefault("form_class", BodyFormField)
        return super().formfield(**kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, "portal.blocks.registry.BodyField", [], kwargs
