"""A search server beside the database. No real server runs here: what is proven is that losing it loses nothing,
and what our words become on its wire."""

from __future__ import annotations

import pytest
from django.conf import settings as configured
from elasticsearch_dsl import connections
from wagtail.search.backends import get_search_backend

from portal.content.models import ContentPage
from portal.search import elastic
from portal.search.models import SearchEntry
from tests.factories import make_page
from tests.servers import free_port


@pytest.fixture
def dead_server(settings):
    """ELASTICSEARCH_URL names a port on which nobody answers."""
    database = configured.WAGTAILSEARCH_BACKENDS["default"]
    settings.WAGTAILSEARCH_BACKENDS = {
        "db": database,
        "default": {
            "BACKEND": "portal.search.elastic",
            "URLS": [f"http://127.0.0.1:{free_port()}"],
            "TIMEOUT": 1,
            "OPTIONS": {"max_retries": 0},
        },
    }
    yield
    connections.remove_connection(elastic.ALIAS)


def test_a_dead_server_costs_neither_publication_nor_answer(dead_server, bruchsal, on_host):
    page = make_page(bruchsal, ContentPage, title="Wohngeldantrag stellen", slug="wohngeld")
    html = on_host(bruchsal).get("/suche/?q=Wohngeldanträge").content.decode()
    assert "1 Treffer" in html
    assert 'href="/wohngeld/"' in html
    page.unpublish()
    assert 'href="/wohngeld/"' not in on_host(bruchsal).get("/suche/?q=Wohngeldanträge").content.decode()


def test_one_client_serves_all_searches(dead_server, db):
    first, second = get_search_backend("default"), get_search_backend("default")
    assert isinstance(first, elastic.SearchBackend)
    assert first.es is second.es


def test_the_server_is_asked_for_our_stems_in_our_city_only(dead_server, bruchsal):
    backend = get_search_backend("default")
    found = backend.search("wohngeldantrag", SearchEntry.of_portal(bruchsal).light(), operator="and")
    question = str(found._get_es_body())
    assert "wohngeldantrag" in question
    assert f"'city_id_filter': {bruchsal.pk}" in question
    assert backend.settings["settings"]["analysis"]["analyzer"]["default"]["tokenizer"] == "whitespace"
