"""News and events as plain data for lists, teasers and feeds; a whole list costs two queries more than its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from portal.cities.models import City

from . import occurrences, pictures
from .models import EventPage, NewsPage, PageTopic
from .tree import address_of, city_of, path_of


def topics_of(ids: Iterable[int]) -> dict[int, list[dict[str, str]]]:
    """Page id → its topics; one query for all."""
    found: dict[int, list[dict[str, str]]] = {}
    rows = PageTopic.objects.filter(content_object_id__in=list(ids)).order_by("tag__name")
    for page_id, name, slug in rows.values_list("content_object_id", "tag__name", "tag__slug"):
        found.setdefault(page_id, []).append({"title": name, "slug": slug})
    return found


def news_cards(pages: Iterable[NewsPage], city: City, *, with_pictures: bool = True) -> list[dict[str, Any]]:
    """Cards for lists of `city`. An item of another city links to its original and names the city it comes from."""
    pages = list(pages)
    topics = topics_of(p.pk for p in pages)
    cards = []
    for page in pages:
        source = city_of(page)
        if source is None:
            continue
        own = source.pk == city.pk
        image = (
            pictures.picture(page.picture, page.picture_alt, pictures.TEASER)
            if with_pictures and page.picture_id
            else None
        )
        if image and not own and not image["url"].startswith("http"):
            image = {**image, "url": image["url"]}  # media lie under the same path on every host of the installation
        cards.append(
            {
                "pk": page.pk, "uuid": str(page.uuid), "title": page.title, "text": page.lead, "date": page.date,
                "author": page.author, "url": path_of(page, source) if own else address_of(page, source),
                "address": address_of(page, source), "topics": topics.get(page.pk, []), "image": image,
                "topic": ", ".join(t["title"] for t in topics.get(page.pk, [])[:2]),
                "updated": page.last_published_at,
                "city": None if own else {"slug": source.slug, "name": source.name, "portal_name": source.portal_name,
                                          "landscape": source.landscape, "mark": source.mark},
            }
        )  # fmt: skip
    return cards


def event_card(page: EventPage, city: City, topics: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "pk": page.pk, "uuid": str(page.uuid), "title": page.title, "text": page.lead, "url": path_of(page, city),
        "location": page.location, "meta": page.location, "all_day": page.all_day, "cancelled": page.cancelled,
        "chip": {"label": _("abgesagt"), "kind": "err"} if page.cancelled else None,
        "topics": topics, "price": page.price, "rule": occurrences.in_words(page.rrule),
    }  # fmt: skip


def event_rows(pages: Iterable[EventPage], city: City, start: dt.datetime, end: dt.datetime) -> list[dict[str, Any]]:
    """Every occurrence that touches [start, end) as a row {start, end, …card}, soonest first."""
    pages = list(pages)
    topics = topics_of(p.pk for p in pages)
    rows = []
    for page in pages:
        card = event_card(page, city, topics.get(page.pk, []))
        for item in occurrences.expand(page.series, start, end):
            rows.append(
                {
                    **card,
                    "start": _shown(item.start, page.all_day),
                    "end": _last(item, page),
                    "ends": item.end,
                    "starts": item.start,
                }
            )
    rows.sort(key=lambda row: (row["starts"], row["title"]))
    return rows


def _shown(moment: dt.datetime, all_day: bool) -> dt.datetime | dt.date:
    local = moment.astimezone(occurrences.BERLIN)
    return local.date() if all_day else local


def _last(item: occurrences.Occurrence, page: EventPage) -> dt.datetime | dt.date | None:
    """End as people say it: of a whole day the last date, not the midnight after it."""
    if page.all_day:
        last = (item.end - dt.timedelta(seconds=1)).astimezone(occurrences.BERLIN).date()
        return last if last != item.start.astimezone(occurrences.BERLIN).date() else None
    return item.end.astimezone(occurrences.BERLIN) if item.end != item.start else None
