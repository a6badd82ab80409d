"""The portal's own source: live, public pages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.cities import hosts
from portal.cities.models import City
from portal.delivery.restrictions import is_private

from .registry import Document, Kind, Source

KINDS = (
    Kind("page", _("Seite"), "file"),
    Kind("news", _("Nachricht"), "bell"),
    Kind("event", _("Veranstaltung"), "calendar"),
)
OF_TYPE = {"NewsPage": "news", "EventPage": "event"}
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")


def host_of(page: Page) -> hosts.Host | None:
    return next((h for h in hosts.every() if page.path.startswith(h.site.root_page.path)), None)


def document_of(page: Any, root: Page) -> Document | None:
    """None for what nobody may find: drafts, private branches, aliases."""
    if not page.live or page.alias_of_id or is_private(page.path):
        return None
    topics = page.topics.all() if hasattr(page, "topics") else ()
    return Document(
        key=str(page.pk),
        kind=OF_TYPE.get(type(page).__name__, "page"),
        url="/" + page.url_path.removeprefix(root.url_path),
        title=page.title,
        summary=getattr(page, "summary", "") or page.search_description or "",
        text=text_of(page),
        topics=tuple((t.slug, t.name) for t in topics),
        date=getattr(page, "date", None),
        page_id=page.pk,
    )


def text_of(page: Any) -> str:
    """The words of the body's blocks, without markup."""
    if not hasattr(page, "body"):
        return ""
    parts = page._meta.get_field("body").get_searchable_content(page.body)
    extra = [str(getattr(page, name, "") or "") for name in ("location", "organiser", "author")]
    return plain(" ".join([*(str(p) for p in parts), *extra]))


def plain(text: str) -> str:
    return _SPACE.sub(" ", html.unescape(_TAG.sub(" ", text))).strip()[:50_000]


def documents(city: City) -> Iterable[Document]:
    if city.site is None:
        return
    root = city.site.root_page
    for page in Page.objects.filter(path__startswith=root.path).live().specific().iterator(chunk_size=100):
        found = document_of(page, root)
        if found is not None:
            yield found


SOURCE = Source("pages", KINDS, documents)
