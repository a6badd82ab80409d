"""Contents of joint projects in moderation: shown on the portals of all its cities, decided by the desk of one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django_scopes import scopes_disabled

from .models import ProjectCity

if TYPE_CHECKING:
    from portal.cities.models import City


def involved(projects: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Project id → ids of the cities that take part, for `Content.involved`. One query, region-wide on purpose."""
    found: dict[int, tuple[int, ...]] = dict.fromkeys(projects, ())
    with scopes_disabled():
        rows = ProjectCity.objects.filter(project__in=list(found), joined_at__isnull=False)
        for project, city in rows.values_list("project", "city").order_by("pk"):
            found[project] += (city,)
    return found


class InJointProject:
    """Mixin of moderation adapters whose rows have `uuid`, `city` and `module`; `model`: whose rows they are."""

    model: Any

    def home(self, object_uuid: uuid.UUID, shown_in: City) -> City | None:
        """The city whose desk decides, if the row's project is shown on that portal."""
        with scopes_disabled():
            row = self.model.objects.select_related("city__site", "module").filter(uuid=object_uuid).first()
            if row is None:
                return None
            taking_part = ProjectCity.objects.filter(
                project=row.module.project_id, city=shown_in, joined_at__isnull=False
            )
            return row.city if taking_part.exists() else None
