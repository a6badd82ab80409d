"""Blocks that show what is new: news, events, the region. Lists are kept as plain data until something is published."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .base import LATEST, RowChoice, Struct
from .loading import PICTURE_SPECS, page_url

if TYPE_CHECKING:
    from portal.cities.models import City

VERSION_KEY = "blocks:latest:version"
SECONDS = 300  # events move on by the clock, so a list is never kept longer
_ALL = [("", _("Alle Themen"))]


def forget_latest(**_kwargs: Any) -> None:
    """Something was published, moved or withdrawn: every list is read again."""
    transaction.on_commit(lambda: cache.set(VERSION_KEY, time.time_ns(), None))


def kept(key: str, make: Callable[[], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """A list by key, as it was at the last publication; misses cost the queries of `make`."""
    from portal.delivery import memory  # notes what the list rests on, for the page cache

    return memory.kept(f"blocks:latest:{cache.get(VERSION_KEY, 0)}:{key}", make, SECONDS)


def topic_choices() -> list[tuple[str, Any]]:
    from portal.content.models import Topic

    return _ALL + list(Topic.objects.order_by("name").values_list("slug", "name"))


def _picture(page: Any) -> dict[str, Any] | None:
    from .templatetags.blocks import HALF, photo_data

    return {**photo_data(page.picture, HALF), "url": "", "alt": page.picture_alt} if page.picture else None


def _rows(pages: Any, city: City, names: dict[str, str] | None = None) -> list[dict[str, Any]]:
    from wagtail.images import get_image_model

    found = list(pages)
    images = get_image_model().objects.filter(pk__in={p.picture_id for p in found if p.picture_id})
    ready = {image.pk: image for image in images.prefetch_renditions(*PICTURE_SPECS)}
    rows = []
    for page in found:
        image = None
        if page.picture_id in ready:
            page.picture = ready[page.picture_id]
            image = _picture(page)
            if image:
                image["url"] = image["src"]
        rows.append({
            "title": page.title, "url": page_url(page, city), "text": page.summary, "image": image,
            "date": getattr(page, "date", None), "author": getattr(page, "author", ""),
            "start": getattr(page, "next_occurrence", None), "end": getattr(page, "ends_at", None) if not getattr(page, "rrule", "") else None,
            "all_day": getattr(page, "all_day", False), "location": getattr(page, "location", ""), "cancelled": getattr(page, "cancelled", False),
            "city": next((name for path, name in (names or {}).items() if page.path.startswith(path)), ""),
        })  # fmt: skip
    return rows


def news(city: City, count: int, topic: str = "") -> list[dict[str, Any]]:
    """The newest items of this city, by topic if one is named: at most `count`."""
    from portal.content.models import NewsPage

    pages = NewsPage.objects.for_city(city).visible().latest_first()
    pages = pages.about(topic) if topic else pages
    return _rows(pages.defer_streamfields()[:count], city)


def events(city: City, count: int, topic: str = "") -> list[dict[str, Any]]:
    """The next events of this city that are not over, soonest first."""
    from portal.content.models import EventPage

    pages = EventPage.objects.for_city(city).visible().upcoming(timezone.now())
    pages = pages.about(topic) if topic else pages
    return _rows(pages.defer_streamfields()[:count], city)


def region(city: City, count: int) -> list[dict[str, Any]]:
    """What the other cities offer to the region, each with the city's name; nothing where the city does not take part."""
    from portal.cities.models import City as Cities
    from portal.content.models import NewsPage

    if not city.shows_region_news and not city.is_alliance:
        return []
    names = dict(Cities.objects.filter(site__isnull=False).values_list("site__root_page__path", "name"))
    return _rows(NewsPage.objects.from_the_region(excluding=city).defer_streamfields()[:count], city, names)


class Teaser(Struct):
    """Base of the teasers: heading, how many, a line that says where more is."""

    title = blocks.CharBlock(label=_("Überschrift"), max_length=120)
    count = blocks.IntegerBlock(label=_("Wie viele?"), min_value=1, max_value=12, default=4)

    kind = "news"
    samples: list[dict[str, Any]] = []

    def rows(self, value: Any, city: City) -> list[dict[str, Any]]:
        count = min(max(int(value.get("count") or 4), 1), 12)
        topic = value.get("topic") or ""
        made = {
            "news": lambda: news(city, count, topic),
            "events": lambda: events(city, count, topic),
            "region": lambda: region(city, count),
        }
        return kept(f"{self.kind}:{city.pk}:{count}:{topic}:{city.shows_region_news}", made[self.kind])

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        if context.get("preview"):
            context["rows"] = [dict(row, date=timezone.localdate(), start=timezone.now()) for row in self.samples]
        else:
            context["rows"] = self.rows(value, context["city"]) if context.get("city") else []
        return context


class NewsTeaserBlock(Teaser):
    topic = RowChoice(label=_("Thema"), choices=topic_choices, required=False)

    samples = [
        {
            "title": _("Spielplatz am Bach wird im Frühjahr erneuert"),
            "url": "#",
            "text": _("Kinder haben mitgeplant: mehr Schatten, mehr Wasser."),
        },
        {"title": _("Neue Öffnungszeiten im Bürgerbüro"), "url": "#", "text": _("Ab Januar auch am Samstagvormittag.")},
    ]

    class Meta:
        label = _("Nachrichten")
        icon = "doc-full-inverse"
        group = LATEST
        template = "blocks/news_teaser.html"
        description = _("Die neuesten Nachrichten dieser Stadt, auf Wunsch zu einem Thema.")
        preview_value = {"title": _("Aktuelles"), "count": 2, "topic": ""}


class EventTeaserBlock(Teaser):
    topic = RowChoice(label=_("Thema"), choices=topic_choices, required=False)

    kind = "events"
    samples = [
        {"title": _("Adventskonzert der Musikschule"), "url": "#", "location": _("Stadtkirche")},
        {"title": _("Repair-Café"), "url": "#", "location": _("Stadtbibliothek")},
    ]

    class Meta:
        label = _("Veranstaltungen")
        icon = "calendar-alt"
        group = LATEST
        template = "blocks/event_teaser.html"
        description = _("Die nächsten Veranstaltungen dieser Stadt, auf Wunsch zu einem Thema.")
        preview_value = {"title": _("Veranstaltungen"), "count": 2, "topic": ""}


class RegionTeaserBlock(Teaser):
    kind = "region"
    samples = [
        {
            "title": _("Radschnellweg: Planung liegt aus"),
            "url": "#",
            "text": _("Bis Ende Januar Stellung nehmen."),
            "city": _("Rastatt"),
        }
    ]

    class Meta:
        label = _("Aus der Region")
        icon = "site"
        group = LATEST
        template = "blocks/region_teaser.html"
        description = _(
            "Was die anderen Städte der Region anbieten, mit Namen der Stadt. Nur wo „Aus der Region“ eingeschaltet ist."
        )
        preview_value = {"title": _("Aus der Region"), "count": 2}
