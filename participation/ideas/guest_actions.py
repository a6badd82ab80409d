"""What people without an account can do with ideas, once they confirmed their address (participation.guests)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from participation.projects.models import Module
from participation.projects.permissions import Person
from portal.cities.models import City
from portal.kit.refused import Refused

from . import actions
from .addresses import idea_url
from .models import Category, Idea

if TYPE_CHECKING:
    from collections.abc import Callable


def _city(module: Module, payload: dict[str, Any]) -> City:
    """The portal it came in on; the action falls back to the leading city when it does not take part any more."""
    with scopes_disabled():
        found = City.objects.filter(slug=payload.get("city")).first()
        return found or City.objects.get(pk=module.city_id)


def submit(module: Module, guest: uuid.UUID, payload: dict[str, Any]) -> str:
    category = None
    if payload.get("category"):
        category = Category.objects.filter(module=module, uuid=payload["category"]).first()
    point = payload.get("point")
    idea = actions.submit_idea(
        _city(module, payload),
        module,
        Person(guest=guest),
        title=payload["title"],
        text=payload["text"],
        category=category,
        place=payload.get("place", ""),
        point=(point[0], point[1]) if point else None,
        form_key=uuid.UUID(payload["key"]),
    )
    return idea_url(idea)


def support(module: Module, guest: uuid.UUID, payload: dict[str, Any]) -> str:
    idea = Idea.objects.filter(module=module, uuid=payload["idea"]).select_related("module__project").first()
    if idea is None:
        raise Refused(_("Diese Idee gibt es nicht mehr."))
    actions.set_support(module, idea, Person(guest=guest), True)
    return idea_url(idea)


def support_summary(module: Module, payload: dict[str, Any]) -> list[tuple[str, str]]:
    with scopes_disabled():
        idea = Idea.objects.filter(module=module, uuid=payload["idea"]).readable().first()
    return [(_("Sie unterstützen"), idea.title if idea is not None else _("eine Idee, die es nicht mehr gibt"))]


ACTIONS: dict[str, Callable[..., str]] = {"ideas.submit": submit, "ideas.support": support}
SUMMARIES = {"ideas.support": support_summary}
