"""Ideas as the desk answers them (contract: participation.answers.registry)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from participation.answers.registry import Subject
from participation.projects.models import Module, Project

from . import actions
from .addresses import KIND, address, idea_url
from .hosting import has_ideas
from .models import Idea

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City


class IdeaAnswers:
    kind = KIND
    label = _("Idee")

    def hosts(self, module: Module) -> bool:
        return has_ideas(module)

    def rows(self, module: Module | None) -> QuerySet[Idea]:
        rows = Idea.objects.readable()
        if module is None:
            return rows.filter(module__switched_on=True, project__status=Project.Status.PUBLISHED)
        return rows.filter(module=module)

    def load(self, module: Module, uuids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Subject]:
        rows = Idea.objects.select_for_update(of=("self",), no_key=True).filter(module=module, uuid__in=list(uuids))
        found = {}
        for idea in rows.readable().select_related("author").order_by("pk"):
            idea.module = module
            place = (idea.latitude, idea.longitude) if idea.is_placed else None
            found[idea.uuid] = Subject(idea.uuid, idea.city_id, idea.title, idea_url(idea), idea.author, place)  # type: ignore[arg-type]
        return found

    def address(self, module: Module, item: uuid.UUID) -> str:
        return address("idea", module, item)

    def set_state(self, city: City, item: uuid.UUID, state: str, *, actor: User | None) -> None:
        actions.set_state(city, Idea.objects.get(city=city, uuid=item), state, actor=actor)


ANSWERABLES = [IdeaAnswers()]
