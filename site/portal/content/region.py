"""„Aus der Region“: what cities offer each other. Remembered under one version for all portals."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import transaction

from portal.cities import hosts
from portal.cities.models import City

from .cards import news_cards
from .models import NewsPage

VERSION_KEY = "region:version"
KEPT = 600
T = TypeVar("T")


def touch() -> None:
    """Forget what the portals remember of each other: now and again on commit, see `portal.cities.context.touch`."""
    cache.set(VERSION_KEY, time.time_ns(), None)
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(lambda: cache.set(VERSION_KEY, time.time_ns(), None))


def remember(name: str, build: Callable[[], T], seconds: int = KEPT) -> T:
    from portal.delivery.memory import kept  # notes what the value rests on, for the page cache

    return kept(f"region:0:{name}", build, seconds)


def region_news(city: City, count: int = 4) -> list[dict[str, Any]]:
    """Newest items of the other cities for a city that shows them; [] for one that does not. No query when warm."""
    if not city.is_alliance and not city.shows_region_news:
        return []
    return remember(f"news:{city.pk}:{count}", lambda: _newest(city, count))


def _newest(city: City, count: int) -> list[dict[str, Any]]:
    pages = NewsPage.objects.from_the_region(excluding=city).defer("body").select_related("picture")[:count]
    return news_cards(pages, city)


def cities_with_offers(city: City) -> list[City]:
    """Cities that offer something at present, by name; for the filter of the region page."""
    paths = NewsPage.objects.from_the_region(excluding=city).order_by().values_list("path", flat=True)
    roots = {path[:8] for path in paths}
    found = [h.city for h in hosts.every() if h.site.root_page.path in roots]
    return sorted(found, key=lambda c: c.name)
