"""Who comes in, and the frame of every screen.

A city's desk runs the projects that the city leads; projects of other cities that it was asked to join or has joined
are shown read-only (what their modules hold is answered at the modules' own desks).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django_scopes import scopes_disabled

from portal.cities.permissions import has_right

from ..models import Project, ProjectCity
from ..permissions import MANAGE
from ..plans import Plan, plan_of
from ..rooms import REFUSED, member_of

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

View = Callable[..., HttpResponseBase]


@dataclass
class Desk:
    """A request at the desk of one project. `leads`: the city of this host leads it; `joined`: it takes part."""

    city: City
    user: User
    plan: Plan
    leads: bool
    joined: bool

    @property
    def project(self) -> Project:
        return self.plan.project

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"projects_desk:{name}", args=[self.project.uuid, *args])

    @property
    def home(self) -> str:
        return self.url("project")

    def tabs(self, current: str) -> list[dict[str, Any]]:
        titles = {
            "project": _("Übersicht"),
            "master": _("Angaben"),
            "phases": _("Phasen"),
            "modules": _("Bausteine"),
            "matrix": _("Wer darf was wann"),
            "cities": _("Städte"),
            "milestones": _("Umsetzung"),
        }
        if not self.leads:
            titles = {key: titles[key] for key in ("project", "phases", "modules", "milestones")}
        return [{"title": title, "url": self.url(key), "current": key == current} for key, title in titles.items()]


def _manager(request: HttpRequest) -> User:
    user = member_of(request)
    if request.city is None or request.is_admin_host or user is None or not has_right(user, request.city, MANAGE):
        raise Http404
    return user


def managers_only(view: View) -> View:
    """404 for visitors, members, other cities' staff and on the admin host."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _manager(request)
        return view(request, *args, **kwargs)

    return never_cache(inner)


def in_project(write: bool = True) -> Callable[[View], View]:
    """(request, project uuid, …) → (request, desk, …). `write`: only for the city that leads the project.

    A city that was asked sees the draft, too: it must know what it joins.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, project: uuid.UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user = _manager(request)
            with scopes_disabled():
                row = (
                    ProjectCity.objects.filter(city=request.city, project__uuid=project)
                    .select_related("project__city__site", "project__office")
                    .first()
                )
            if row is None:
                raise Http404
            leads = row.project.city_id == request.city.pk
            if write and not leads:
                raise Http404
            desk = Desk(request.city, user, plan_of(row.project), leads, row.joined_at is not None)
            return view(request, desk, *args, **kwargs)

        return never_cache(inner)

    return decorate


def crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    items = [(_("Startseite"), "/"), (_("Beteiligung verwalten"), reverse("projects_desk:list")), *more]
    return [{"title": title, "url": url} for title, url in items[:-1]] + [{"title": items[-1][0], "url": ""}]


def screen(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """`template`: of this desk, or with its folder ("blueprints/list")."""
    name = template if "/" in template else f"projects/desk/{template}"
    return render(request, f"{name}.html", {**context, "messages": messages.get_messages(request)}, status=status)


def project_screen(
    request: HttpRequest, desk: Desk, template: str, tab: str, title: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """A screen below the project's tabs; with a title of its own it lies one step deeper."""
    trail = [(desk.project.title, desk.url("project"))]
    if title:
        trail.append((title, ""))
    return screen(
        request,
        template,
        {
            "title": title or desk.project.title,
            "deeper": bool(title),
            "crumbs": crumbs(*trail),
            "desk": desk,
            "project": desk.project,
            "tabs": desk.tabs(tab),
            **context,
        },
        status,
    )


def add_errors(form: forms.BaseForm, refused: ValidationError) -> None:
    """What an action refused, beside its field where the form has it."""
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        return
    for name, errors in refused.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def save(request: HttpRequest, form: forms.BaseForm, do: Callable[[], str], back: str) -> HttpResponse | None:
    """Do it and go back with a message; None: show the form (again)."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        told = do()
    except ValidationError as refused:
        add_errors(form, refused)
        return None
    messages.success(request, told)
    return HttpResponseRedirect(back)


def click(request: HttpRequest, do: Callable[[], str], back: str) -> HttpResponse:
    """A button without fields: a refusal is told on the next screen."""
    try:
        messages.success(request, do())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return HttpResponseRedirect(back)


def status_of(form: forms.BaseForm) -> int:
    return REFUSED if form.is_bound else 200
