"""Suggestions as moderation sees them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.moderation.registry import Content
from participation.projects.joint import InJointProject, involved

from . import actions
from .addresses import suggestion_url
from .models import Suggestion

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City


class SuggestionAdapter(InJointProject):
    model = Suggestion
    kind = actions.KIND
    label = gettext_lazy("Änderungsvorschlag")

    def load(self, city: City, uuids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Content]:
        rows = Suggestion.objects.filter(city=city, uuid__in=list(uuids)).select_related("author", "module__project")
        cities = involved(row.module.project_id for row in rows)
        return {row.uuid: self._content(row, cities[row.module.project_id]) for row in rows}

    def _content(self, row: Suggestion, cities: tuple[int, ...]) -> Content:
        return Content(
            kind=self.kind,
            uuid=row.uuid,
            city_id=row.city_id,
            author=row.author,
            title=_("Vorschlag Nr. %(n)s zu „%(text)s“") % {"n": row.number, "text": row.module.title},
            text="\n\n".join(filter(None, (row.wording, row.reason))),
            url=suggestion_url(row),
            created_at=row.created_at,
            hidden=row.status == Suggestion.Status.HIDDEN,
            gone=row.status == Suggestion.Status.DELETED,
            public=row.module.switched_on and row.module.project.is_public,
            involved=cities,
            guest=row.guest,
        )

    def hide(self, city: City, object_uuid: uuid.UUID, *, reason: str, actor: User | None) -> None:
        row = Suggestion.objects.get(city=city, uuid=object_uuid)
        actions.set_hidden(row, True, reason=reason, actor=actor)

    def show(self, city: City, object_uuid: uuid.UUID, *, actor: User | None) -> None:
        actions.set_hidden(Suggestion.objects.get(city=city, uuid=object_uuid), False, actor=actor)


ADAPTERS = [SuggestionAdapter()]
