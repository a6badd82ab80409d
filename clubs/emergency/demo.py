"""Calls of the demo (contract: portal.demo.registry): an open exercise in Rastatt, a closed call in Bühl, a draft in Bruchsal."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from django_scopes import scopes_disabled

from portal.demo.registry import account, once

from .actions import calls, people, tasks
from .demo_texts import EXERCISE, EXERCISE_TASKS, HANDS, OVER, OVER_THANKS
from .models import Call

if TYPE_CHECKING:
    from portal.cities.models import City

PEOPLE = 18


def seed(city: City, *, rng: random.Random, now: dt.datetime) -> None:
    make = {"rastatt": _exercise, "buehl": _over, "bruchsal": _draft}.get(city.slug)
    if make is not None:
        with scopes_disabled():
            once(city, "emergency/call", lambda: make(city, rng, now))


def _exercise(city: City, rng: random.Random, now: dt.datetime) -> Call:
    actor = account(city, "verwaltung")
    call = calls.create_call(city, "flood", actor=actor, publish=True, is_exercise=True, **EXERCISE)
    found = []
    for number in range(PEOPLE):
        # Numbers that belong to nobody: the Bundesnetzagentur keeps 069 90009 000 to 999 for fiction
        helper, _theirs = people.register(
            call, city, name=f"Übungsperson {number + 1}", phone=f"069 90009{100 + number}" if number < 14 else "",
            email="" if number < 14 else f"uebung{number + 1}@{city.slug}.example",
            postcode=city.postcodes.split(",")[0].strip()[:5], skills=rng.sample(HANDS, 2),
            times=[rng.choice(["sofort", "heute", "wochenende"])], consent=True,
        )  # fmt: skip
        found.append(helper)
    day = now + dt.timedelta(days=10)
    for index, (title, start, end, needed) in enumerate(EXERCISE_TASKS):
        task = tasks.save_task(
            call,
            title=title,
            starts_at=day.replace(hour=start),
            ends_at=day.replace(hour=end),
            needed=needed,
            actor=actor,
        )
        tasks.assign(task, [h.uuid for h in found[index * 6 : index * 6 + (6, 3, 4)[index]]], actor=actor)
    return call


def _over(city: City, rng: random.Random, now: dt.datetime) -> Call:
    actor = account(city, "verwaltung")
    call = calls.create_call(city, "storm", actor=actor, publish=False, **OVER)
    call = calls.open_call(call, actor=actor, now=now - dt.timedelta(days=24))
    return calls.close_call(call, OVER_THANKS, actor=actor, now=now - dt.timedelta(days=20))


def _draft(city: City, rng: random.Random, now: dt.datetime) -> Call:
    return calls.create_call(city, "heat", actor=account(city, "verwaltung"), publish=False)
