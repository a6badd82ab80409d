"""Who runs the questions of a meeting, and who may ask without an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.projects.models import Who
from participation.projects.permissions import may_manage
from participation.projects.plans import Plan

if TYPE_CHECKING:
    from participation.projects.models import Module
    from participation.projects.rooms import Room
    from portal.accounts.models import User

    from .models import Question


def may_run(user: User | None, plan: Plan, question: Question) -> bool:
    """The desk of the question's city, and that of the leading city, whose meeting it is."""
    cities = [city for city in plan.cities if city.pk in (question.city_id, plan.project.city_id)]
    return any(may_manage(user, plan, city) for city in cities)


def owns(user: User | None, question: Question) -> bool:
    return user is not None and question.author_id == user.pk


def is_premoderated(module: Module) -> bool:
    return bool(module.setting("premoderation"))


def takes_nameless(room: Room) -> bool:
    """In a hall a link by mail is too slow: where the phase is open to everyone and the desk reads each question before
    it is shown, a question needs no account and no address."""
    return room.asks_for("ask") == Who.ANYONE and is_premoderated(room.module)
