"""Links in rich text: resolved from the body's bundle, never to drafts, and cleaned once more on the way out."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from .loading import current, page_url


def _ids(attrs_list: list[dict[str, Any]]) -> list[int | None]:
    return [int(a["id"]) if str(a.get("id", "")).isdigit() else None for a in attrs_list]


class BundledPageLinks(PageLinkHandler):
    """A link to a page of the same portal is a path; a link to a draft or a deleted page is plain text."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Any]:
        ids, bundle = _ids(attrs_list), current()
        if bundle is not None and bundle.has(Page, [i for i in ids if i]):
            return [bundle.get(Page, i) for i in ids]
        found = Page.objects.in_bulk([i for i in ids if i])
        return [found.get(i) for i in ids]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        urls = [page_url(page) for page in cls.get_many(attrs_list)]
        return [f'<a href="{escape(url)}">' if url else "<a>" for url in urls]


class BundledDocumentLinks(DocumentLinkHandler):
    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Any]:
        ids, bundle = _ids(attrs_list), current()
        if bundle is not None and bundle.has(cls.get_model(), [i for i in ids if i]):
            return [bundle.get(cls.get_model(), i) for i in ids]
        found = cls.get_model().objects.in_bulk([i for i in ids if i])
        return [found.get(i) for i in ids]
