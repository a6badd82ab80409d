"""The public, read-only API: projects, phases, modules and their public tables. OpenAPI beside it."""

from __future__ import annotations

import math
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django_scopes import scopes_disabled
from ninja import NinjaAPI, Query, Schema
from pydantic import Field

from participation.projects.models import Module, Project, ProjectCity
from participation.projects.plans import Plan
from portal.kit.writers import as_dict

from . import published, tables

PER_PAGE, MAX_PER_PAGE = 20, 100
ROWS_PER_PAGE, MAX_ROWS = 100, 500


def opened(response: HttpResponse) -> HttpResponse:
    """Public data may be read by any page of any origin, and be kept for five minutes."""
    response["Access-Control-Allow-Origin"] = "*"
    if response.status_code == 200:
        response["Cache-Control"] = "public, max-age=300"
    return response


class PublicAPI(NinjaAPI):
    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        return opened(super().create_response(request, data, **options))


api = PublicAPI(
    title="Offene Daten der Beteiligung",
    version="1",
    description=(
        "Beteiligungsprojekte, ihre Phasen, Bausteine und öffentlichen Tabellen. Nur lesend, ohne Anmeldung, ohne "
        f"personenbezogene Daten. Lizenz: {published.LICENCE_KEY}."
    ),
    openapi_url=None,
    docs_url=None,
    urls_namespace="opendata_api",
)


class Licence(Schema):
    key: str
    title: str
    url: str
    attribution: str


class Brief(Schema):
    slug: str
    uuid: str
    title: str
    purpose: str
    city: str = Field(description="Kürzel der führenden Stadt")
    cities: list[str] = Field(description="Kürzel aller beteiligten Städte, die führende zuerst")
    contributions: int
    participants: int
    url: str


class ProjectPage(Schema):
    count: int
    page: int
    pages: int
    items: list[Brief]


class PhaseOut(Schema):
    uuid: str
    kind: str
    title: str
    text: str
    easy_text: str
    starts_at: str
    ends_at: str | None = Field(description="Erster Augenblick, der nicht mehr dazugehört; null: offen")


class ModuleOut(Schema):
    uuid: str
    slug: str
    kind: str
    kind_label: str
    title: str
    intro: str
    easy_intro: str
    contributions: int


class MilestoneOut(Schema):
    uuid: str
    title: str
    text: str
    status: str
    percent: int
    due_on: str | None
    cost: str | None


class Details(Brief):
    easy_purpose: str
    result: str
    office: str
    budget: str | None
    area: dict[str, Any] | None = Field(description="GeoJSON-Geometrie (RFC 7946)")
    phases: list[PhaseOut]
    modules: list[ModuleOut]
    milestones: list[MilestoneOut]
    licence: Licence


class Column(Schema):
    key: str
    title: str


class TableOut(Schema):
    name: str
    title: str
    columns: list[Column]


class TablePage(TableOut):
    page: int
    more: bool = Field(description="Es gibt eine weitere Seite")
    rows: list[dict[str, Any]]


class Problem(Schema):
    detail: str


def _city(request: HttpRequest) -> Any:
    if request.city is None or request.is_admin_host:
        raise Http404
    return request.city


def _module(plan: Plan, slug: str) -> Module:
    found = next((module for module in tables.shown(plan) if module.slug == slug), None)
    if found is None:
        raise Http404
    return found


@api.get("/projects", response={200: ProjectPage}, tags=["projects"], summary="Projekte dieses Portals")
def projects(
    request: HttpRequest,
    page: int = Query(1, ge=1, le=100_000),
    per_page: int = Query(PER_PAGE, ge=1, le=MAX_PER_PAGE),
    order: Literal["newest", "title"] = "newest",
) -> Any:
    """Auf dem Portal der Allianz: Projekte aller Städte. Abfragen: drei, unabhängig von der Menge."""
    with scopes_disabled():
        rows = published.projects_on(_city(request))
        if order == "title":
            rows = rows.order_by("title", "pk")
        count = rows.count()
        found: list[Project] = list(rows[(page - 1) * per_page : page * per_page])
        cities: dict[int, list[Any]] = {}
        members = ProjectCity.objects.filter(project__in=[p.pk for p in found], joined_at__isnull=False)
        for member in members.select_related("city"):
            cities.setdefault(member.project_id, []).append(member.city)
    for row in found:
        cities.get(row.pk, []).sort(key=lambda city, row=row: (city.pk != row.city_id, city.name))
    return {
        "count": count, "page": page, "pages": max(1, math.ceil(count / per_page)),
        "items": [published.brief(row, cities.get(row.pk, [])) for row in found],
    }  # fmt: skip


@api.get("/projects/{slug}", response={200: Details, 404: Problem}, tags=["projects"], summary="Ein Projekt")
def project(request: HttpRequest, slug: str) -> Any:
    plan = published.find(request, slug)
    return published.details(plan) | {"licence": published.licence(plan)}


@api.get(
    "/projects/{slug}/modules/{module}/tables", response={200: list[TableOut], 404: Problem}, tags=["tables"],
    summary="Öffentliche Tabellen eines Bausteins",
)  # fmt: skip
def module_tables(request: HttpRequest, slug: str, module: str) -> Any:
    plan = published.find(request, slug)
    with tables.in_cities(plan):
        return [as_dict(sheet, []) for sheet in tables.sheets_of(plan, _module(plan, module), public=True)]


@api.get(
    "/projects/{slug}/modules/{module}/tables/{table}", response={200: TablePage, 404: Problem}, tags=["tables"],
    summary="Zeilen einer öffentlichen Tabelle",
)  # fmt: skip
def table_rows(
    request: HttpRequest, slug: str, module: str, table: str,
    page: int = Query(1, ge=1, le=1000), per_page: int = Query(ROWS_PER_PAGE, ge=1, le=MAX_ROWS),
) -> Any:  # fmt: skip
    plan = published.find(request, slug)
    with tables.in_cities(plan):
        sheets = tables.sheets_of(plan, _module(plan, module), public=True)
        sheet = next((one for one in sheets if one.name == table), None)
        if sheet is None:
            raise Http404
        rows = sheet.page((page - 1) * per_page, per_page + 1)
        return as_dict(sheet, rows[:per_page]) | {"page": page, "more": len(rows) > per_page}
