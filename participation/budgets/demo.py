"""Budgets of the demo: proposals, checks, and where the vote has begun ballots (contract: portal.demo.registry)."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from typing import TYPE_CHECKING

from django.utils import timezone

from participation.ideas import actions as ideas
from participation.ideas.models import Idea
from participation.projects import actions as projects
from participation.projects import geo
from participation.projects.models import Module
from participation.projects.permissions import Person
from participation.projects.plans import Plan, plan_of
from portal.demo.registry import account, once, voices
from portal.offices.models import Office

from . import actions, closing, rules
from .demo_texts import OFFICE, PROPOSALS, RULES, Told
from .models import Box, Check, Source

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

PAPER_SHARE = 0.15
ROUND_TO = 500  # euros


def seed(city: City, *, rng: random.Random, now: dt.datetime) -> None:
    people = voices(city)
    if city.is_alliance or not people:
        return
    modules = Module.objects.filter(project__city=city, kind=rules.KIND).select_related("project__city")
    for module in modules.order_by("pk"):
        _Filling(city, module, people, rng, now).run()


class _Filling:
    def __init__(self, city: City, module: Module, people: list[User], rng: random.Random, now: dt.datetime) -> None:
        self.city, self.module, self.people, self.rng, self.now = city, module, people, rng, now
        self.clerk = account(city, "verwaltung")
        self.office = Office.objects.filter(city=city, name__icontains=OFFICE).first()
        self.key = f"budgets/{module.project.slug}/{module.slug}"

    def run(self) -> None:
        if not self.module.settings.get("rules"):
            settings = {**self.module.settings, "rules": RULES}
            projects.update_module(self.city, self.module, actor=self.clerk, settings=settings)
        plan = plan_of(self.module.project)
        phases = [phase for phase, _access in plan.windows(self.module, "submit") if phase.starts_at < self.now]
        if not phases:
            return
        start, end = phases[0].starts_at, min(phases[0].ends_at or self.now, self.now) - dt.timedelta(hours=4)
        step = (end - start) / (len(PROPOSALS) + 1)
        made: list[tuple[Told, Idea]] = []
        for number, told in enumerate(PROPOSALS):
            at = start + step * (number + 1) + dt.timedelta(minutes=self.rng.randint(0, 90))
            idea = once(self.city, f"{self.key}/{number}", lambda t=told, n=number, w=at: self.enter(t, n, w))  # type: ignore[misc]
            if idea is not None and idea.is_visible:
                made.append((told, idea))
        self.check(made, end)
        self.vote(plan, made)

    def enter(self, told: Told, number: int, at: dt.datetime) -> Idea:
        author = self.people[number % len(self.people)]
        idea = ideas.submit_idea(
            self.city,
            self.module,
            Person(author),
            title=told.title,
            text=told.text,
            place=told.place,
            point=self.point(),
            at=at,
            trusted=True,
        )
        for fan in self.rng.sample(self.people, min(len(self.people) - 1, told.love // 3 + 1)):
            if fan.pk != author.pk:
                ideas.set_support(self.module, idea, Person(fan), True, at=at + dt.timedelta(minutes=30))
        return idea

    def point(self) -> tuple[float, float] | None:
        """Somewhere in the project's area; without one, near the middle of the city."""
        project = self.module.project
        if project.area is None or project.south is None:
            return self.city.latitude + self.rng.uniform(-0.01, 0.01), self.city.longitude + self.rng.uniform(
                -0.01, 0.01
            )
        for _try in range(40):
            lat = self.rng.uniform(project.south, project.north or project.south)
            lon = self.rng.uniform(project.west or 0, project.east or 0)
            if geo.contains(project.area, lat, lon):
                return lat, lon
        return None

    def check(self, made: list[tuple[Told, Idea]], after: dt.datetime) -> None:
        total = rules.rules_of(self.module).total
        for number, (told, idea) in enumerate(made):
            at = after + dt.timedelta(days=2 + number, hours=3)
            if at >= self.now or Box.objects.filter(module=self.module).exists():
                return
            cost = max(ROUND_TO, round(total * told.share / 100 / ROUND_TO) * ROUND_TO) if told.share else None
            state = Check.State.FEASIBLE if cost else Check.State.NOT_FEASIBLE
            once(
                self.city, f"{self.key}/pruefung/{idea.number}",
                lambda i=idea, s=state, t=told, c=cost, w=at: actions.decide_check(  # type: ignore[misc]
                    self.city, i, s, actor=self.clerk, reason=t.reason, cost=c, office=self.office, at=w
                ),
            )  # fmt: skip

    def vote(self, plan: Plan, made: list[tuple[Told, Idea]]) -> None:
        span = rules.span(plan, self.module)
        if span is None or not rules.has_begun(plan, self.module, self.now):
            return
        box = once(self.city, f"{self.key}/stimmen", lambda: self.ballots(span, {i.uuid: t for t, i in made}))
        if box is not None and box.closed_at is None and rules.ended_at(plan, self.module, self.now) is not None:
            at = rules.ended_at(plan, self.module, self.now) or self.now
            closing.close(self.city, self.module, actor=self.clerk, at=at + dt.timedelta(hours=15), quiet=True)

    def ballots(self, span: tuple[dt.date, dt.date], told: dict[uuid.UUID, Told]) -> Box:
        first, last = span[0], min(span[1], timezone.localdate(self.now) - dt.timedelta(days=1))
        days = max(0, (last - first).days)
        terms, choices = rules.rules_of(self.module), rules.choices_of(self.module, None)
        rows = []
        for _number in range(self.rng.randint(60, 150)):
            source = Source.PAPER if self.rng.random() < PAPER_SHARE else Source.ONLINE
            rows.append(
                (source.value, first + dt.timedelta(days=self.rng.randint(0, days)), self.taste(terms, choices, told))
            )
        actions.import_ballots(self.city, self.module, rows, actor=self.clerk)
        return Box.objects.get(module=self.module)

    def taste(self, terms: rules.Rules, choices: list[rules.Choice], told: dict[uuid.UUID, Told]) -> list[uuid.UUID]:
        """What one voter likes, in the voter's own order, as far as the money or the number goes."""
        liked = sorted(choices, key=lambda c: -self.rng.random() * (told[c.idea].love if c.idea in told else 3))
        most, left, chosen = terms.most or self.rng.randint(2, 6), terms.cap, []
        for choice in liked:
            if len(chosen) < most and (left is None or choice.cost <= left):
                chosen.append(choice.idea)
                left = None if left is None else left - choice.cost
        return chosen
