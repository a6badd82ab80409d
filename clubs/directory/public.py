"""The public pages of the directory: one club, points and cards of the map, calendars, open data. Everything else is 404."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django_scopes import scopes_disabled

from . import calendars, finding, listing, opendata, showing
from .columns import TAGS
from .models import Club
from .times_models import ClubEvent
from .wishes import Wish

if TYPE_CHECKING:
    from portal.cities.models import City


def portal_of(request: HttpRequest) -> City:
    city: City | None = request.city
    if city is None or request.is_admin_host:
        raise Http404
    return city


def find(city: City, slug: str) -> Club:
    """A public club that this portal shows; 404 for everything else, whatever became of it."""
    with scopes_disabled():
        rows = Club.shown_in(city).filter(slug=slug).select_related("city__site", "logo")
        club = rows.prefetch_related(*TAGS).first()
    if club is None:
        raise Http404
    return club


@require_safe
def club(request: HttpRequest, slug: str) -> HttpResponse:
    city = portal_of(request)
    return render(request, "directory/club.html", showing.club_context(request, city, find(city, slug)))


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """All dates of a club, to subscribe to."""
    found = find(portal_of(request), slug)
    return _ics(calendars.calendar(found, calendars.events_for_feed(found), feed=True))


@require_safe
def event(request: HttpRequest, slug: str, key: uuid.UUID) -> HttpResponse:
    """One date as a file to open: "add to calendar"."""
    found = find(portal_of(request), slug)
    with scopes_disabled():
        row = ClubEvent.objects.filter(club=found, uuid=key).first()
    if row is None:
        raise Http404
    response = _ics(calendars.calendar(found, [row], feed=False))
    response["Content-Disposition"] = f'attachment; filename="{found.slug[:60]}.ics"'
    return response


def _ics(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    patch_cache_control(response, public=True, max_age=300)
    return response


@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """Every place of the list, as data for the map; the same filters as the list."""
    city = portal_of(request)
    found = finding.search(Wish.of(request.GET, city), city)
    return HttpResponse(finding.points(found), content_type="application/json")


@require_safe
def card(request: HttpRequest, wish: str, number: int) -> HttpResponse:
    """What the map says about one club. `wish`: the query of the list, `number`: the place in it."""
    city = portal_of(request)
    found = finding.search(Wish.of(QueryDict("" if wish == "-" else unquote(wish[:2000])), city), city)
    told = listing.card(found, number, city)
    if told is None:
        raise Http404
    return JsonResponse(told)


# --- Open data ----------------------------------------------------------------------------------------


def _file(content: Any, kind: str, name: str) -> HttpResponseBase:
    response: HttpResponseBase
    if isinstance(content, bytes):
        response = HttpResponse(content, content_type=kind)
    else:
        response = FileResponse(content, content_type=kind)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=300)
    return response


@require_safe
def data_csv(request: HttpRequest) -> HttpResponseBase:
    city = portal_of(request)
    return _file(opendata.csv_file(city), "text/csv; charset=utf-8", f"vereine-{city.slug}.csv")


@require_safe
def data_jsonld(request: HttpRequest) -> HttpResponseBase:
    city = portal_of(request)
    return _file(opendata.json_ld(city), "application/ld+json", f"vereine-{city.slug}.jsonld")


@require_safe
def data_hsds(request: HttpRequest) -> HttpResponseBase:
    city = portal_of(request)
    return _file(opendata.hsds_json(city), "application/json", f"vereine-{city.slug}-hsds.json")
