"""Ideas as search results (contract: portal.search.registry)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from participation.projects.models import Project
from portal.search.registry import Document, Kind, Source

from .findable import SOURCE, document_of
from .models import Idea

if TYPE_CHECKING:
    from portal.cities.models import City


def documents(city: City) -> Iterator[Document]:
    """Readable ideas of the public projects that the city takes part in: a joint project shows those of all cities."""
    with scopes_disabled():
        projects = Project.shown_in(city).values("pk")
        rows = Idea.objects.filter(project__in=projects, module__switched_on=True).readable()
        found = list(rows.select_related("module__project").order_by("pk"))
    for idea in found:
        yield document_of(idea)


SOURCES = [Source(SOURCE, (Kind("idea", _("Idee"), "lamp"),), documents)]
