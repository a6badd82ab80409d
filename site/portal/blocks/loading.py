"""All rows of a body in a handful of queries, however many blocks it has.

Wagtail fetches per block type and per rich text. Before a body is rendered, `gather` walks its stored JSON, notes every
image, document and page it names (rich text included) and fetches each kind once. Choosers and link handlers of this
app ask the open `Bundle` first and the database only outside of it (forms, previews, search index).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import models
from wagtail.blocks import Block, ChooserBlock, ListBlock, RichTextBlock, StreamBlock, StreamValue, StructBlock
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

if TYPE_CHECKING:
    from portal.cities.models import City

# Every width that any block asks for; WebP: all browsers this design supports read it, and it encodes fast.
PICTURE_SPECS = ("width-480|format-webp", "width-960|format-webp", "width-1600|format-webp")

_LINK = re.compile(r"<a\b[^>]*?\blinktype=\"(page|document)\"[^>]*>")
_ID = re.compile(r"\bid=\"(\d{1,18})\"")


class Bundle:
    """The rows one body needs, by model and primary key, and the city whose portal shows it."""

    def __init__(self, city: City | None) -> None:
        self.city = city
        self.ids: dict[type[models.Model], set[int]] = defaultdict(set)
        self.rows: dict[type[models.Model], dict[int, Any]] = {}

    def want(self, model: type[models.Model], pk: Any) -> None:
        if isinstance(pk, int) and not isinstance(pk, bool):
            self.ids[model].add(pk)

    def fetch(self) -> None:
        for model, ids in self.ids.items():
            rows = model._default_manager.filter(pk__in=ids)
            if model is get_image_model():
                rows = rows.prefetch_renditions(*PICTURE_SPECS)
            self.rows[model] = {row.pk: row for row in rows}

    def has(self, model: type[models.Model], pks: Iterable[Any]) -> bool:
        return all(pk in self.ids.get(model, ()) for pk in pks)

    def get(self, model: type[models.Model], pk: Any) -> Any:
        return self.rows.get(model, {}).get(pk)


_open: ContextVar[Bundle | None] = ContextVar("blocks_bundle", default=None)


def current() -> Bundle | None:
    """The bundle of the body that is being rendered, None elsewhere."""
    return _open.get()


@contextmanager
def bundle_for(value: StreamValue, city: City | None) -> Iterator[Bundle]:
    """Open the bundle of a body; inside an open one (columns) that one is used on."""
    known = _open.get()
    if known is not None:
        yield known
        return
    bundle = Bundle(city)
    gather(value.stream_block, raw(value), bundle)
    bundle.fetch()
    token = _open.set(bundle)
    try:
        yield bundle
    finally:
        _open.reset(token)


def raw(value: StreamValue) -> list[dict[str, Any]]:
    """The stored form of a stream, without turning stored ids into rows."""
    items = []
    for i, bound in enumerate(value._bound_blocks):
        items.append(bound.get_prep_value() if bound is not None else value._raw_data[i])
    return items


def gather(block: Block, value: Any, bundle: Bundle) -> None:
    """Note every row that a stored value names. Broken stored values are passed over: rendering copes with them."""
    if value in (None, "", []):
        return
    if isinstance(block, StreamBlock):
        for item in value if isinstance(value, list) else ():
            child = block.child_blocks.get(item.get("type")) if isinstance(item, dict) else None
            if child is not None:
                gather(child, item.get("value"), bundle)
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items() if isinstance(value, dict) else ():
            gather(child, value.get(name), bundle)
    elif isinstance(block, ListBlock):
        for item in value if isinstance(value, list) else ():
            gather(block.child_block, item["value"] if isinstance(item, dict) and "id" in item else item, bundle)
    elif isinstance(block, ChooserBlock):
        bundle.want(block.model_class, value)
    elif isinstance(block, RichTextBlock) and isinstance(value, str):
        for tag in _LINK.finditer(value):
            found = _ID.search(tag[0])
            if found:
                bundle.want(Page if tag[1] == "page" else get_document_model(), int(found[1]))


class Bundled:
    """Mixin for choosers: rows of the open bundle instead of one query per block."""

    model_class: type[models.Model]

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        values = list(values)
        bundle = current()
        if bundle is not None and bundle.has(self.model_class, [v for v in values if v is not None]):
            return [bundle.get(self.model_class, v) for v in values]
        return super().bulk_to_python(values)  # type: ignore[misc,no-any-return]

    def to_python(self, value: Any) -> Any:
        return self.bulk_to_python([value])[0] if current() is not None else super().to_python(value)  # type: ignore[misc]


def page_url(page: Page, city: City | None = None) -> str:
    """Address of a live page: a path on its own portal, absolute elsewhere; "" for drafts, which must not be linked."""
    if page is None or not page.live:
        return ""
    bundle = current()
    city = city or (bundle.city if bundle else None)
    if city is not None and city.site is not None:
        root = city.site.root_page.url_path
        if page.url_path.startswith(root):
            return "/" + page.url_path[len(root) :]
    return page.full_url or ""
