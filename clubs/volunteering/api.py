"""The public, read-only API of offers and their shifts: the filters of the list, OpenAPI beside it."""

from __future__ import annotations

import hashlib
import math
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django_scopes import scopes_disabled
from ninja import NinjaAPI, Query, Schema
from pydantic import Field

from . import finding, published
from .models import Offer, Shift
from .wishes import Wish

PER_PAGE, MAX_PER_PAGE = 20, 100
SHIFTS = 200


def opened(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Public data may be read by any page of any origin; who has it already is told so (ETag). Kept nowhere without
    asking: what is withdrawn is gone at once."""
    response["Access-Control-Allow-Origin"] = "*"
    if response.status_code == 200 and not response.streaming:
        response["ETag"] = f'W/"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
        patch_cache_control(response, public=True, no_cache=True)
        known = [part.strip() for part in request.headers.get("If-None-Match", "").split(",")]
        if response["ETag"] in known:
            bare = HttpResponse(status=304)
            del bare["Content-Type"]
            for name in ("ETag", "Cache-Control", "Access-Control-Allow-Origin"):
                bare[name] = response[name]
            return bare
    return response


class PublicAPI(NinjaAPI):
    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        return opened(request, super().create_response(request, data, **options))


api = PublicAPI(
    title="Offene Daten zum Ehrenamt",
    version="1",
    description=(
        "Angebote für freiwilliges Engagement und ihre Einsätze, mit den Filtern der Liste. Nur lesend, ohne "
        "Anmeldung, ohne personenbezogene Daten. Lizenz: dl-de/by-2.0."
    ),
    openapi_url=None,
    docs_url=None,
    urls_namespace="finding:ehrenamt_api",
)


class Brief(Schema):
    uuid: str
    slug: str
    url: str = Field(description="Seite des Angebots auf dem Portal seiner Stadt")
    kind: str = Field(description="termine, regelmaessig oder flexibel")
    title: str
    summary: str
    city: str = Field(description="Kürzel der Stadt")
    city_name: str
    provider: str
    club: str | None = Field(description="Kürzel des Vereins")
    place: str
    latitude: float | None
    longitude: float | None
    from_home: bool
    urgent: bool
    interests: list[str]
    languages: list[str]
    access: list[str]
    min_age: int
    next_shift: str | None
    shifts: int
    places: int
    free: int
    distance_km: float | None = Field(description="Luftlinie vom gesuchten Ort, sonst von der Mitte der Stadt")
    published_at: str
    confirmed_at: str


class OfferPage(Schema):
    count: int
    page: int
    pages: int
    items: list[Brief]


class Details(Brief):
    text: str
    pattern: list[dict[str, Any]] = Field(description='Wochentage: [{"day": 0 bis 6, "from": "15:00", "to": "17:00"}]')
    when_note: str
    skills: str
    needs_consent: bool
    needs_check: bool
    max_group: int
    expenses: str
    expenses_amount: str | None
    insured: bool
    bring: str
    ends_at: str | None


class ShiftOut(Schema):
    uuid: str
    title: str
    starts_at: str
    ends_at: str
    places: int
    free: int
    cancelled: bool


class Problem(Schema):
    detail: str


def _city(request: HttpRequest) -> Any:
    if request.city is None or request.is_admin_host:
        raise Http404
    return request.city


def _hit(request: HttpRequest, key: uuid.UUID) -> finding.Hit:
    """An offer that this portal shows; 404 for everything else."""
    city, now = _city(request), timezone.now()
    result = published.found(Wish.of(type(request.GET)(""), city), city, now)
    rows = [row for row in result.rows if row[finding.PK] == _pk(key)]
    found = finding.hits(result, rows)
    if not found:
        raise Http404
    return found[0]


def _pk(key: uuid.UUID) -> int | None:
    with scopes_disabled():
        return Offer.everywhere().filter(uuid=key).values_list("pk", flat=True).first()


@api.get("/offers", response={200: OfferPage}, tags=["offers"], summary="Angebote dieses Portals")
def offers(
    request: HttpRequest,
    page: int = Query(1, ge=1, le=100_000),
    per_page: int = Query(PER_PAGE, ge=1, le=MAX_PER_PAGE),
    q: str = Query("", max_length=400),
    thema: list[str] = Query([], max_length=20),  # noqa: B008
    art: list[str] = Query([], max_length=20, description="termine, regelmaessig, flexibel"),  # noqa: B008
    zugang: list[str] = Query([], max_length=20),  # noqa: B008
    sprache: list[str] = Query([], max_length=20),  # noqa: B008
    wann: str = Query("", max_length=400, description="heute, woche, wochenende oder monat"),
    von: str = Query("", max_length=400, description="Tag, JJJJ-MM-TT"),
    bis: str = Query("", max_length=400, description="Tag, JJJJ-MM-TT"),
    ort: str = Query("", max_length=400, description='Postleitzahl, Ort oder "49.1,8.6"'),
    umkreis: str = Query("", max_length=400, description="Kilometer: 2, 5, 10, 20 oder 40"),
    gebiet: str = Query("", max_length=400, description="stadt oder region"),
    alter: str = Query("", max_length=400),
    kann: str = Query("", max_length=400, description="Vorkenntnisse, in Worten"),
    ohne: str = Query("", max_length=400, description="1: ohne Vorkenntnisse, mit „kann“: auch ohne"),
    zuhause: str = Query("", max_length=400),
    frei: str = Query("", max_length=400),
    dringend: str = Query("", max_length=400),
    sort: str = Query("", max_length=400, description="naehe, datum oder neu"),
) -> Any:
    """Unbekannte Werte zählen als nicht angegeben, wie auf der Seite. Höchstens vier Abfragen."""
    city, now = _city(request), timezone.now()
    result = published.found(Wish.of(request.GET, city), city, now, most=page * per_page)
    rows = result.rows[(page - 1) * per_page : page * per_page]
    return {
        "count": result.total, "page": page, "pages": max(1, math.ceil(result.total / per_page)),
        "items": [published.brief(hit) for hit in finding.hits(result, rows)],
    }  # fmt: skip


@api.get("/offers/{uuid:key}", response={200: Details, 404: Problem}, tags=["offers"], summary="Ein Angebot")
def offer(request: HttpRequest, key: uuid.UUID) -> Any:
    return published.details(_hit(request, key))


@api.get(
    "/offers/{uuid:key}/shifts", response={200: list[ShiftOut], 404: Problem}, tags=["shifts"],
    summary="Einsätze eines Angebots, die noch nicht vorbei sind",
)  # fmt: skip
def shifts(request: HttpRequest, key: uuid.UUID) -> Any:
    hit = _hit(request, key)
    with scopes_disabled():
        rows = Shift.objects.filter(offer=hit.offer, ends_at__gt=timezone.now()).order_by("starts_at", "pk")[:SHIFTS]
        return [published.shift_data(shift) for shift in rows]
