"""Points of the map, feeds, files, widget and the page that names them: below /ehrenamt/, with the list's filters."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from clubs.volunteering import cards, feeds, finding, published
from clubs.volunteering.addresses import absolute
from clubs.volunteering.api import api, opened
from clubs.volunteering.pages import market_of
from clubs.volunteering.wishes import QUERY_MAX, Wish
from portal.content.feeds import FORMATS
from portal.kit.text import excerpt

if TYPE_CHECKING:
    from portal.cities.models import City

WIDGET = 6  # offers


def portal_of(request: HttpRequest) -> City:
    city: City | None = request.city
    if city is None or request.is_admin_host:
        raise Http404
    return city


def for_machines(view: Callable[..., HttpResponse]) -> Any:
    """GET and HEAD only, for any origin, in German whoever asks: (request, …) → (request, wish, city, …)."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        city = portal_of(request)
        with override("de"):
            return opened(request, view(request, Wish.of(request.GET, city), city, *args, **kwargs))

    return require_safe(inner)


# --- The map beside the list ----------------------------------------------------------------------------


@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """Every place of the list, numbered as there."""
    city = portal_of(request)
    found = finding.find(Wish.of(request.GET, city), city)
    return HttpResponse(finding.points(found), content_type="application/json")


@require_safe
def card(request: HttpRequest, wish: str, number: int) -> HttpResponse:
    """What the map says about one offer. `wish`: the query of the list ("-": none), `number`: the place in it."""
    city = portal_of(request)
    asked = QueryDict("" if wish == "-" else unquote(wish[: 2 * QUERY_MAX]))
    found = finding.find(Wish.of(asked, city), city)
    hits = finding.hits(found, found.rows[number - 1 : number] if number > 0 else [])
    if not hits:
        raise Http404
    row = row_of(hits[0], city)
    meta = [str(number), row["city_name"], row["distance"], row["when"]]
    return JsonResponse(
        {
            "title": row["title"],
            "url": row["url"],
            "meta": " · ".join(part for part in meta if part),
            "text": excerpt(row["text"], 140),
        }
    )


def row_of(hit: finding.Hit, city: City) -> dict[str, Any]:
    return cards.card(
        hit.offer, city, hit.next_shift, hit.free, hit.places, distance_km=hit.distance_km, interests=hit.interests
    )


# --- Feeds and files ------------------------------------------------------------------------------------


@for_machines
def news(request: HttpRequest, wish: Wish, city: City, form: str) -> HttpResponse:
    if form not in FORMATS:
        raise Http404
    path = request.path + (f"?{wish.filter_query}" if wish.filter_query else "")
    kind = "application/rss+xml" if form == "rss" else "application/atom+xml"
    return HttpResponse(feeds.news(wish, city, form, path, timezone.now()), content_type=f"{kind}; charset=utf-8")


@for_machines
def shifts(request: HttpRequest, wish: Wish, city: City) -> HttpResponse:
    return HttpResponse(feeds.shifts(wish, city, timezone.now()), content_type="text/calendar; charset=utf-8")


@for_machines
def data_csv(request: HttpRequest, wish: Wish, city: City) -> HttpResponse:
    file = published.csv_file(published.found(wish, city, timezone.now()))
    response = FileResponse(file, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="ehrenamt-{city.slug}.csv"'
    return response  # type: ignore[return-value]


@for_machines
def data_jsonld(request: HttpRequest, wish: Wish, city: City) -> HttpResponse:
    body = published.json_ld(published.found(wish, city, timezone.now()))
    return HttpResponse(body, content_type="application/ld+json")


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    portal_of(request)
    return opened(request, JsonResponse(api.get_openapi_schema(), json_dumps_params={"ensure_ascii": False}))


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Where feeds, files and the widget of these filters are."""
    city = portal_of(request)
    wish = Wish.of(request.GET, city)
    query = f"?{wish.filter_query}" if wish.filter_query else ""
    links = {
        "news_rss": reverse("finding:news", args=["rss"]),
        "news_atom": reverse("finding:news", args=["atom"]),
        **{name: reverse(f"finding:{name}") for name in ("shifts", "data_csv", "data_jsonld", "saved", "embed")},
    }
    links = {name: link + query for name, link in links.items()}
    links["openapi"] = reverse("finding:openapi")
    title = _("Feeds, offene Daten und Einbetten")
    market = market_of(city)
    trail = [(_("Startseite"), "/"), *([market] if market else []), (title, "")]
    return render(
        request,
        "volunteering/finding/data.html",
        {
            "title": title,
            "crumbs": [{"title": name, "url": url} for name, url in trail],
            "words": wish.words_for(dict(finding.shelf().interests.values())),
            "links": links,
            "api_url": reverse("finding:ehrenamt_api:offers") + query,
            "code": embed_code(city, links["embed"]),
            "licence": published.LICENCE,
            "licence_url": published.LICENCE_URL,
        },
    )


def embed_code(city: City, path: str) -> str:
    label = _("Mitmachen: %s") % city.portal_name
    address = escape(absolute(city, path))
    return f'<iframe src="{address}" title="{escape(label)}" width="100%" height="640" loading="lazy"></iframe>'


@xframe_options_exempt
@require_safe
def embed(request: HttpRequest) -> HttpResponse:
    """The first offers of a search, for a frame on any web page: no script, no cookie, links open outside."""
    city = portal_of(request)
    wish = published.for_machines(Wish.of(request.GET, city))
    now = timezone.now()
    result = published.found(wish, city, now, most=WIDGET)
    rows = [row_of(hit, city) for hit in finding.hits(result, result.rows[:WIDGET])]
    for row in rows:
        row["url"] = absolute(city, row["url"])
    market = market_of(city)
    more = absolute(city, (market[1] if market else "/") + (f"?{wish.query}" if wish.query and market else ""))
    context = {"rows": rows, "more_url": more, "total": result.total, "home_city": city}
    response = render(request, "volunteering/finding/embed.html", context)
    response._csp_replace = {"frame-ancestors": ["*"]}  # type: ignore[attr-defined]
    return response


def card_url(wish: Wish) -> str:
    """For the list's map: the script replaces the number at the end."""
    return reverse("finding:card", args=[quote(wish.query, safe="") or "-", 0])
