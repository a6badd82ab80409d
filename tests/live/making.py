"""Meetings for tests, through the product's own actions."""

from __future__ import annotations

import itertools
from typing import Any

from django_scopes import scope

from participation.comments.forms import make_mark
from participation.live import actions
from participation.live.models import Question
from participation.projects.models import Module
from participation.projects.permissions import Person
from portal.accounts.models import User
from tests.comments.making import member
from tests.projects.making import make_module, make_project

_numbers = itertools.count(1)


def make_meeting(city: Any, who: str = "member", *, premoderation: bool = False, **project: Any) -> Module:
    return make_module(make_project(city, **project), "live", who, premoderation=premoderation)


def question(
    module: Module, text: str = "", *, user: User | None = None, city: Any = None, state: str = "", **more: Any
) -> Question:
    """`state`: as the desk left it; an answer is made up where one is needed."""
    home = module.project.city
    with scope(city=[home, city or home]):
        person = Person(user or member())
        text = text or f"Wann kommt Bank Nummer {next(_numbers)}?"
        row = actions.ask_question((city or home).pk, module, person, text, trusted=True, **more)
        if state and state != row.state:
            answer = "Im Mai." if state == "answered" else ""
            row = actions.run(home, row, state, answer=answer, actor=None, trusted=True)
        return row


def sent(user: User, module: Module, text: str) -> dict[str, Any]:
    return {"text": text, "marke": make_mark(user, module.uuid)}


def url(module: Module, rest: str = "") -> str:
    return f"/projekt/{module.project.slug}/{module.slug}/{rest}"
