"""RSS 2.0 and Atom for the news of a city, all or by topic, and for the region."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.translation import gettext as _

from portal.cities import hosts
from portal.cities.models import City

from . import cards, occurrences
from .models import NewsPage, Topic

ITEMS = 30
FORMATS: dict[str, type[Rss201rev2Feed] | type[Atom1Feed]] = {"rss": Rss201rev2Feed, "atom": Atom1Feed}


def news_feed(city: City, form: str, *, topic: Topic | None = None) -> str:
    items = NewsPage.objects.for_city(city).visible().latest_first()
    title = _("Nachrichten: %s") % city.portal_name
    path = f"/feeds/nachrichten.{form}"
    if topic:
        items = items.about(topic)
        title = _("%(topic)s: %(portal)s") % {"topic": topic.name, "portal": city.portal_name}
        path = f"/feeds/thema/{topic.slug}.{form}"
    return _feed(city, form, path, title, items)


def region_feed(city: City, form: str) -> str:
    items = NewsPage.objects.from_the_region(excluding=None if city.is_alliance else city)
    return _feed(city, form, f"/feeds/region.{form}", _("Aus der Region: %s") % city.portal_name, items)


def _feed(city: City, form: str, path: str, title: str, items: Any) -> str:
    home = hosts.absolute(city.site.hostname)
    pages: Iterable[NewsPage] = items.defer("body").select_related("picture")[:ITEMS]
    feed = FORMATS[form](
        title=title, link=home, description=_("Neuigkeiten von %s") % city.portal_name, language="de",
        feed_url=hosts.absolute(city.site.hostname, path), ttl="60",
    )  # fmt: skip
    for card in cards.news_cards(pages, city):
        image = card["image"]
        source = card["city"]["portal_name"] if card["city"] else ""
        enclosures = []
        if image:
            url = image["url"] if image["url"].startswith("http") else hosts.absolute(city.site.hostname, image["url"])
            enclosures = [Enclosure(url, "0", "image/webp")]
        feed.add_item(
            title=card["title"], link=card["address"], description=card["text"], unique_id=f"urn:uuid:{card['uuid']}",
            unique_id_is_permalink=False, pubdate=_noon(card["date"]), updateddate=card["updated"] or _noon(card["date"]),
            author_name=", ".join(x for x in (card["author"], source) if x) or city.portal_name,
            categories=[t["title"] for t in card["topics"]], enclosures=enclosures,
        )  # fmt: skip
    return feed.writeString("utf-8")


def _noon(day: dt.date) -> dt.datetime:
    """News carry a date, feeds want an instant: noon keeps the date in every reader's time zone near ours."""
    return dt.datetime.combine(day, dt.time(12), tzinfo=occurrences.BERLIN)
