"""Paragraphs as something to talk about (contract: participation.comments.hosts)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django_scopes import scopes_disabled

from participation.comments.hosts import Host
from participation.comments.permissions import Verdict
from participation.projects.models import Module
from participation.projects.permissions import Person, may
from participation.projects.plans import Plan, plan_of
from portal.accounts.models import User
from portal.kit.text import excerpt

from .addresses import paragraph_url
from .models import Anchor, Paragraph
from .reading import KIND


class ParagraphSource:
    kind = KIND

    def load(self, uuids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Host]:
        """Region-wide on purpose: `Host.cities` says which portals show it. Only paragraphs of published versions."""
        with scopes_disabled():
            anchors = list(Anchor.objects.filter(uuid__in=list(uuids)).select_related("module__project__city"))
            wordings = dict(
                Paragraph.objects.filter(anchor__in=anchors, version__number__isnull=False)
                .order_by("version__number")
                .values_list("anchor_id", "text")
            )  # the last one wins
            plans = {a.module.project_id: plan_of(a.module.project) for a in anchors}
        return {a.uuid: self._host(a, plans[a.module.project_id], wordings[a.pk]) for a in anchors if a.pk in wordings}

    def _host(self, anchor: Anchor, plan: Plan, wording: str) -> Host:
        module = anchor.module

        def may_write(user: User) -> Verdict:
            fresh = plan_of(module.project)
            found = next((m for m in fresh.modules if m.pk == module.pk), None)
            return _write(fresh, found, user)

        return Host(
            title=f"{module.title}: {excerpt(wording, 60)}",
            url=paragraph_url(module, anchor.uuid),
            city=module.project.city,
            cities=plan.cities,
            public=plan.project.is_public and module.switched_on,
            may_write=may_write,
        )


def _write(plan: Plan, module: Module | None, user: User) -> Verdict:
    with scopes_disabled():  # pauses of every city of the project
        return may(plan, module, "comment", Person(user)) if module is not None else Verdict(False)


HOSTS = [ParagraphSource()]
