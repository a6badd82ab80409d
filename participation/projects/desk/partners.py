"""Other cities, and the way of the implementation."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_scopes import scopes_disabled

from portal.cities.models import City

from .. import actions
from ..models import Milestone, ProjectCity
from ..showing import CHIPS
from .access import Desk, click, in_project, project_screen, save, status_of
from .forms import AskForm, MilestoneForm


@in_project()
@require_http_methods(["GET", "HEAD", "POST"])
def cities(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Who takes part, who was asked, and whom one can still ask."""
    with scopes_disabled():
        rows = list(ProjectCity.objects.filter(project=desk.project).select_related("city").order_by("city__name"))
    rows.sort(key=lambda row: (row.city_id != desk.project.city_id, row.joined_at is None, row.city.name))
    free = City.objects.filter(kind=City.Kind.CITY).exclude(pk__in=[row.city_id for row in rows]).order_by("name")
    form = AskForm(request.POST if request.method == "POST" else None, cities=free)

    def do() -> str:
        other = form.cleaned_data["other"]
        actions.ask_city(desk.city, desk.project, other, actor=desk.user)
        return _("%(city)s ist eingeladen.") % {"city": other.name}

    done = save(request, form, do, desk.url("cities"))
    return done or project_screen(
        request, desk, "cities", "cities", _("Städte"), status_of(form), rows=rows, form=form,
    )  # fmt: skip


@in_project()
@require_POST
def withdraw(request: HttpRequest, desk: Desk, city: str) -> HttpResponse:
    """Take back an invitation that was not answered yet."""
    with scopes_disabled():
        row = get_object_or_404(ProjectCity.objects.select_related("city"), project=desk.project, city__slug=city)

    def do() -> str:
        actions.withdraw_city(desk.city, row, actor=desk.user)
        return _("Die Einladung an %(city)s ist zurückgezogen.") % {"city": row.city.name}

    return click(request, do, desk.url("cities"))


@in_project(write=False)
@require_http_methods(["GET", "HEAD"])
def milestones(request: HttpRequest, desk: Desk) -> HttpResponse:
    with scopes_disabled():
        found = list(Milestone.objects.filter(project=desk.project))
    rows = [
        {
            "row": row,
            "chip": CHIPS[row.status],
            "edit": desk.url("milestone", row.uuid),
            "remove": desk.url("milestone_remove", row.uuid),
        }
        for row in found
    ]
    return project_screen(
        request, desk, "milestones", "milestones", _("Umsetzung"), rows=rows, add_url=desk.url("milestone_new")
    )


@in_project()
@require_http_methods(["GET", "HEAD", "POST"])
def milestone(request: HttpRequest, desk: Desk, milestone: uuid.UUID | None = None) -> HttpResponse:
    row = get_object_or_404(Milestone, project=desk.project, uuid=milestone) if milestone else None
    form = MilestoneForm(request.POST if request.method == "POST" else None, row=row, city=desk.city)

    def do() -> str:
        saved = actions.save_milestone(desk.city, desk.project, row, actor=desk.user, **form.values())
        return _("Der Meilenstein „%(title)s“ ist gespeichert.") % {"title": saved.title}

    done = save(request, form, do, desk.url("milestones"))
    title = _("Meilenstein ändern") if row else _("Neuer Meilenstein")
    return done or project_screen(
        request, desk, "project_form", "milestones", title, status_of(form), form=form, back=desk.url("milestones")
    )


@in_project()
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_remove(request: HttpRequest, desk: Desk, milestone: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Milestone, project=desk.project, uuid=milestone)
    if request.method == "POST":

        def do() -> str:
            actions.remove_milestone(desk.city, row, actor=desk.user)
            return _("Der Meilenstein „%(title)s“ ist entfernt.") % {"title": row.title}

        return click(request, do, desk.url("milestones"))
    return project_screen(
        request, desk, "confirm", "milestones", _("Meilenstein entfernen"),
        question=_("Möchten Sie den Meilenstein „%(title)s“ entfernen?") % {"title": row.title},
        hint=_("Er verschwindet von der Projektseite."), button=_("Entfernen"), back=desk.url("milestones"),
    )  # fmt: skip
