"""Files for programs: feeds, calendars, sitemap, robots.txt, security.txt, manifest and mark. All per host, all public."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page

from portal.cities import hosts
from portal.cities.models import City

from . import feeds, ical, mark
from .models import EventPage, Topic
from .tree import path_of

TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
SITEMAP_LIMIT = 50_000  # https://www.sitemaps.org/protocol.html


def _city(request: HttpRequest) -> City:
    city: City | None = request.city
    if city is None or request.is_admin_host:
        raise Http404
    return city


def _file(text: str | bytes, kind: str, seconds: int = 300) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    patch_cache_control(response, public=True, max_age=seconds)
    return response


@require_safe
def news_feed(request: HttpRequest, form: str) -> HttpResponse:
    return _file(feeds.news_feed(_city(request), form), TYPES[form], 60)


@require_safe
def topic_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    topic = Topic.objects.filter(slug=slug[:100]).first()
    if topic is None:
        raise Http404
    return _file(feeds.news_feed(_city(request), form, topic=topic), TYPES[form], 60)


@require_safe
def region_feed(request: HttpRequest, form: str) -> HttpResponse:
    city = _city(request)
    if not city.is_alliance and not city.shows_region_news:
        raise Http404
    return _file(feeds.region_feed(city, form), TYPES[form], 5)


@require_safe
def calendar_feed(request: HttpRequest) -> HttpResponse:
    city = _city(request)
    return _file(ical.calendar(city, ical.city_events(city), name=ical.feed_name(city)), "text/calendar")


@require_safe
def event_calendar(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One event as a file to open: "add to calendar"."""
    city = _city(request)
    page = EventPage.objects.for_city(city).visible().filter(uuid=key).first()
    if page is None:
        raise Http404
    response = _file(ical.calendar(city, [page], name=page.title, feed=False), "text/calendar")
    response["Content-Disposition"] = f'attachment; filename="{page.slug[:60]}.ics"'
    return response


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Live public pages of this host's city only, with the date of their last publication."""
    city = _city(request)
    root = city.site.root_page
    pages = (
        Page.objects.filter(path__startswith=root.path).live().public().order_by("path")
        .only("path", "url_path", "depth", "last_published_at", "latest_revision_created_at")[:SITEMAP_LIMIT]
    )  # fmt: skip
    rows = [
        {
            "url": hosts.absolute(city.site.hostname, path_of(p, city)),
            "changed": p.last_published_at or p.latest_revision_created_at,
        }
        for p in pages
    ]
    if city.is_alliance or city.shows_region_news:
        rows.append({"url": hosts.absolute(city.site.hostname, "/aus-der-region/"), "changed": None})
    return _file(render_to_string("content/sitemap.xml", {"rows": rows}), "application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    city = _city(request)
    lines = [
        "User-agent: *", "Disallow: /konto/", "Disallow: /suche/", "Disallow: /kommentare/", "Disallow: /moderation/",
        "Disallow: /formular/", "Disallow: /sprache/", "Allow: /", "", f"Sitemap: {hosts.absolute(city.site.hostname, '/sitemap.xml')}", "",
    ]  # fmt: skip
    return _file("\n".join(lines), "text/plain", 3600)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Expires moves along: the file is made on request and never older than its promise."""
    city = _city(request)
    if not city.email:
        raise Http404
    expires = (
        (timezone.now() + dt.timedelta(days=180)).astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    )
    lines = [
        f"Contact: mailto:{city.email}", f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: de, en",
        f"Canonical: {hosts.absolute(city.site.hostname, '/.well-known/security.txt')}", "",
    ]  # fmt: skip
    return _file("\n".join(lines), "text/plain", 3600)


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    city = _city(request)
    response = JsonResponse(
        {
            "name": city.portal_name, "short_name": city.name, "lang": "de", "start_url": "/", "scope": "/",
            "display": "browser", "background_color": "#fdfbf7", "theme_color": city.palette.p_l,
            "icons": [{"src": "/zeichen.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
        },
        content_type="application/manifest+json",
    )  # fmt: skip
    patch_cache_control(response, public=True, max_age=3600)
    return response


@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """The city's mark as a picture of its own: favicon and app icon."""
    return _file(mark.svg(_city(request)), "image/svg+xml", 3600)
