"""Ideas for tests, through the product's own actions.

module = make_ideas_module(bruchsal)          # open to members
idea = make_idea(module, title="Bank am Bach")
"""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import time_machine
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from participation.ideas import actions
from participation.ideas.models import Category, Idea
from participation.projects.models import Module
from participation.projects.permissions import Person
from portal.accounts.models import User
from portal.cities.models import City
from tests.comments.making import member
from tests.projects.making import make_module, make_project

_numbers = itertools.count(1)
POINT = {"latitude": "49,1243", "longitude": "8,5980"}  # in Bruchsal


def make_ideas_module(city: City, who: str = "member", *, project: Any = None, **settings: Any) -> Module:
    return make_module(project or make_project(city), "ideas", who, **settings)


def make_idea(module: Module, author: User | None = None, **fields: Any) -> Idea:
    with scopes_disabled():
        city = fields.pop("city", None) or City.objects.get(pk=module.city_id)
        n = next(_numbers)
        values = {"title": f"Idee {n}", "text": f"Beschreibung {n}", **fields}
        with scope(city=[city, module.city]):
            made = actions.submit_idea(city, module, Person(author or member()), trusted=True, **values)
        return made


def category(module: Module, name: str) -> Category:
    with scopes_disabled():
        return Category.objects.get(module=module, name=name)


def fill(module: Module, count: int) -> None:
    """Many ideas at once, half of them with a place, by ten people."""
    people = [member() for _ in range(10)]
    start = timezone.now() - dt.timedelta(days=60)
    with scopes_disabled():
        known = Idea.objects.filter(project=module.project_id).count()
        Idea.objects.bulk_create(
            Idea(
                city_id=module.city_id, project_id=module.project_id, module=module, number=known + n + 1, title=f"Idee {n}",
                text=f"Text {n}", author=people[n % 10], support_count=n % 13, state=Idea.State.values[n % 5],
                latitude=49.1 + n % 70 / 1000, longitude=8.55 + n % 50 / 1000, created_at=start + dt.timedelta(minutes=n),
            )
            for n in range(count)
        )  # fmt: skip
        Module.objects.filter(pk=module.pk).update(contribution_count=count)


def address(module: Module, *parts: Any) -> str:
    with scopes_disabled():
        base = f"/projekt/{module.project.slug}/{module.slug}/"
    return base + "".join(f"{p}/" for p in parts)


def form_of(client: Any, module: Module, age: float = 10) -> dict[str, str]:
    """Hidden fields of a form that was fetched `age` seconds ago."""
    import re

    with time_machine.travel(timezone.now() - dt.timedelta(seconds=age), tick=False):
        html = client.get(address(module, "ideen", "neu")).content.decode()
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html)
    return {name: value for name, value in hidden if name != "csrfmiddlewaretoken"}


def sent(client: Any, module: Module, do: str = "eintragen", **fields: Any) -> dict[str, Any]:
    return {
        "title": "Bank am Bach", "text": "Im Schatten, mit Blick aufs Wasser.", "do": do, "website": "",
        **form_of(client, module), **fields,
    }  # fmt: skip
