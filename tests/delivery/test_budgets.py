"""How many queries a visitor's page may cost: warm but not from the page cache, and from it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.content.models import EventIndexPage, EventPage, LegalPage, NewsPage
from tests.factories import make_page

PAGES = {
    "/abfall/": 3,
    "/leben/kinder/kita/": 3,
    "/aktuelles/neue-baeume/": 3,
    "/impressum/": 3,
    "/leben/": 5,
    "/aktuelles/": 8,
    "/veranstaltungen/": 8,
    "/": 8,
}


@pytest.fixture
def full(bruchsal, tree):
    """More of everything: the number of queries must not depend on it."""
    for number in range(4):
        make_page(bruchsal, NewsPage, tree["index"], title=f"Nachricht {number}", slug=f"nachricht-{number}")
    events = EventIndexPage.objects.child_of(bruchsal.site.root_page).first() or make_page(
        bruchsal, EventIndexPage, title="Veranstaltungen", slug="veranstaltungen"
    )
    for number in range(4):
        make_page(
            bruchsal, EventPage, events, title=f"Termin {number}", slug=f"termin-{number}",
            starts_at=datetime(2030, 1, number + 1, 18, tzinfo=UTC),
        )  # fmt: skip
    assert LegalPage.objects.child_of(bruchsal.site.root_page).filter(slug="impressum").exists()
    return tree


def queries(visitor, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert visitor.get(path).status_code == 200, path
    return len(seen)


def test_warm_and_uncached(on_host, bruchsal, full):
    visitor = on_host(bruchsal)
    found = {path: [queries(visitor, f"{path}?ungespeichert={n}") for n in range(3)][-1] for path in PAGES}
    assert {path: count for path, count in found.items() if count > PAGES[path]} == {}


def test_cached(on_host, bruchsal, full):
    visitor = on_host(bruchsal)
    found = {path: [queries(visitor, path) for _ in range(2)][-1] for path in PAGES}
    assert found == dict.fromkeys(PAGES, 0)
