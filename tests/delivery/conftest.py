from __future__ import annotations

import pytest
from django.core.cache import caches

from portal.cities.models import City
from portal.content.models import ContentPage, NewsIndexPage, NewsPage, SectionPage
from tests.factories import make_page

SHARED = "portal.delivery.store.SharedPages"


@pytest.fixture(params=["cache", "worker"])
def each_store(request, settings, tmp_path):
    """Both stores: any Django cache (as with Redis), and the worker's memory with stamps in a shared file."""
    if request.param == "worker":
        settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": SHARED, "LOCATION": str(tmp_path / "pages")}}
    caches["pages"].clear()
    return request.param


@pytest.fixture
def tree(bruchsal: City, buehl: City) -> dict:
    """Two portals with news, a section with two pages, one of them linking to the other by nothing but the menu."""
    section = make_page(bruchsal, SectionPage, title="Leben", slug="leben", show_in_menus=True)
    index = make_page(bruchsal, NewsIndexPage, title="Aktuelles", slug="aktuelles")
    return {
        "section": section,
        "index": index,
        "deep": make_page(bruchsal, ContentPage, make_page(bruchsal, ContentPage, section, title="Kinder", slug="kinder"), title="Kita", slug="kita"),
        "other": make_page(bruchsal, ContentPage, title="Abfall", slug="abfall"),
        "news": make_page(bruchsal, NewsPage, index, title="Neue Bäume", slug="neue-baeume"),
        "far": make_page(buehl, ContentPage, title="Abfall in Bühl", slug="abfall"),
        "far_index": make_page(buehl, NewsIndexPage, title="Aktuelles in Bühl", slug="aktuelles"),
    }  # fmt: skip
