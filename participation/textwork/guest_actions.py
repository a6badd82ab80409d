"""Suggestions of people without an account, after they confirmed their address (contract: participation.guests)."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext as _

from participation.projects.models import Module
from participation.projects.permissions import Person
from portal.kit.refused import Refused

from . import actions
from .addresses import suggestion_url
from .models import Anchor


def suggest_as_guest(module: Module, guest: uuid.UUID, payload: dict[str, Any]) -> str:
    anchor = Anchor.objects.filter(module=module, uuid=payload["anchor"]).first()
    if anchor is None:
        raise Refused(_("Diesen Absatz gibt es in der neuen Fassung nicht mehr."), code="gone")
    base = uuid.UUID(payload["base"]) if payload.get("base") else None
    row = actions.suggest(
        int(payload["city"]),
        module,
        anchor,
        Person(guest=guest),
        payload["wording"],
        reason=payload["reason"],
        base=base,
    )
    row.module = module
    return suggestion_url(row)


def summary(module: Module, payload: dict[str, Any]) -> list[tuple[str, str]]:
    found = [(_("Ihr Wortlaut"), payload["wording"])]
    return [*found, (_("Warum?"), payload["reason"])] if payload["reason"] else found


ACTIONS = {"textwork.suggest": suggest_as_guest}
SUMMARIES = {"textwork.suggest": summary}
