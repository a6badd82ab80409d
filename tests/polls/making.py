"""Makes surveys for tests, through the product's own actions."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from django.utils import timezone
from django_scopes import scope

from participation.polls import actions, editing
from participation.polls.models import Question, questions_of
from participation.projects import actions as projects
from participation.projects.models import Access, Module, Phase, Who
from participation.projects.permissions import Person
from portal.accounts.models import User
from portal.cities.models import City
from tests.factories import make_user

_numbers = itertools.count(1)
HOUR = dt.timedelta(hours=1)


def make_poll(city: City, who: str = Who.MEMBER, title: str = "Schulweg", **settings: Any) -> Module:
    """A published project with a running phase and an empty survey."""
    now = timezone.now()
    with scope(city=[city]):
        project = projects.create_project(city, f"{title} {next(_numbers)}", actor=None)
        projects.save_phase(
            city, project, actor=None, kind="vote", title="Umfrage", starts_at=now - 24 * HOUR, ends_at=now + 24 * HOUR
        )
        module = projects.add_module(city, project, "poll", title, actor=None, settings=settings)
        Access.objects.filter(module=module).update(who=who)
        projects.set_status(city, project, "published", actor=None)
    return module


def end(module: Module) -> None:
    with scope(city=[module.city]):
        projects.end_phase(module.city, Phase.objects.get(project=module.project), actor=None)


def ask(
    module: Module, kind: str, text: str = "", choices: tuple[str, ...] = (), *, when: Any = None, **fields: Any
) -> Question:
    """`when`: (question, "text of its choice") on which the new one depends."""
    if when is not None:
        steering, wanted = when
        fields["condition"] = steering
        fields["condition_choices"] = [choice(steering, wanted)]
    with scope(city=[module.city]):
        made = editing.add_question(
            module.city,
            module,
            actor=None,
            kind=kind,
            text=text or f"Frage {next(_numbers)}?",
            choices=list(choices),
            **fields,
        )
        return next(q for q in questions_of(module.pk) if q.pk == made.pk)


def choice(question: Question, text: str) -> str:
    return next(str(c.uuid) for c in question.choice_list if c.text == text)


def pick(question: Question, *texts: str) -> dict[str, Any]:
    return {str(question.uuid): {"choices": [choice(question, t) for t in texts]}}


def place(question: Question, *texts: str) -> dict[str, Any]:
    return {str(question.uuid): {"ranks": {choice(question, t): n for n, t in enumerate(texts, 1)}}}


def every_kind(module: Module) -> dict[str, Question]:
    """One question of each kind; „warum“ only for those who do not walk."""
    way = ask(module, "single", "Wie kommen Sie?", ("zu Fuß", "Rad", "Auto"), required=True, other="anders")
    return {
        "way": way,
        "why": ask(module, "text", "Warum nicht zu Fuß?", when=(way, "Auto"), required=True),
        "wish": ask(module, "multiple", "Was hilft?", ("Ampel", "Tempo 30", "Radweg"), max_choices=2),
        "rank": ask(module, "ranking", "Was zuerst?", ("Ampel", "Radweg", "Lotse")),
        "safe": ask(module, "scale", "Wie sicher?", steps=5, low_label="gar nicht", high_label="sehr"),
    }


def person(**fields: Any) -> User:
    return make_user(f"p{next(_numbers)}@example.org", **fields)


def answer(module: Module, user: User, answers: dict[str, Any]):
    with scope(city=[module.city]):
        return actions.answer(module.city, module, Person(user), answers)


def fill(module: Module, rows: list[dict[str, Any]]) -> None:
    with scope(city=[module.city]):
        actions.import_responses(module.city, module, rows, actor=None)


def url(module: Module, rest: str = "") -> str:
    return f"/projekt/{module.project.slug}/{module.slug}/{rest}"


def fields(answers: dict[str, Any]) -> dict[str, Any]:
    """What a browser sends for these answers."""
    sent: dict[str, Any] = {}
    for key, value in answers.items():
        name = f"f{key.replace('-', '')}"
        for choice_key, rank in value.get("ranks", {}).items():
            sent[f"{name}_{choice_key.replace('-', '')}"] = str(rank)
        if "choices" in value:
            sent[name] = value["choices"]
        if "other" in value:
            sent[f"{name}_o"] = value["other"]
        if "number" in value:
            sent[name] = str(value["number"])
        if "text" in value:
            sent[name] = value["text"]
    return sent
