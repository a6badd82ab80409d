"""The first screen: the city's projects, invitations of other cities, and how a new process begins."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import Case, CharField, Count, F, IntegerField, OuterRef, Subquery, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_scopes import scopes_disabled

from .. import actions
from ..models import Phase, Project, ProjectCity
from .access import click, crumbs, managers_only, save, screen, status_of
from .forms import EMPTY, NewProjectForm

if TYPE_CHECKING:
    from portal.cities.models import City

PER_PAGE = 20
CHIPS = {"draft": "off", "published": "ok", "archived": "info"}


def waiting(city: City, ids: list[int]) -> dict[int, int]:
    """Project id → contributions that wait for this city's answer: one query per kind that can be answered."""
    from participation.answers.registry import answerables

    found: dict[int, int] = {}
    if not ids:
        return found
    for kind in answerables().values():
        rows = kind.rows(None).filter(city=city, state="new", module__project__in=ids)
        for project, count in rows.order_by().values_list("module__project").annotate(Count("pk")):
            found[project] = found.get(project, 0) + count
    return found


@managers_only
@require_http_methods(["GET", "HEAD"])
def projects(request: HttpRequest) -> HttpResponse:
    """Drafts and running ones first; the state is in the address. Queries do not grow with the number of projects."""
    state = request.GET.get("stand", "")
    state = state if state in Project.Status.values else ""
    now = timezone.now()
    with scopes_disabled():
        running = Phase.objects.filter(project=OuterRef("pk")).running(now).order_by("starts_at", "pk")
        mine = ProjectCity.objects.filter(city=request.city, joined_at__isnull=False)
        rows = (
            Project.objects.filter(pk__in=mine.values("project"))
            .select_related("city")
            .annotate(
                running_title=Subquery(running.values("title")[:1], output_field=CharField()),
                running_until=Subquery(running.values("ends_at")[:1]),
                rank=Case(When(status="archived", then=Value(1)), default=Value(0), output_field=IntegerField()),
            )
            .order_by("rank", F("created_at").desc(), "-pk")
        )
        if state:
            rows = rows.filter(status=state)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
        found = list(page.object_list)
        invitations = list(
            ProjectCity.objects.filter(city=request.city, joined_at__isnull=True)
            .select_related("project__city")
            .order_by("asked_at", "pk")[:50]
        )
    counts = waiting(request.city, [row.pk for row in found])
    titles = {"": _("Alle"), **{value: str(label) for value, label in Project.Status.choices}}
    return screen(
        request,
        "list",
        {
            "title": _("Beteiligung verwalten"),
            "crumbs": crumbs(),
            "page_of_projects": page,
            "rows": [
                {
                    "project": row,
                    "url": reverse("projects_desk:project", args=[row.uuid]),
                    "chip": CHIPS[row.status],
                    "leads": row.city_id == request.city.pk,
                    "waiting": counts.get(row.pk, 0),
                }
                for row in found
            ],
            "states": [
                {"title": title, "url": f"?stand={key}" if key else "?", "current": key == state}
                for key, title in titles.items()
            ],
            "state": state,
            "invitations": invitations,
        },
    )


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """From a blueprint (built in, of this city, or shared by another one), or empty."""
    from participation.blueprints import actions as blueprints
    from participation.blueprints.catalogue import find, offered

    found = offered(request.city)
    form = NewProjectForm(
        request.POST if request.method == "POST" else None,
        choices=[(b.key, b.choice) for b in found],
        initial={"starts_on": timezone.localdate(), "vorlage": request.GET.get("vorlage") or EMPTY},
    )
    made: list[Project] = []

    def start() -> str:
        data = form.cleaned_data
        source = find(request.city, data["vorlage"]) if data["vorlage"] != EMPTY else None
        if source is None:
            made.append(actions.create_project(request.city, data["title"], actor=request.user, key=data["marke"]))
            return _("Der Entwurf ist angelegt. Ergänzen Sie nun Angaben, Phasen und Bausteine.")
        begun = blueprints.start_from(
            request.city, source, data["title"], data["starts_on"], actor=request.user, key=data["marke"]
        )
        made.append(begun.project)
        told = _("Der Entwurf ist nach der Vorlage „%(name)s“ angelegt.") % {"name": source.name}
        if begun.left_out:
            told += " " + _("Weggelassen, weil es diese Art von Baustein hier nicht gibt: %(titles)s.") % {
                "titles": ", ".join(begun.left_out)
            }
        return told

    try:
        response = save(request, form, start, "")
    except IntegrityError:  # the same form, twice in the same moment
        response = save(request, form, start, "")
    if response is not None:
        response["Location"] = reverse("projects_desk:project", args=[made[-1].uuid])
        return response
    context: dict[str, Any] = {
        "title": _("Neuer Prozess"),
        "crumbs": crumbs((_("Neuer Prozess"), "")),
        "form": form,
        "back": reverse("projects_desk:list"),
    }
    return screen(request, "form", context, status_of(form))


@managers_only
@require_POST
def invitation(request: HttpRequest, project: uuid.UUID) -> HttpResponse:
    """Accept or decline what another city asks for; `do`: accept, decline, leave."""
    with scopes_disabled():
        row = get_object_or_404(
            ProjectCity.objects.select_related("project__city").exclude(project__city=request.city),
            city=request.city, project__uuid=project,
        )  # fmt: skip
    title = row.project.title

    def do() -> str:
        if request.POST.get("do") == "accept":
            actions.join_project(request.city, row, actor=request.user)
            return _("Ihre Stadt nimmt jetzt an „%(title)s“ teil.") % {"title": title}
        actions.leave_project(request.city, row, actor=request.user)
        return _("Ihre Stadt nimmt an „%(title)s“ nicht teil.") % {"title": title}

    return click(request, do, reverse("projects_desk:list"))
