"""Questions and support of people without an account, after they confirmed their address."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext as _

from participation.projects.models import Module
from participation.projects.permissions import Person
from portal.kit.refused import Refused

from . import actions
from .addresses import question_url
from .models import Question


def ask_as_guest(module: Module, guest: uuid.UUID, payload: dict[str, Any]) -> str:
    """To the question, or, while it waits for the desk, to the list."""
    row = actions.ask_question(int(payload["city"]), module, Person(guest=guest), payload["question"])
    row.module = module
    from participation.projects.rooms import module_url

    return question_url(row) if row.is_shown else module_url(module.project, module)


def support_as_guest(module: Module, guest: uuid.UUID, payload: dict[str, Any]) -> str:
    row = Question.objects.filter(module=module, uuid=payload["item"]).first()
    if row is None:
        raise Refused(_("Diese Frage gibt es nicht mehr."), code="gone")
    row.module = module
    actions.set_support(int(payload["city"]), row, Person(guest=guest), True)
    return question_url(row)


def support_summary(module: Module, payload: dict[str, Any]) -> list[tuple[str, str]]:
    row = Question.objects.filter(module=module, uuid=payload["item"]).shown().first()
    return [(_("Sie unterstützen die Frage"), row.text)] if row is not None else []


ACTIONS = {"live.ask": ask_as_guest, "live.support": support_as_guest}
SUMMARIES = {"live.support": support_summary}
