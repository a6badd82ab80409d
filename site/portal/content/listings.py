"""Lists with filters in the address: news, events and the region. Unknown or hostile values count as not given."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from portal.cities.context import remember
from portal.cities.models import City
from portal.offices import opening

from . import cards, furniture, occurrences, region
from .models import EventPage, NewsPage

if TYPE_CHECKING:
    from .models import EventIndexPage, NewsIndexPage

NEWS_PER_PAGE = 12
EVENTS_PER_PAGE = 30
WINDOW = dt.timedelta(days=90)
MONTHS_AHEAD = 12
_SLUG = re.compile(r"[-\w]{1,100}\Z")


def given(request: HttpRequest, name: str, pattern: re.Pattern[str] = _SLUG) -> str:
    """A query parameter, or "" when it is missing or not of the expected form."""
    value = request.GET.get(name, "")
    return value if pattern.match(value) else ""


def _facet(title: str, name: str, options: list[tuple[str, str, int | None]], chosen: str) -> dict[str, Any]:
    every = [{"value": "", "label": _("Alle"), "checked": not chosen}]
    return {
        "title": title, "name": name, "type": "radio",
        "options": every + [
            {"value": value, "label": label, "count": count, "checked": value == chosen} for value, label, count in options
        ],
    }  # fmt: skip


def news_listing(request: HttpRequest, city: City, page: NewsIndexPage) -> dict[str, Any]:
    """Items below this index, newest first, filtered by `topic` (slug) and `year`."""
    items = NewsPage.objects.for_city(city).filter(path__startswith=page.path).visible().latest_first()
    known = remember(city, f"news-facets:{page.pk}", lambda: _news_facets(items))
    topic = next((t for t in known["topics"] if t[0] == given(request, "topic")), None)
    year = next((y for y in known["years"] if y[0] == given(request, "year")), None)
    if topic:
        items = items.about(topic[0])
    if year:
        items = items.filter(date__year=int(year[0]))
    found = Paginator(items.defer("body").select_related("picture"), NEWS_PER_PAGE).get_page(request.GET.get("page"))
    return {
        "found": found,
        "news": cards.news_cards(found.object_list, city),
        "facets": [
            f for f in (
                _facet(_("Thema"), "topic", known["topics"], topic[0] if topic else ""),
                _facet(_("Jahr"), "year", known["years"], year[0] if year else ""),
            ) if len(f["options"]) > 2
        ],
        "active": sum(map(bool, (topic, year))),
        "filter_title": ", ".join(x[1] for x in (topic, year) if x),
        "topic_feed": {"title": topic[1], "slug": topic[0]} if topic else None,
    }  # fmt: skip


def _news_facets(items: Any) -> dict[str, list[tuple[str, str, int]]]:
    years: dict[int, int] = {}
    ids = []
    for pk, date in items.order_by().values_list("pk", "date"):
        ids.append(pk)
        years[date.year] = years.get(date.year, 0) + 1
    return {
        "topics": _topic_counts(ids),
        "years": [(str(y), str(y), n) for y, n in sorted(years.items(), reverse=True)],
    }


def _topic_counts(ids: list[int]) -> list[tuple[str, str, int]]:
    counts: dict[tuple[str, str], int] = {}
    for start in range(0, len(ids), 500):  # SQLite's limit of parameters
        for topics in cards.topics_of(ids[start : start + 500]).values():
            for t in topics:
                counts[(t["title"], t["slug"])] = counts.get((t["title"], t["slug"]), 0) + 1
    return [(slug, title, n) for (title, slug), n in sorted(counts.items())]


# --- Events -----------------------------------------------------------------------------------


def event_listing(request: HttpRequest, city: City, page: EventIndexPage) -> dict[str, Any]:
    """Occurrences of the next 90 days, or of `when`: today, weekend, or a month like 2026-12; filtered by `topic`."""
    now = timezone.now()
    months = _months(now)
    when = given(request, "when", re.compile(r"(today|weekend|20\d\d-\d\d)\Z"))
    if when not in {"today", "weekend", *(m[0] for m in months)}:
        when = ""
    start, end = _window(when, now)
    events = EventPage.objects.for_city(city).filter(path__startswith=page.path).visible().defer("body")
    pages = list(events.between(start, end))
    rows = cards.event_rows(pages, city, start, end)
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        for t in row["topics"]:
            counts[(t["title"], t["slug"])] = counts.get((t["title"], t["slug"]), 0) + 1
    slug = given(request, "topic")
    topic = next((t for t in counts if t[1] == slug), None)
    if topic:
        rows = [row for row in rows if any(t["slug"] == slug for t in row["topics"])]
    found = Paginator(rows, EVENTS_PER_PAGE).get_page(request.GET.get("page"))
    furniture.truth(request, opening.seconds_of_truth([], now))
    whens = [("today", _("heute"), None), ("weekend", _("am Wochenende"), None), *months]
    return {
        "found": found,
        "months": _by_month(found.object_list),
        "facets": [
            _facet(_("Zeit"), "when", whens, when),
            _facet(_("Thema"), "topic", [(s, t, n) for (t, s), n in sorted(counts.items())], slug if topic else ""),
        ],
        "active": sum(map(bool, (topic, when))),
        "filter_title": ", ".join(x for x in (topic[0] if topic else "", next((w[1] for w in whens if w[0] == when), "")) if x),
    }  # fmt: skip


def _months(now: dt.datetime) -> list[tuple[str, str, None]]:
    first = now.astimezone(occurrences.BERLIN).date().replace(day=1)
    found: list[tuple[str, str, None]] = []
    for _n in range(MONTHS_AHEAD):
        found.append((f"{first:%Y-%m}", date_format(first, "F Y"), None))
        first = (first + dt.timedelta(days=32)).replace(day=1)
    return found


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=occurrences.BERLIN)


def _window(when: str, now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Never before now: what is over is not shown."""
    today = now.astimezone(occurrences.BERLIN).date()
    if when == "today":
        return now, _midnight(today + dt.timedelta(days=1))
    if when == "weekend":
        saturday = today + dt.timedelta(days=(5 - today.weekday()) if today.weekday() < 6 else -1)
        return max(now, _midnight(saturday)), _midnight(saturday + dt.timedelta(days=2))
    if when:
        first = dt.date.fromisoformat(f"{when}-01")
        return max(now, _midnight(first)), _midnight((first + dt.timedelta(days=32)).replace(day=1))
    return now, now + WINDOW


