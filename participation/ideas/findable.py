"""Ideas in the search of every portal that shows their project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django_scopes import scopes_disabled

from participation.projects.models import ProjectCity
from portal.kit.text import excerpt
from portal.search import actions as index
from portal.search.registry import Document

from .addresses import idea_url

if TYPE_CHECKING:
    from participation.projects.plans import Plan
    from portal.cities.models import City

    from .models import Idea

SOURCE = "ideas"


def document_of(idea: Idea) -> Document:
    return Document(
        key=str(idea.uuid),
        kind="idea",
        url=idea_url(idea),
        title=idea.title,
        summary=excerpt(idea.text, 200),
        text=f"{idea.text}\n{idea.place}",
        date=timezone.localtime(idea.created_at).date(),
    )


def _cities(idea: Idea) -> list[City]:
    with scopes_disabled():
        rows = ProjectCity.objects.filter(project_id=idea.project_id, joined_at__isnull=False).select_related("city")
        return [row.city for row in rows]


def put(idea: Idea, plan: Plan | None = None) -> None:
    """Only ideas of public projects are found."""
    project = plan.project if plan is not None else idea.module.project
    if project.is_public and idea.is_visible:
        for city in plan.cities if plan is not None else _cities(idea):
            index.put(city, SOURCE, document_of(idea))


def remove(idea: Idea) -> None:
    for city in _cities(idea):
        index.remove(city, SOURCE, str(idea.uuid))
