"""Questions of the demo's meetings (contract: portal.demo.registry)."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from participation.projects.models import Module, Phase
from participation.projects.permissions import Person
from portal.demo.registry import account, once, voices

from . import actions
from .demo_texts import MEETINGS
from .models import Question

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City


def seed(city: City, *, rng: random.Random, now: dt.datetime) -> None:
    people = voices(city)
    if city.is_alliance or not people:
        return
    for module in Module.objects.filter(project__city=city, kind="live").select_related("project__city").order_by("pk"):
        running = Phase.objects.filter(accesses__module=module, accesses__feature="ask").running(now).first()
        if running is not None:
            _fill(city, module, people, rng, max(running.starts_at, now - dt.timedelta(days=3)), now)


def _fill(
    city: City, module: Module, people: list[User], rng: random.Random, start: dt.datetime, now: dt.datetime
) -> None:
    desk = account(city, "verwaltung")
    step = (now - start) / 13
    for number, asked in enumerate(MEETINGS.get(module.title, ())):
        at = start + step * (number + 1)
        author = people[asked.voice % len(people)]
        others = [person for person in people if person.pk != author.pk]

        def make(asked=asked, at=at, author=author, others=others) -> Question:  # type: ignore[no-untyped-def]
            row = actions.ask_question(city.pk, module, Person(author), asked.text, at=at, trusted=True)
            if asked.state != Question.State.WAITING:
                actions.run(city, row, Question.State.APPROVED, actor=desk, at=at)
            for fan in rng.sample(others, min(asked.support, len(others))):
                actions.set_support(city.pk, row, Person(fan), True, at=at + step)
            if asked.state not in (Question.State.WAITING, Question.State.APPROVED):
                row = actions.run(city, row, asked.state, answer=asked.answer, actor=desk, at=at + 2 * step)
            return row

        once(city, f"live/{module.project.slug}/{module.slug}/{number}", make)
