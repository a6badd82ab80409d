"""Surveys of the demo (contract: portal.demo.registry): questions, and sheets that people have filled in."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, Any

from participation.projects.models import Module
from participation.projects.plans import plan_of
from portal.demo.registry import account, once

from . import actions, editing
from .demo_texts import Ask, survey_for
from .models import Question, questions_of
from .walk import listed, path

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City


def seed(city: City, *, rng: random.Random, now: dt.datetime) -> None:
    modules = Module.objects.filter(project__city=city, kind="poll").select_related("project__city")
    for module in modules.order_by("pk"):
        actor = account(city, "koordination" if city.is_alliance else "verwaltung")
        once(
            city, f"polls/{module.project.slug}/{module.slug}",
            lambda m=module, a=actor: _survey(city, m, a, rng, now),  # type: ignore[misc]
        )  # fmt: skip


def _survey(city: City, module: Module, actor: User, rng: random.Random, now: dt.datetime) -> Question:
    asks = survey_for(f"{module.title} {module.project.title}")
    made: list[Question] = []
    for ask in asks:
        fields: dict[str, Any] = {}
        if ask.when is not None:
            steering = made[ask.when[0]]
            fields["condition"] = steering
            fields["condition_choices"] = [
                str(c.uuid) for c in steering.choices.all() if c.text in ask.when[1]
            ]  # fmt: skip
        row = editing.add_question(
            city, module, actor=actor, choices=list(ask.choices), other=ask.other, kind=ask.kind, text=ask.text,
            required=ask.required, help_text=ask.help_text, easy_text=ask.easy_text, max_choices=ask.max_choices,
            steps=ask.steps, low_label=ask.low_label, high_label=ask.high_label, **fields,
        )  # fmt: skip
        made.append(row)
    plan = plan_of(module.project)
    if any(phase.starts_at <= now for phase, _access in plan.windows(module, actions.FEATURE)):
        questions = questions_of(module.pk)
        sheets = [_sheet(questions, asks, rng) for _ in range(rng.randint(34, 78))]
        actions.import_responses(city, module, sheets, actor=actor)
    return made[0]


def _sheet(questions: list[Question], asks: tuple[Ask, ...], rng: random.Random) -> dict[str, Any]:
    """One person's answers, question by question along the way."""
    answers: dict[str, Any] = {}
    for question, ask in zip(questions, asks, strict=True):
        if question not in path(questions, answers) or (not question.required and rng.random() < 0.12):
            continue
        value = _value(question, ask, rng)
        if value:
            answers[str(question.uuid)] = value
    return answers


def _value(question: Question, ask: Ask, rng: random.Random) -> dict[str, Any]:
    if ask.kind == "text":
        return {"text": rng.choice(ask.texts)} if rng.random() < 0.4 else {}
    if ask.kind == "scale":
        return {"number": rng.choices(range(1, ask.steps + 1), ask.weights)[0]}
    keys = {c.text: str(c.uuid) for c in listed(question)}
    if ask.kind == "single":
        return {"choices": [keys[rng.choices(ask.choices, ask.weights)[0]]]}
    if ask.kind == "ranking":
        liked = sorted(zip(ask.choices, ask.weights, strict=True), key=lambda item: -item[1] - rng.gauss(0, 1.2))
        return {"ranks": {keys[text]: place for place, (text, _weight) in enumerate(liked, 1)}}
    taken = [text for text, weight in zip(ask.choices, ask.weights, strict=True) if rng.random() < weight]
    value: dict[str, Any] = {}
    if ask.others and rng.random() < 0.08:
        taken = [*taken[: (ask.max_choices or 9) - 1], ask.other]
        value["other"] = rng.choice(ask.others)
    elif ask.max_choices and len(taken) > ask.max_choices:
        taken = rng.sample(taken, ask.max_choices)
    return {**value, "choices": [keys[text] for text in taken]} if taken else {}
