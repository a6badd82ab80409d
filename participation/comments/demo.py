"""Discussions of the demo (contract: portal.demo.registry): conversations, likes, and work for the moderators."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from participation.moderation import actions as moderation
from participation.moderation.models import Case
from participation.moderation.registry import load
from portal.demo.registry import account, once, voices

from . import actions
from .demo_texts import (
    ADVERT,
    ADVERT_STATEMENT,
    APPEAL,
    OFFICE,
    PRIVATE,
    PRIVATE_STATEMENT,
    REPORTED,
    TALKS,
    Said,
    Talk,
)
from .models import Comment, Thread

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City


ELSEWHERE = ("baden-baden", "buehl", "rastatt")  # here the author wishes for another city's decision


def talk_for(title: str) -> Talk:
    return next(talk for talk in TALKS if any(word in title for word in talk.words))


def seed(city: City, *, rng: random.Random, now: dt.datetime) -> None:
    """Fill every thread that the city's pages opened; then a report, a decision with reasons and an appeal."""
    people = voices(city)
    threads = list(Thread.objects.filter(city=city, switched_on=True, subject="").select_related("page").order_by("pk"))
    if city.is_alliance or not people or not threads:
        return
    for thread in threads:
        _Conversation(city, thread, people, rng, now).hold(talk_for(thread.page.title))
    _moderation(city, threads[0], people, now)


class _Conversation:
    """One talk, spread over the last days before `now`."""

    def __init__(self, city: City, thread: Thread, people: list[User], rng: random.Random, now: dt.datetime) -> None:
        self.city, self.thread, self.people, self.rng = city, thread, people, rng
        self.clerk = account(city, "verwaltung")
        self.at = now - dt.timedelta(days=3, hours=-9)
        self.number = 0

    def hold(self, talk: Talk) -> None:
        for said in talk.said:
            self.say(said, talk.office, None)

    def say(self, said: Said, office: str, parent: Comment | None) -> None:
        self.number += 1
        self.at += dt.timedelta(minutes=self.rng.randint(25, 260))
        official = said.voice == OFFICE
        author = self.clerk if official else self.people[said.voice % len(self.people)]
        key = f"comments/{self.thread.page.slug}/{self.number}"
        made = once(
            self.city,
            key,
            lambda: actions.post_comment(
                self.city, self.thread, author, said.text, parent=parent, office=office if official else "",
                at=self.at, trusted=True,
            ),
        )  # fmt: skip
        if made is None:
            return
        if made.like_count == 0:
            for fan in self.rng.sample(self.people, min(said.likes, len(self.people))):
                if fan.pk != made.author_id:
                    actions.set_like(self.city, made, fan, True)
        for reply in said.replies:
            self.say(reply, office, made)


def _moderation(city: City, thread: Thread, people: list[User], now: dt.datetime) -> None:
    """An open report, a hidden comment, and an appeal that waits."""
    moderator = account(city, "moderation")

    def written(key: str, voice: int, text: str, hours: int) -> Comment | None:
        author = people[voice % len(people)]
        return once(
            city,
            f"comments/{key}",
            lambda: actions.post_comment(
                city, thread, author, text, at=now - dt.timedelta(hours=hours), trusted=True
            ),
        )  # fmt: skip

    def reported(key: str, comment: Comment, by: User, reason: str, text: str, hours: int) -> Case | None:
        content = load(city, actions.KIND, comment.uuid)
        if content is None or content.gone or content.hidden:
            return None
        at = now - dt.timedelta(hours=hours)
        made = once(
            city,
            f"moderation/{key}",
            lambda: moderation.report(city, content, reporter=by, reason=reason, text=text, at=at),
        )
        return made.case if made else None

    voice, text, reason, words = REPORTED
    comment = written("gemeldet", voice, text, 20)
    if comment is not None:
        reported("gemeldet-1", comment, people[2], reason, words, 3)
        reported("gemeldet-2", comment, people[5 % len(people)], reason, "", 2)
    for key, (voice, text, reason, words), statement in (
        ("werbung", ADVERT, ADVERT_STATEMENT),
        ("privat", PRIVATE, PRIVATE_STATEMENT),
    ):
        comment = written(key, voice, text, 44)
        case = reported(f"{key}-1", comment, people[0], reason, words, 40) if comment else None
        if case is not None and case.status == Case.Status.OPEN:
            moderation.hide(
                city, case, actor=moderator, reason=reason, statement=statement, at=now - dt.timedelta(hours=38)
            )
            if key == "werbung" and case.author is not None:
                moderation.appeal(
                    city, case, author=case.author, text=APPEAL, elsewhere=city.slug in ELSEWHERE,
                    at=now - dt.timedelta(hours=6),
                )  # fmt: skip
