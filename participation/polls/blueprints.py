"""Questions of a survey in a blueprint (hooks `dump` and `load` of the kind): by position, without any identity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from portal.kit.refused import Refused

from .editing import add_question
from .models import MAX_CHOICES, MAX_QUESTIONS, Question, questions_of

if TYPE_CHECKING:
    from participation.projects.models import Module

TEXTS = ("kind", "text", "help_text", "easy_text", "low_label", "high_label", "other")
NAMES = frozenset({*TEXTS, "required", "max_choices", "steps", "choices", "condition", "condition_choices"})


def dump(module: Module) -> list[dict[str, Any]]:
    with scopes_disabled():
        rows = questions_of(module.pk)
    places = {row.pk: n for n, row in enumerate(rows)}
    found = []
    for row in rows:
        plain = [c for c in row.choice_list if not c.other]  # type: ignore[attr-defined]
        before = rows[places[row.condition_id]].choice_list if row.condition_id in places else []  # type: ignore[attr-defined]
        found.append({
            "kind": row.kind, "text": row.text, "help_text": row.help_text, "easy_text": row.easy_text,
            "required": row.required, "max_choices": row.max_choices, "steps": row.steps, "low_label": row.low_label,
            "high_label": row.high_label, "choices": [c.text for c in plain],
            "other": next((c.text for c in row.choice_list if c.other), ""),  # type: ignore[attr-defined]
            "condition": places.get(row.condition_id) if row.condition_id else None,
            "condition_choices": [n for n, c in enumerate(before) if str(c.uuid) in row.condition_choices],
        })  # fmt: skip
    return found


def load(module: Module, content: Any) -> None:
    """Ask the questions in a new, empty survey. Raises Refused for whatever is not a list of questions."""
    if not isinstance(content, list) or len(content) > MAX_QUESTIONS:
        raise Refused(_("Das sind keine Fragen einer Umfrage."))
    for part in content:
        _check_types(part)
        with scopes_disabled():
            rows = questions_of(module.pk)
            condition, wanted = _condition(rows, part["condition"], part["condition_choices"])
            add_question(
                module.city, module, actor=None, choices=part["choices"], other=part["other"], kind=part["kind"],
                text=part["text"], help_text=part["help_text"], easy_text=part["easy_text"], required=part["required"],
                max_choices=part["max_choices"], steps=part["steps"], low_label=part["low_label"],
                high_label=part["high_label"], condition=condition, condition_choices=wanted,
            )  # fmt: skip


def _is_number(value: Any, top: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < top


def _check_types(part: Any) -> None:
    good = (
        isinstance(part, dict)
        and set(part) == NAMES
        and all(isinstance(part[name], str) for name in TEXTS)
        and isinstance(part["required"], bool)
        and _is_number(part["steps"], 100)
        and (part["max_choices"] is None or _is_number(part["max_choices"], 1000))
        and isinstance(part["choices"], list)
        and len(part["choices"]) <= MAX_CHOICES
        and all(isinstance(text, str) for text in part["choices"])
        and (part["condition"] is None or _is_number(part["condition"], MAX_QUESTIONS))
        and isinstance(part["condition_choices"], list)
        and all(_is_number(n, 1000) for n in part["condition_choices"])
    )
    if not good:
        raise Refused(_("Das sind keine Fragen einer Umfrage."))


def _condition(rows: list[Question], place: int | None, choices: list[int]) -> tuple[Question | None, list[str]]:
    if place is None:
        return None, []
    if place >= len(rows):
        raise Refused(_("Eine Bedingung verweist auf eine Frage, die es noch nicht gibt."))
    known = rows[place].choice_list  # type: ignore[attr-defined]
    return rows[place], [str(known[n].uuid) for n in choices if n < len(known)]
