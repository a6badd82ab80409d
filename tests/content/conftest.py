"""A small portal: a section, news, events, an office."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone
from django_scopes import scope

from portal.content.models import (
    ContentPage,
    DirectoryPage,
    EventIndexPage,
    EventPage,
    NewsIndexPage,
    NewsPage,
    SectionPage,
    Topic,
)
from portal.offices import actions as offices
from portal.offices.models import Office
from tests.factories import make_page


def fill(city):
    with scope(city=city):
        office = offices.save_office(
            city, Office(name="Bürgerbüro", is_main=True, street="Marktplatz 1", place=city.name), actor=None
        )
        offices.set_hours(city, office, [(d, dt.time(8), dt.time(12)) for d in range(5)], actor=None)
    topic = Topic.objects.get_or_create(slug="umwelt", defaults={"name": "Umwelt"})[0]
    section = make_page(city, SectionPage, title="Bürgerservice", slug="buergerservice", show_in_menus=True)
    page = make_page(city, ContentPage, parent=section, title=f"Ausweis in {city.name}", slug="ausweis", summary="Kurz & gut",
                     office=office, body=[("text", "<h2>Ablauf</h2><p>Text</p>")])  # fmt: skip
    make_page(city, ContentPage, parent=section, title="Reisepass", slug="reisepass")
    index = make_page(city, NewsIndexPage, title="Aktuelles", slug="aktuelles", show_in_menus=True)
    news = make_page(
        city, NewsPage, parent=index, title=f"Neu in {city.name}", slug="neu", author="Tiefbauamt", summary="Neues"
    )
    news.topics.add(topic)
    news.save_revision().publish()
    calendar = make_page(city, EventIndexPage, title="Termine", slug="termine", show_in_menus=True)
    start = timezone.localtime().replace(hour=18, minute=0, second=0, microsecond=0) + dt.timedelta(days=3)
    event = make_page(city, EventPage, parent=calendar, title=f"Fest in {city.name}", slug="fest", starts_at=start,
                      ends_at=start + dt.timedelta(hours=2), location="Marktplatz")  # fmt: skip
    directory = make_page(city, DirectoryPage, title="Ämter", slug="aemter")
    return SimpleNamespace(city=city, office=office, topic=topic, section=section, page=page, index=index, news=news,
                           calendar=calendar, event=event, directory=directory)  # fmt: skip


@pytest.fixture
def town(bruchsal):
    return fill(bruchsal)


@pytest.fixture
def neighbour(buehl):
    return fill(buehl)