def _by_month(rows: Any) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    for row in rows:
        title = date_format(row["starts"].astimezone(occurrences.BERLIN), "F Y")
        if not groups or groups[-1]["title"] != title:
            groups.append({"title": title, "rows": []})
        groups[-1]["rows"].append(row)
    return groups


def event_dates(request: HttpRequest, city: City, page: EventPage) -> dict[str, Any]:
    """The next dates of one event; the first is what the head of the page says."""
    now = timezone.now()
    try:
        rule = occurrences.rule_parts(page.rrule)
    except ValueError:
        rule = {}
    coming = occurrences.next_days(page.series, now, 8)
    rows = [
        {"start": cards._shown(o.start, page.all_day), "end": cards._last(o, page), "starts": o.start} for o in coming
    ]
    if not rows:
        first = occurrences.Occurrence(page.starts_at, page.ends_at or page.starts_at)
        rows = [
            {
                "start": cards._shown(first.start, page.all_day),
                "end": cards._last(first, page) if page.ends_at else None,
                "starts": first.start,
            }
        ]
    furniture.truth(request, opening.seconds_of_truth([], now))
    return {
        "dates": rows, "next_date": rows[0], "over": not coming, "repeats": bool(rule),
        "rule_words": occurrences.in_words(page.rrule), "ics_url": f"/feeds/termin/{page.uuid}.ics",
    }  # fmt: skip


# --- The region -------------------------------------------------------------------------------


def region_listing(request: HttpRequest, city: City) -> dict[str, Any]:
    """Everything cities offer to the region, newest first, filtered by `city` (slug)."""
    sources = region.cities_with_offers(city)
    chosen = next((c for c in sources if c.slug == given(request, "city")), None)
    items = NewsPage.objects.from_the_region(excluding=city)
    if chosen:
        items = items.for_city(chosen)
    found = Paginator(items.defer("body").select_related("picture"), NEWS_PER_PAGE).get_page(request.GET.get("page"))
    return {
        "found": found,
        "news": cards.news_cards(found.object_list, city),
        "facets": [_facet(_("Stadt"), "city", [(c.slug, c.name, None) for c in sources], chosen.slug if chosen else "")]
        if len(sources) > 1 else [],
        "active": int(bool(chosen)),
        "filter_title": chosen.name if chosen else "",
    }  # fmt: skip
