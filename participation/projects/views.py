"""The two addresses that every project has."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from . import rooms, showing


@require_http_methods(["GET", "HEAD"])
def project(request: HttpRequest, project: str) -> HttpResponse:
    """The page that the city made for the project; until there is one, the bare process."""
    plan = rooms.find_plan(request, project)
    page = rooms.page_of(plan.project, request.city)
    if page["url"] != reverse("projects:project", args=[project]):
        return HttpResponseRedirect(page["url"])
    return render(request, "projects/bare.html", showing.project_context(request, request.city, plan))


@rooms.in_module()
@require_http_methods(["GET", "HEAD", "POST"])
def module(request: HttpRequest, room: rooms.Room) -> HttpResponse:
    """Every kind shows its own first page."""
    spec = room.module.spec
    return spec.call(spec.view)(request, room)
