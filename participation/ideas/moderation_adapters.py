"""Ideas as moderation sees them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.moderation.registry import Content
from participation.projects.joint import InJointProject, involved

from . import actions
from .addresses import KIND, idea_url
from .models import Idea

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City


class IdeaAdapter(InJointProject):
    model = Idea
    kind = KIND
    label = gettext_lazy("Idee")

    def load(self, city: City, uuids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Content]:
        rows = Idea.objects.filter(city=city, uuid__in=list(uuids)).select_related("author", "module__project")
        cities = involved(row.module.project_id for row in rows)
        return {row.uuid: self._content(row, cities[row.module.project_id]) for row in rows}

    def _content(self, row: Idea, cities: tuple[int, ...]) -> Content:
        return Content(
            kind=self.kind,
            uuid=row.uuid,
            city_id=row.city_id,
            author=row.author,
            title=_("Idee Nr. %(number)s: %(title)s") % {"number": row.number, "title": row.title},
            text="\n".join(filter(None, (row.title, row.text, row.place))),
            url=idea_url(row),
            created_at=row.created_at,
            hidden=row.status == Idea.Status.HIDDEN,
            gone=row.is_deleted,
            public=row.module.project.is_public and row.module.switched_on,
            involved=cities,
            guest=row.guest,
        )

    def hide(self, city: City, object_uuid: uuid.UUID, *, reason: str, actor: User | None) -> None:
        actions.hide_idea(city, Idea.objects.get(city=city, uuid=object_uuid), reason=reason, actor=actor)

    def show(self, city: City, object_uuid: uuid.UUID, *, actor: User | None) -> None:
        actions.show_idea(city, Idea.objects.get(city=city, uuid=object_uuid), actor=actor)


ADAPTERS = [IdeaAdapter()]
