"""Writes the search index. The row and its index form are one transaction; a lost index is `portal search_reindex`."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django_scopes import scope
from wagtail.models import Page
from wagtail.search.backends import get_search_backends_with_name

from portal.cities.models import City

from . import german
from .models import SearchEntry
from .pages import document_of, host_of
from .registry import Document, sources

log = logging.getLogger(__name__)


@transaction.atomic
def put(city: City, source: str, document: Document) -> SearchEntry:
    """Make a thing findable, or bring it up to date. No audit row: the change behind it has one."""
    return _write(city, source, document, to_index=True)


@transaction.atomic
def put_many(city: City, source: str, documents: list[Document]) -> None:
    """Like `put`, for hundreds at once: an import, a demo. Three queries and one write of the index, however many."""
    by_key = {document.key: document for document in documents}
    with scope(city=[city]):
        known = {}
        keys = list(by_key)
        for start in range(0, len(keys), 500):  # SQLite's limit of parameters
            rows = SearchEntry.objects.filter(city=city, source=source, key__in=keys[start : start + 500])
            known.update({row.key: row for row in rows})
        fresh = []
        for key, document in by_key.items():
            values = _values(document)
            if key not in known:
                fresh.append(SearchEntry(city=city, source=source, key=key, **values))
                continue
            for name, value in values.items():
                setattr(known[key], name, value)
            known[key].save()
        SearchEntry.objects.bulk_create(fresh)
        if by_key:
            index_now([*known.values(), *fresh])


def _write(city: City, source: str, document: Document, *, to_index: bool) -> SearchEntry:
    with scope(city=[city]):
        entry, _made = SearchEntry.objects.update_or_create(
            city=city, source=source, key=document.key, defaults=_values(document)
        )
        if to_index:
            index_now([entry])
    return entry


def _values(document: Document) -> dict[str, Any]:
    title, summary = document.title[:300], document.summary[:1000]
    text = document.text[:50_000]
    topics = " ".join(name for _slug, name in document.topics)
    titled = german.terms(title)
    return {
        "kind": document.kind,
        "page_id": document.page_id,
        "url": document.url[:500],
        "title": title,
        "summary": summary,
        "text": text,
        "topics": [{"slug": slug, "title": name} for slug, name in document.topics],
        "date": document.date,
        "title_terms": " ".join(titled),
        "terms": " ".join([*titled, *titled, *german.terms(f"{summary} {topics} {text}")]),
        "parts": " ".join(
            dict.fromkeys([*german.prefixes(f"{title} {summary} {topics} {text}"), *german.tails(f"{title} {topics}")])
        ),
    }


def index_now(entries: list[SearchEntry]) -> None:
    """Into every backend. A search server that is down costs no publication: it is logged and made up for later."""
    backends = list(get_search_backends_with_name())
    for name, backend in backends:
        try:
            backend.add_bulk(SearchEntry, entries)
        except Exception:
            if name == "db" or len(backends) == 1:
                raise
            log.exception("the search server could not be written")


@transaction.atomic
def remove(city: City, source: str, key: str) -> None:
    with scope(city=[city]):
        for entry in SearchEntry.objects.filter(city=city, source=source, key=key):
            forget(entry)


def forget(entry: SearchEntry) -> None:
    backends = list(get_search_backends_with_name())
    for name, backend in backends:
        try:
            backend.delete(entry)
        except Exception:
            if name == "db" or len(backends) == 1:
                raise
            log.exception("the search server could not be written")
    entry.delete()


def refresh_page(page: Page) -> None:
    """Bring one page's entry in line with what visitors may see of it now."""
    host = host_of(page)
    if host is None:
        return
    specific: Any = page.specific
    document = document_of(specific, host.site.root_page)
    if document is None:
        remove(host.city, "pages", str(page.pk))
    else:
        put(host.city, "pages", document)


def refresh_branch(page: Page) -> None:
    """The page and all below it: after a move, a new address, a new restriction."""
    for each in Page.objects.filter(path__startswith=page.path).iterator(chunk_size=100):
        refresh_page(each)


@transaction.atomic
def reindex(city: City) -> int:
    """Everything of one city anew; what no source names any more is forgotten."""
    seen: set[int] = set()
    batch: list[SearchEntry] = []
    for source in sources().values():
        with scope(city=[city]):
            documents = list(source.documents(city))
        for document in documents:
            entry = _write(city, source.key, document, to_index=False)
            seen.add(entry.pk)
            batch.append(entry)
    with scope(city=[city]):
        if batch:
            index_now(batch)
        for entry in SearchEntry.objects.filter(city=city).exclude(pk__in=seen):
            forget(entry)
    return len(seen)
