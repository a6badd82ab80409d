"""Texts of the demo: two versions each, suggestions, answers, remarks (contract: portal.demo.registry)."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from participation.comments import hosts
from participation.comments.actions import ensure_thread_about, post_comment
from participation.projects.models import Module, Phase
from participation.projects.permissions import Person
from portal.demo.registry import account, once, voices

from . import actions
from .demo_texts import WORKS, Proposal, Work
from .models import Anchor, Paragraph, Suggestion, Version
from .reading import KIND

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City


def seed(city: City, *, rng: random.Random, now: dt.datetime) -> None:
    people = voices(city)
    if city.is_alliance or not people:
        return
    for module in Module.objects.filter(project__city=city, kind="text").select_related("project__city").order_by("pk"):
        work = WORKS.get(module.title)
        phase = Phase.objects.filter(accesses__module=module, accesses__feature="suggest").first()
        if work is not None and phase is not None and phase.starts_at < now:
            _Filling(city, module, work, people, phase.starts_at, now).run()


class _Filling:
    """One text: version 1 when the phase opens, suggestions day by day, version 2 in between."""

    def __init__(
        self, city: City, module: Module, work: Work, people: list[User], start: dt.datetime, now: dt.datetime
    ) -> None:
        self.city, self.module, self.work, self.people = city, module, work, people
        self.start, self.now = start, now
        self.desk = account(city, "verwaltung")
        self.key = f"textwork/{module.project.slug}/{module.slug}"

    def at(self, day: float) -> dt.datetime:
        """A moment of the phase, never in the future."""
        return min(self.start + dt.timedelta(days=day, hours=9, minutes=17), self.now - dt.timedelta(minutes=5))

    def run(self) -> None:
        first = once(self.city, f"{self.key}/1", lambda: self.publish(self.work.source, "", 0))
        if first is None:
            return
        early = [p for p in self.work.proposals if p.state]
        for number, proposal in enumerate(early):
            self.propose(proposal, f"{self.key}/vorschlag/{number}")
        once(self.city, f"{self.key}/2", lambda: self.publish(self.second(), self.work.note, self.work.day))
        for number, proposal in enumerate((p for p in self.work.proposals if not p.state), len(early)):
            self.propose(proposal, f"{self.key}/vorschlag/{number}")
        for number, remark in enumerate(self.work.remarks):
            anchor = self.paragraph(remark.start).anchor
            author = self.desk if remark.office else self.people[remark.voice % len(self.people)]
            once(
                self.city, f"{self.key}/kommentar/{number}",
                lambda a=anchor, r=remark, u=author: self.say(a, r.text, u, r.office, r.day),  # type: ignore[misc]
            )  # fmt: skip

    def publish(self, source: str, note: str, day: int) -> Version:
        actions.save_draft(self.city, self.module, source, note=note, actor=self.desk)
        return actions.publish(self.city, self.module, actor=self.desk, at=self.at(day))

    def second(self) -> str:
        source = self.work.source
        for old, new in self.work.changes:
            source = source.replace(old, new)
        return source

    def paragraph(self, start: str) -> Paragraph:
        version = actions.current_version(self.module)
        return Paragraph.objects.select_related("anchor").get(version=version, text__startswith=start)

    def propose(self, proposal: Proposal, key: str) -> None:
        made = once(self.city, key, lambda: self.suggest(proposal))
        if made is not None and proposal.state and made.is_open:
            actions.decide(
                self.city, made, proposal.state, answer=proposal.answer, actor=self.desk,
                at=self.at(self.work.day - 0.5),
            )  # fmt: skip

    def suggest(self, proposal: Proposal) -> Suggestion:
        found = self.paragraph(proposal.start)
        person = Person(self.people[proposal.voice % len(self.people)])
        return actions.suggest(
            self.city.pk, self.module, found.anchor, person, found.text.replace(proposal.old, proposal.new),
            reason=proposal.reason, at=self.at(proposal.day), trusted=True,
        )  # fmt: skip

    def say(self, anchor: Anchor, text: str, author: User, office: str, day: int):  # type: ignore[no-untyped-def]
        host = hosts.find(KIND, anchor.uuid)
        assert host is not None
        thread = ensure_thread_about(KIND, anchor.uuid, host, actor=author)
        return post_comment(self.city, thread, author, text, office=office, at=self.at(day + 0.2), trusted=True)
