"""Ideas of the demo, with supports and official answers (contract: portal.demo.registry)."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from django.utils import timezone
from django_scopes import scope

from participation.answers import actions as answers
from participation.answers.models import AnswerTemplate
from participation.answers.registry import answerables
from participation.comments.actions import ensure_thread_about, post_comment
from participation.comments.hosts import find
from participation.projects import actions as projects
from participation.projects import geo
from participation.projects.models import Module, Phase
from participation.projects.permissions import Person
from participation.projects.plans import plan_of
from portal.demo.registry import account, once, voices

from . import actions
from .addresses import KIND
from .demo_texts import COLLECTIONS, REMARKS, RULES, TEMPLATES, Collection, Told
from .models import Category, Idea

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City


def seed(city: City, *, rng: random.Random, now: dt.datetime) -> None:
    people = voices(city)
    if city.is_alliance or not people:
        return
    for title, state, text in TEMPLATES:
        once(city, f"answers/{title}", lambda t=title, s=state, x=text: _template(city, t, s, x))  # type: ignore[misc]
    modules = Module.objects.filter(project__city=city, kind="ideas").select_related("project__city")
    for module in modules.order_by("pk"):
        collection = COLLECTIONS.get(module.title)
        if collection is not None:
            filling = _Filling(city, module, collection, people, rng, now)
            with scope(city=filling.cities):
                filling.run()


def _template(city: City, title: str, state: str, text: str) -> AnswerTemplate:
    return answers.save_template(city, title=title, state=state, text=text, actor=account(city, "verwaltung"))


class _Filling:
    """One module: its categories, then idea after idea over the days of its phase."""

    def __init__(
        self,
        city: City,
        module: Module,
        collection: Collection,
        people: list[User],
        rng: random.Random,
        now: dt.datetime,
    ) -> None:
        self.city, self.module, self.collection, self.people, self.rng, self.now = (
            city,
            module,
            collection,
            people,
            rng,
            now,
        )
        self.clerk = account(city, "verwaltung")
        self.cities = plan_of(module.project).cities

    def run(self) -> None:
        phase = Phase.objects.filter(project=self.module.project_id, kind="ideas", starts_at__lt=self.now).first()
        if phase is None:
            return
        if not self.module.settings.get("categories"):
            settings = {**self.module.settings, "categories": list(self.collection.topics), "rules": RULES}
            projects.update_module(self.city, self.module, actor=self.clerk, settings=settings)
        self.topics = list(Category.objects.filter(module=self.module))
        end = min(phase.ends_at or self.now, self.now) - dt.timedelta(hours=4)
        step = (end - phase.starts_at) / (len(self.collection.ideas) + 1)
        for number, told in enumerate(self.collection.ideas):
            moment = timezone.localtime(phase.starts_at + step * (number + 1))
            at = moment.replace(hour=self.rng.randint(7, 20), minute=self.rng.randint(0, 59))
            at = min(max(at, phase.starts_at), end)
            key = f"ideas/{self.module.slug}/{self.module.project.slug}/{number}"
            idea = once(self.city, key, lambda t=told, n=number, w=at: self.enter(t, n, w))  # type: ignore[misc]
            if idea is not None and idea.support_count == 0 and idea.is_visible:
                self.support(idea, told, at)
                if number < len(REMARKS):
                    self.remark(idea, number, at)

    def enter(self, told: Told, number: int, at: dt.datetime) -> Idea:
        """On the portal of the city that lies nearest: in a joint project that is not always the leading one."""
        topic = self.topics[told.topic] if told.topic < len(self.topics) else None
        point = self.point() if told.place else None
        city = self.nearest(point)
        people = voices(city)
        return actions.submit_idea(
            city, self.module, Person(people[number % len(people)]), title=told.title, text=told.text,
            category=topic, place=told.place, point=point, at=at, trusted=True,
        )  # fmt: skip

    def nearest(self, point: tuple[float, float] | None) -> City:
        if point is None:
            return self.city
        lat, lon = point
        return min(self.cities, key=lambda c: (c.latitude - lat) ** 2 + ((c.longitude - lon) * 0.66) ** 2)

    def remark(self, idea: Idea, number: int, at: dt.datetime) -> None:
        """A comment under the first ideas of a collection."""
        host = find(KIND, idea.uuid)
        if host is not None:
            thread = ensure_thread_about(KIND, idea.uuid, host, actor=None)
            author = self.people[(number + 3) % len(self.people)]
            post_comment(
                idea.city, thread, author, REMARKS[number], at=at + dt.timedelta(hours=3 + number), trusted=True
            )

    def point(self) -> tuple[float, float] | None:
        """Somewhere in the project's area."""
        project = self.module.project
        if project.area is None or project.south is None or project.west is None:
            return self.city.latitude, self.city.longitude
        assert project.north is not None
        assert project.east is not None
        for _try in range(40):
            lat = self.rng.uniform(project.south, project.north)
            lon = self.rng.uniform(project.west, project.east)
            if geo.contains(project.area, lat, lon):
                return lat, lon
        return None

    def support(self, idea: Idea, told: Told, at: dt.datetime) -> None:
        for fan in self.rng.sample(self.people, self.rng.randint(0, min(3, len(self.people) - 1))):
            if fan.pk != idea.author_id:
                actions.set_support(self.module, idea, Person(fan), True, at=at + dt.timedelta(minutes=30))
        if told.state and idea.state == Idea.State.NEW:
            when = min(at + dt.timedelta(days=self.rng.randint(2, 9)), self.now - dt.timedelta(hours=1))
            answers.answer(
                idea.city, self.module, answerables()[KIND], [idea.uuid], state=told.state, reason=told.reason,
                office=self.collection.office, actor=account(idea.city, "verwaltung"), at=when, trusted=True,
            )  # fmt: skip
