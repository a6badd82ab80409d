"""Discussion of a whole module, kind "discussion": contract participation.comments.hosts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django_scopes import scopes_disabled

from participation.comments.hosts import Host

from .hosting import module_host
from .models import Module
from .plans import plan_of
from .rooms import module_url

KIND = "baustein"


class ModuleHost:
    kind = KIND

    def load(self, uuids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Host]:
        with scopes_disabled():
            rows = list(
                Module.objects.filter(uuid__in=list(uuids), kind="discussion").select_related("project__city__site")
            )
        plans = {row.project_id: plan_of(row.project) for row in rows}
        return {
            row.uuid: module_host(plans[row.project_id], row, title=row.title, url=module_url(row.project, row))
            for row in rows
        }


HOSTS = [ModuleHost()]
