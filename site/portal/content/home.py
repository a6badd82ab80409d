"""What the home pages and the directory show beside their own text."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django_scopes import scopes_disabled
from wagtail.models import Page

from portal.cities import hosts
from portal.cities.context import remember
from portal.cities.models import City
from portal.offices import opening
from portal.offices.directory import main_office, offices_of
from portal.offices.models import Office

from . import cards, region
from .models import DirectoryPage, EventIndexPage, EventPage, NewsIndexPage, NewsPage
from .tree import path_of

if TYPE_CHECKING:
    from .models import HomePage

NEWS_ON_HOME = 5
EVENTS_ON_HOME = 5
HOME_WINDOW = dt.timedelta(days=60)


def home_context(city: City, page: HomePage) -> dict[str, Any]:
    at = timezone.now()
    known = remember(city, f"home:{page.live_revision_id or 0}", lambda: _home(city, page))
    main = main_office(city)
    return {
        **known,
        "events": _next_dates(known["event_rows"], at),
        "main": main.now(at) if main else None,
        "region_news": region.region_news(city, 3),
        "placed": {block.block_type for block in page.body},  # what editors place themselves is not shown twice
    }


def _next_dates(rows: list[dict[str, Any]], at: dt.datetime) -> list[dict[str, Any]]:
    """What comes next, each event once: a market of every day would leave no room for anything else."""
    ahead: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["ends"] > at or row["starts"] > at:
            ahead.setdefault(row["url"], row)
    return list(ahead.values())[:EVENTS_ON_HOME]


def _home(city: City, page: HomePage) -> dict[str, Any]:
    at = timezone.now()
    news = (
        NewsPage.objects.for_city(city).visible().latest_first().defer("body").select_related("picture")[:NEWS_ON_HOME]
    )
    events = EventPage.objects.for_city(city).visible().between(at, at + HOME_WINDOW).defer("body")
    return {
        "tasks": _tasks(city, page),
        "news": cards.news_cards(news, city),
        "event_rows": cards.event_rows(events, city, at, at + HOME_WINDOW)[:60],
        "news_index": _first(NewsIndexPage, city),
        "event_index": _first(EventIndexPage, city),
        "directory": _first(DirectoryPage, city),
        "frequent": page.frequent_words(),
    }


def _first(model: type[Page], city: City) -> dict[str, str] | None:
    page = model.objects.for_city(city).visible().order_by("path").first()
    return {"title": page.title, "url": path_of(page, city)} if page else None


def _tasks(city: City, page: HomePage) -> list[dict[str, str]]:
    """The editor's tiles; without any, the pages of the menu."""
    tiles = []
    for task in page.tasks.select_related("link_page") if page.pk else []:
        if task.link_page and not (task.link_page.live and task.link_page.path.startswith(city.site.root_page.path)):
            continue  # never a link to a draft or to another city's tree
        url = path_of(task.link_page, city) if task.link_page else task.link_url
        if url:
            tiles.append({"title": task.title, "icon": task.icon, "url": url})
    return tiles or _menu_tiles(city)


def _menu_tiles(city: City) -> list[dict[str, str]]:
    menu = Page.objects.child_of(city.site.root_page).live().public().in_menu().exclude(slug="english").specific()
    return [{"title": p.title, "icon": getattr(p, "icon", "") or "arrow", "url": path_of(p, city)} for p in menu]


def section_children(city: City, page: Page) -> list[dict[str, str]]:
    """Live pages below a section, in the order of the tree, with their short text and icon."""
    return remember(city, f"children:{page.pk}", lambda: _children(city, page)) if page.pk else []


def _children(city: City, page: Page) -> list[dict[str, str]]:
    return [
        {
            "title": p.title,
            "url": path_of(p, city),
            "text": getattr(p, "lead", ""),
            "icon": getattr(p, "icon", "") or "arrow",
        }
        for p in Page.objects.child_of(page).live().public().specific()
    ]


def alliance_context(city: City, page: HomePage) -> dict[str, Any]:
    known = region.remember(f"alliance:{page.live_revision_id or 0}", lambda: _alliance(city, page))
    return {**known, "region_news": region.region_news(city, 6)}


def _alliance(city: City, page: HomePage) -> dict[str, Any]:
    """Nine cards with facts, and the alliance in figures that are counted, not claimed."""
    at = timezone.now()
    cities = sorted((h.city for h in hosts.every() if not h.city.is_alliance), key=lambda c: c.name)
    with scopes_disabled():
        offices = Office.objects.filter(city__in=cities).count()
    dated = [c for c in cities if c.population_date]
    counted = [c.population_date for c in cities if c.population_date]
    return {
        "tasks": _tasks(city, page) if page.pk and page.tasks.exists() else [],
        "city_cards": [
            {
                "name": c.name, "slug": c.slug, "url": hosts.absolute(c.site.hostname), "landscape": c.landscape,
                "population": c.population,
            }
            for c in cities
        ],
        "figures": {
            "population": sum(c.population or 0 for c in cities),
            "population_date": max(counted, default=None),
            "population_basis": next((c.population_basis for c in dated), ""),
            "cities": len(cities),
            "offices": offices,
            "news": NewsPage.objects.visible().filter(date__gte=at.date() - dt.timedelta(days=90)).count(),
            "events": EventPage.objects.visible().upcoming(at).count(),
        },
    }  # fmt: skip


def directory_context(city: City) -> dict[str, Any]:
    at = timezone.now()
    offices = [card.now(at) for card in offices_of(city)]
    return {"offices": offices, "open_now": sum(1 for o in offices if o["open"]), "offices_at": at}


def seconds_true(city: City) -> int:
    """How long "jetzt geöffnet" holds for every office of the city."""
    return opening.seconds_of_truth([card.table for card in offices_of(city)], timezone.now())
