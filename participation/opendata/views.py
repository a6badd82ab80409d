"""Open data for everybody: the list, archives, feeds, the widget. No cookies, no personal data."""

from __future__ import annotations

from functools import wraps
from typing import Any
from urllib.parse import urljoin

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe
from django_scopes import scopes_disabled

from participation.following.models import Change
from participation.projects import showing
from participation.projects.plans import Plan
from portal.cities import hosts
from portal.content.feeds import FORMATS

from . import published, tables
from .api import api, opened

PER_PAGE = 20
FEED_ITEMS = 50
FIGURES = 3


def for_machines(view: Any) -> Any:
    """GET and HEAD only, for any origin, in German whoever asks."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with override("de"):
            return opened(view(request, *args, **kwargs))

    return require_safe(inner)


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What can be downloaded, with the code of the widget. Three queries beside the frame."""
    if request.city is None or request.is_admin_host:
        raise Http404
    with scopes_disabled():
        found = Paginator(published.projects_on(request.city), PER_PAGE).get_page(request.GET.get("seite"))
        rows = [
            {
                "project": project,
                "url": published.home_url(project),
                "zip": reverse("opendata:archive", args=[project.slug]),
                "json": reverse("opendata_api:project", args=[project.slug]),
                "rss": reverse("opendata:feed", args=[project.slug, "rss"]),
                "code": published.embed_code(project),
            }
            for project in found.object_list
        ]
    return render(
        request,
        "opendata/data.html",
        {
            "title": _("Offene Daten der Beteiligung"),
            "crumbs": [
                {"title": _("Startseite"), "url": "/"},
                {"title": _("Offene Daten der Beteiligung"), "url": ""},
            ],
            "found": found,
            "rows": rows,
            "licence": published.LICENCE,
            "licence_url": published.LICENCE_URL,
            "api_url": reverse("opendata_api:projects"),
            "openapi_url": reverse("opendata:openapi"),
        },
    )


@for_machines
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything public about one project. Small archives stay in the page cache until something changes."""
    file = published.archive(published.find(request, slug))
    return HttpResponse(file.read(), content_type="application/zip")


@for_machines
def openapi(request: HttpRequest) -> HttpResponse:
    if request.city is None or request.is_admin_host:
        raise Http404
    return JsonResponse(api.get_openapi_schema(), json_dumps_params={"ensure_ascii": False})


@for_machines
def feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """What is new in the project, the newest first."""
    plan = published.find(request, slug)
    if form not in FORMATS:
        raise Http404
    project = plan.project
    home = published.home_url(project)
    made = FORMATS[form](
        title=project.title, link=home, description=project.purpose or project.title, language="de", ttl="60",
        feed_url=hosts.absolute(request.city.site.hostname, request.path),
    )  # fmt: skip
    with scopes_disabled():
        changes = list(Change.objects.filter(project=project).order_by("-at", "-pk")[:FEED_ITEMS])
    for change in changes:
        made.add_item(
            title=change.title, link=urljoin(home, change.path), description=str(change.get_kind_display()),
            unique_id=f"urn:uuid:{change.uuid}", unique_id_is_permalink=False, pubdate=change.at, updateddate=change.at,
            author_name=project.city.portal_name,
        )  # fmt: skip
    kind = "application/rss+xml" if form == "rss" else "application/atom+xml"
    return HttpResponse(made.writeString("utf-8"), content_type=f"{kind}; charset=utf-8")


def _figures(plan: Plan) -> list[dict[str, Any]]:
    """At most three figures, and no module is asked for more: at most two queries each."""
    found: list[dict[str, Any]] = []
    with tables.in_cities(plan):
        for module in tables.shown(plan):
            card = module.spec.card_of(plan, module)
            if card.get("figure") not in (None, ""):
                found.append({"label": card.get("label", ""), "value": card["figure"]})
            if len(found) == FIGURES:
                break
    if plan.project.participant_count and len(found) < FIGURES:
        found.append({"label": _("Beteiligte"), "value": plan.project.participant_count})
    return found


@xframe_options_exempt
@require_safe
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    """A small page about the project that any web page may frame: the only one of the installation."""
    plan = published.find(request, slug)
    now = timezone.now()
    phase = published.current_phase(plan, now)
    response = render(
        request,
        "opendata/embed.html",
        {
            "project": plan.project,
            "url": published.home_url(plan.project),
            "phase": showing.phase_row(phase, now) if phase else None,
            "figures": _figures(plan),
        },
    )
    response._csp_replace = {"frame-ancestors": ["*"]}  # type: ignore[attr-defined]
    response.true_for = published.holds(plan, now)  # type: ignore[attr-defined]
    return response
