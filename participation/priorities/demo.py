"""Weights of the demo (contract: portal.demo.registry): proposals for each module, and weights where it is open already."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from participation.projects.models import Access, Module
from participation.projects.permissions import Person
from portal.demo.registry import account, once, voices
from portal.kit.refused import Refused

from . import actions
from .demo_texts import proposals_for
from .models import Method, Option
from .pairing import all_pairs

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City


def seed(city: City, *, rng: random.Random, now: dt.datetime) -> None:
    people = voices(city)
    modules = Module.objects.filter(project__city=city, kind="priorities").select_related("project", "city")
    for module in modules.order_by("pk"):
        key = f"priorities/{module.project.slug}/{module.slug}"
        editor = account(city, "verwaltung")
        made = [
            once(
                city, f"{key}/{n}",
                lambda m=module, t=title, x=text, e=editor: actions.save_option(city, m, actor=e, title=t, text=x),  # type: ignore[misc]
            )
            for n, (title, text) in enumerate(proposals_for(module.project.title))
        ]  # fmt: skip
        options = [option for option in made if option is not None]
        moment = _open_moment(module, now)
        if moment is not None and len(options) > 1 and not actions.is_frozen(module):
            for person in people:
                _weigh(city, module, options, person, rng, moment)


def _open_moment(module: Module, now: dt.datetime) -> dt.datetime | None:
    """A moment of the past at which weighing was open; None when it begins later."""
    for access in Access.objects.filter(module=module, feature=actions.FEATURE).select_related("phase"):
        phase = access.phase
        if phase.starts_at < now:
            return min(now, phase.ends_at or now) - dt.timedelta(minutes=1)
    return None


def _weigh(
    city: City, module: Module, options: list[Option], user: User, rng: random.Random, moment: dt.datetime
) -> None:
    """What comes first on the list matters a little more to people, so that the demo has a result."""
    person, method = Person(user), module.setting("method")
    try:
        if method == Method.PAIRWISE:
            by_pk = {option.pk: option for option in options}
            for first, second in rng.sample(all_pairs(by_pk), k=min(8, len(all_pairs(by_pk)))):
                one, other = by_pk[first], by_pk[second]
                winner = rng.choice((one, one, other, None))
                actions.compare(city, module, person, one.uuid, other.uuid, winner.uuid if winner else None, at=moment)
        elif method == Method.POINTS:
            left = module.setting("points")
            values: dict = {}
            for option in rng.sample(options, k=len(options)):
                values[option.uuid] = rng.randint(0, min(4, left))
                left -= values[option.uuid]
            actions.weigh(city, module, person, values, at=moment)
        else:
            rated = {o.uuid: min(5, rng.randint(1, 6 - n // 2)) for n, o in enumerate(options) if rng.random() < 0.9}
            actions.weigh(city, module, person, rated, at=moment)
    except Refused:
        return  # where only people with proof of residence weigh, the demo's voices do not
