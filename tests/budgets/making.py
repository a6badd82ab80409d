"""Makes budgets for tests, through the product's own actions."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from typing import Any

from django.utils import timezone
from django_scopes import scopes_disabled

from participation.budgets import actions, rules
from participation.ideas import actions as ideas
from participation.ideas.models import Idea
from participation.projects import actions as projects
from participation.projects.models import Access, Module, Phase
from participation.projects.permissions import Person
from participation.residency.models import VALID, Residency
from portal.accounts.models import User
from portal.cities.models import City
from tests.factories import make_user

DAY = dt.timedelta(days=1)
_numbers = itertools.count(1)


def member(city: City | None = None, **fields: Any) -> User:
    """With `city`: a resident whose proof holds."""
    number = next(_numbers)
    user = make_user(f"stimme{number}@example.org", display_name=f"Stimme {number}", **fields)
    if city is not None:
        now = timezone.now()
        with scopes_disabled():
            Residency.objects.create(
                city=city, user=user, means="letter", proven_at=now, valid_until=now + VALID, holder=f"person-{number}"
            )
    return user


def make_budget(
    city: City, *, cities: tuple[City, ...] = (), vote: tuple[int, int] = (-1, 30), **settings: Any
) -> Module:
    """A published project with ideas until yesterday and a vote from `vote[0]` to `vote[1]` days from now."""
    now = timezone.now()
    with scopes_disabled():
        project = projects.create_project(city, f"Bürgerhaushalt {next(_numbers)}", actor=None)
        for other in cities:
            projects.join_project(other, projects.ask_city(city, project, other, actor=None), actor=None)
        for kind, start, end in (("ideas", -60, vote[0]), ("vote", *vote)):
            projects.save_phase(
                city, project, actor=None, kind=kind, title=kind, starts_at=now + start * DAY, ends_at=now + end * DAY
            )
        values = {"total": 100, "method": "knapsack", "place": "none", **settings}
        module = projects.add_module(city, project, "budget", "Bürgerhaushalt", actor=None, settings=values)
        projects.set_status(city, project, "published", actor=None)
    return module


def clerk_of(city: City) -> User:
    found = User.objects.filter(email=f"amt@{city.slug}.example").first()
    return found or make_user(f"amt@{city.slug}.example", city, "city_admin")


def proposal(module: Module, cost: int | None = None, *, city: City | None = None, title: str = "") -> Idea:
    """With `cost`: found feasible."""
    with scopes_disabled():
        city = city or module.city
        idea = ideas.submit_idea(
            city, module, Person(member()), title=title or f"Vorschlag {next(_numbers)}", text="Was fehlt und warum.",
            at=timezone.now() - 30 * DAY, trusted=True,
        )  # fmt: skip
        if cost is not None:
            actions.decide_check(city, idea, "feasible", cost=cost, actor=clerk_of(city), at=timezone.now())
    return idea


def cast(
    module: Module, user: User, *chosen: Idea, key: uuid.UUID | None = None, city: City | None = None
) -> actions.Receipt:
    with scopes_disabled():
        return actions.cast(city or module.city, module, user, [i.uuid for i in chosen], key=key or uuid.uuid4())


def sent(user: User, module: Module, *chosen: Idea) -> dict[str, Any]:
    """What the browser sends from the page that asks once more."""
    return {"schritt": "abgeben", "marke": rules.make_mark(user, module), "v": [str(i.uuid) for i in chosen]}


def end_vote(module: Module) -> None:
    now = timezone.now()
    with scopes_disabled():
        Phase.objects.filter(project=module.project_id, kind="vote").update(
            starts_at=now - 2 * DAY, ends_at=now - dt.timedelta(hours=1)
        )


def open_to(module: Module, who: str) -> None:
    with scopes_disabled():
        Access.objects.filter(module=module, feature="vote").update(who=who)


def path(module: Module, rest: str = "") -> str:
    return f"/projekt/{module.project.slug}/{module.slug}/{rest}"
