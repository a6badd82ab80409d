"""The way into a module: /projekt/<project>/<module>/… on the portal of any city that takes part.

    @in_module("ideas")
    def idea(request, room, idea): ...

`room` knows the plan, the module, the person and what they may do. The view runs in the scope of the project's cities
(all of them: a joint project shows one list), so always filter by `room.module`. Unknown, foreign, unpublished or
switched-off things are 404.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django_scopes import scope

from participation.comments.permissions import Verdict
from participation.comments.threads import member_of
from participation.comments.views import sign_in_url

from .models import Module, Project
from .permissions import Person, asks_for, may, may_manage
from .plans import Plan, plan_of

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

View = Callable[..., HttpResponse]
REFUSED = 422  # the form again, with what is wrong and everything that was typed


@dataclass
class Room:
    """A request inside a module."""

    city: City  # whose portal it is
    plan: Plan
    module: Module
    person: Person
    now: dt.datetime
    page: dict[str, str] = field(default_factory=dict)  # {"title", "url"} of the project's page on this portal

    @property
    def project(self) -> Project:
        return self.plan.project

    @property
    def user(self) -> User | None:
        return self.person.user

    @property
    def url(self) -> str:
        return module_url(self.project, self.module)

    @property
    def manages(self) -> bool:
        return may_manage(self.user, self.plan)

    def may(self, feature: str) -> Verdict:
        return may(self.plan, self.module, feature, self.person, self.now)

    def asks_for(self, feature: str) -> str:
        return asks_for(self.plan, self.module, feature, self.now)

    def features(self) -> dict[str, Verdict]:
        return {feature.key: self.may(feature.key) for feature in self.module.spec.features}

    def crumbs(self, *more: tuple[str, str]) -> list[dict[str, str]]:
        """Way back: home, project page, module, and (title, url) of what lies deeper; the last one has no url."""
        trail = [(_("Startseite"), "/"), (self.page["title"], self.page["url"]), (self.module.title, self.url), *more]
        return [{"title": t, "url": u} for t, u in trail[:-1]] + [{"title": trail[-1][0], "url": ""}]

    def context(self, title: str, *more: tuple[str, str], **extra: Any) -> dict[str, Any]:
        """What `projects/module_base.html` needs, and yours."""
        return {
            "title": title,
            "room": self,
            "module": self.module,
            "project": self.project,
            "crumbs": self.crumbs(*more),
            **extra,
        }


def module_url(project: Project, module: Module) -> str:
    return reverse("projects:module", args=[project.slug, module.slug])


def to_sign_in(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(sign_in_url(request.get_full_path() if request.method == "GET" else request.path))


def find_plan(request: HttpRequest, slug: str) -> Plan:
    """The plan of a published project that this portal's city takes part in; the desk also sees its drafts. Else 404."""
    if request.city is None or request.is_admin_host:
        raise Http404
    project = Project.shown_in(request.city).filter(slug=slug).first()
    if project is None:
        draft = Project.objects.select_related("city__site").filter(slug=slug).exclude(status=Project.Status.PUBLISHED)
        project = draft.first() if member_of(request) else None
        if project is None or not may_manage(member_of(request), project):
            raise Http404
    return plan_of(project)


def in_module(kind: str = "") -> Callable[[View], View]:
    """Decorator: (request, project slug, module slug, …) → (request, room, …). `kind`: only modules of this kind."""

    def decorate(view: View) -> View:
        protected = csrf_protect(view)

        @wraps(view)
        def inner(request: HttpRequest, project: str, module: str, *args: Any, **kwargs: Any) -> HttpResponse:
            plan = find_plan(request, project)
            found = next((m for m in plan.modules if m.slug == module), None)
            if found is None or (kind and found.kind != kind):
                raise Http404
            member = member_of(request)
            if not found.switched_on and not may_manage(member, plan):
                raise Http404
            now = timezone.now()
            room = Room(request.city, plan, found, Person(member), now, page_of(plan.project, request.city))
            chosen = protected if settings.SESSION_COOKIE_NAME in request.COOKIES else view
            with scope(city=plan.cities):
                response = chosen(request, room, *args, **kwargs)
                if hasattr(response, "render") and not response.is_rendered:
                    response.render()
            if member is not None:
                patch_cache_control(response, private=True, no_cache=True)
            change = plan.next_change(now)
            if change is not None:
                seconds = max(1, int((change - now).total_seconds()))
                response.true_for = min(seconds, getattr(response, "true_for", None) or seconds)
            return response

        # Visitors hold no session that a foreign page could misuse, and get no cookie; members are protected.
        return csrf_exempt(inner)

    return decorate


def page_of(project: Project, city: City) -> dict[str, str]:
    """Title and path of the project's page on a city's portal; without one, the project and its first address."""
    from .models import ProjectPage

    page = ProjectPage.objects.for_city(city).live().filter(project=project).order_by("path").first()
    if page is None:
        return {"title": project.title, "url": reverse("projects:project", args=[project.slug])}
    from portal.content.tree import path_of

    return {"title": page.title, "url": path_of(page, city)}


def messages_of(request: HttpRequest) -> Any:
    """Messages for members only: reading them would start a session for visitors."""
    return get_messages(request) if member_of(request) is not None else ()
