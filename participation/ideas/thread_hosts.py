"""What a discussion about an idea needs to know (contract: participation.comments.hosts)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django_scopes import scopes_disabled

from participation.comments.hosts import Host
from participation.comments.permissions import YES, Verdict
from participation.projects import gate
from participation.projects.models import ProjectCity
from participation.projects.permissions import Person, may
from participation.projects.plans import plan_of
from portal.kit.refused import Refused

from .addresses import KIND, idea_url
from .models import Idea

if TYPE_CHECKING:
    from portal.accounts.models import User


class IdeaHost:
    kind = KIND

    def load(self, uuids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Host]:
        with scopes_disabled():
            rows = list(Idea.objects.filter(uuid__in=list(uuids)).select_related("city__site", "module__project__city"))
            members = ProjectCity.objects.filter(
                project__in={row.project_id for row in rows}, joined_at__isnull=False
            ).select_related("city__site")
            cities: dict[int, list] = {}
            for member in members:
                cities.setdefault(member.project_id, []).append(member.city)
        return {
            row.uuid: Host(
                title=row.title,
                url=idea_url(row),
                city=row.city,
                cities=cities.get(row.project_id, [row.city]),
                public=row.is_visible and row.module.switched_on and row.module.project.is_public,
                may_write=_may_write(row),
            )
            for row in rows
        }


def _may_write(idea: Idea) -> Callable[[User], Verdict]:
    def ask(user: User) -> Verdict:
        if not idea.is_visible:
            return Verdict(False, "")
        if not transaction.get_connection().in_atomic_block:
            return may(plan_of(idea.module.project), idea.module, "comment", Person(user))
        try:
            gate.enter(idea.module, "comment", Person(user))
        except Refused as refused:
            return Verdict(False, refused.messages[0])
        return YES

    return ask


HOSTS = [IdeaHost()]
