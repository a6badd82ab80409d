"""Which questions a person reaches, and whether the answers fit. Pure: knows questions, no requests, no database.

Answers of one person: question uuid → value, both JSON. The value depends on the kind of question:

    single, multiple   {"choices": ["<choice uuid>", …], "other": "words to „Sonstiges“"}
    ranking            {"ranks": {"<choice uuid>": 1, …}}     every choice once, places 1 to n
    scale              {"number": 3}
    text               {"text": "…"}

Nothing given is {}. What comes from outside is checked by `check`, whatever its shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.kit import text as texts

from .models import OTHER_MAX, TEXT_MAX, Choice, Question

Value = dict[str, Any]
Answers = dict[str, Value]


def listed(question: Question) -> list[Choice]:
    """The question's choices as read by `models.questions_of`."""
    return question.choice_list  # type: ignore[attr-defined, no-any-return]


def holds(question: Question, kept: Mapping[str, Value], by_pk: Mapping[int, Question]) -> bool:
    """Is the question reached by someone with these answers? `kept`: answers of reached questions only."""
    if question.condition_id is None:
        return True
    steering = by_pk.get(question.condition_id)
    if steering is None:
        return False
    taken = kept.get(str(steering.uuid), {}).get("choices", [])
    return any(choice in question.condition_choices for choice in taken)


def path(questions: list[Question], answers: Mapping[str, Value]) -> list[Question]:
    """The questions that are reached with these answers, in order. Answers to others count for nothing."""
    by_pk = {q.pk: q for q in questions}
    kept: Answers = {}
    found = []
    for question in questions:
        if holds(question, kept, by_pk):
            found.append(question)
            value = answers.get(str(question.uuid))
            if value:
                kept[str(question.uuid)] = value
    return found


@dataclass
class Settled:
    """`kept`: what may be stored. `errors`: question uuid → what is wrong; empty: the survey can be submitted."""

    kept: Answers = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    reached: list[Question] = field(default_factory=list)


def settle(questions: list[Question], answers: Any, *, complete: bool = True) -> Settled:
    """Check all answers along the way: unreached ones are dropped, required ones asked for where they are reached.

    `complete=False`: for a draft, an answer may still be missing. A wrong one is an error all the same.
    """
    given = answers if isinstance(answers, Mapping) else {}
    by_pk = {q.pk: q for q in questions}
    done = Settled()
    for question in questions:
        if not holds(question, done.kept, by_pk):
            continue
        key = str(question.uuid)
        done.reached.append(question)
        value, error = check(question, given.get(key))
        if error:
            done.errors[key] = error
        elif value:
            done.kept[key] = value
        elif complete and question.required:
            done.errors[key] = missing(question)
    return done


def missing(question: Question) -> str:
    return {
        "single": _("Bitte wählen Sie eine Antwort."),
        "multiple": _("Bitte wählen Sie mindestens eine Antwort."),
        "ranking": _("Bitte geben Sie jeder Antwort einen Platz."),
        "scale": _("Bitte wählen Sie eine Stufe."),
        "text": _("Bitte schreiben Sie eine Antwort."),
    }[question.kind]


def check(question: Question, value: Any) -> tuple[Value, str]:
    """(clean value or {}, error or "")."""
    if not isinstance(value, Mapping):
        return {}, ""
    return _CHECKS[question.kind](question, value)


def _choices(question: Question, value: Mapping[str, Any]) -> tuple[Value, str]:
    raw = value.get("choices") or []
    if not isinstance(raw, list | tuple) or len(raw) > 100:
        return {}, _("Diese Auswahl ist ungültig.")
    known = {str(c.uuid): c for c in listed(question)}
    taken = list(dict.fromkeys(str(item) for item in raw if item))
    if any(key not in known for key in taken):
        return {}, _("Diese Antwort gibt es hier nicht. Bitte wählen Sie noch einmal.")
    if not taken:
        return {}, ""
    if question.kind == Question.Kind.SINGLE and len(taken) > 1:
        return {}, _("Bitte wählen Sie nur eine Antwort.")
    limit = question.max_choices
    if question.kind == Question.Kind.MULTIPLE and limit and len(taken) > limit:
        return {}, ngettext(
            "Bitte wählen Sie höchstens eine Antwort.", "Bitte wählen Sie höchstens %(n)s Antworten.", limit
        ) % {"n": limit}
    ordered = [key for key in known if key in taken]
    found: Value = {"choices": ordered}
    if any(known[key].other for key in ordered):
        words, error = _words(value.get("other"), OTHER_MAX)
        if error:
            return {}, error
        if words:
            found["other"] = words
    return found, ""


def _ranks(question: Question, value: Mapping[str, Any]) -> tuple[Value, str]:
    raw = value.get("ranks") or {}
    if not isinstance(raw, Mapping) or len(raw) > 100:
        return {}, _("Diese Auswahl ist ungültig.")
    given = {str(key): place for key, place in raw.items() if place not in (None, "")}
    if not given:
        return {}, ""
    known = [str(c.uuid) for c in listed(question)]
    if any(key not in known for key in given):
        return {}, _("Diese Antwort gibt es hier nicht. Bitte wählen Sie noch einmal.")
    places = {key: _whole(place) for key, place in given.items()}
    if any(place is None or not 1 <= place <= len(known) for place in places.values()):
        return {}, _("Bitte nur Plätze von 1 bis %(n)s vergeben.") % {"n": len(known)}
    numbers = list(places.values())
    twice = sorted({n for n in numbers if n is not None and numbers.count(n) > 1})
    if twice:
        return {}, _("Platz %(n)s ist zweimal vergeben. Bitte jeden Platz nur einmal.") % {"n": twice[0]}
    if len(places) < len(known):
        return {}, _("Bitte geben Sie jeder Antwort einen Platz, oder lassen Sie alle leer.")
    return {"ranks": {key: places[key] for key in known}}, ""


def _number(question: Question, value: Mapping[str, Any]) -> tuple[Value, str]:
    raw = value.get("number")
    if raw in (None, ""):
        return {}, ""
    number = _whole(raw)
    if number is None or not 1 <= number <= question.steps:
        return {}, _("Bitte wählen Sie eine Stufe von 1 bis %(n)s.") % {"n": question.steps}
    return {"number": number}, ""


def _text(question: Question, value: Mapping[str, Any]) -> tuple[Value, str]:
    words, error = _words(value.get("text"), TEXT_MAX)
    return ({"text": words} if words else {}), error


_CHECKS = {"single": _choices, "multiple": _choices, "ranking": _ranks, "scale": _number, "text": _text}


def _words(raw: Any, limit: int) -> tuple[str, str]:
    if raw is None:
        return "", ""
    if not isinstance(raw, str):
        return "", _("Dieser Text ist ungültig.")
    if len(raw) > 4 * limit:  # no work for a megabyte
        return "", _("Bitte höchstens %(n)s Zeichen.") % {"n": limit}
    words = texts.clean(raw)
    if texts.is_blank(words):
        return "", ""
    if len(words) > limit:
        return "", _("Bitte höchstens %(n)s Zeichen. Ihr Text hat %(m)s.") % {"n": limit, "m": len(words)}
    return words, ""


def _whole(raw: Any) -> int | None:
    """A small whole number, from a form or from JSON."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int):
        return raw
    return int(raw) if isinstance(raw, str) and raw.isascii() and raw.isdigit() and len(raw) <= 4 else None


def in_words(question: Question, value: Mapping[str, Any]) -> list[str]:
    """An answer as the check page and the mail page show it; empty: not answered."""
    names = {str(c.uuid): c for c in listed(question)}
    if question.kind == Question.Kind.TEXT:
        return [value["text"]] if value.get("text") else []
    if question.kind == Question.Kind.SCALE:
        return [step_label(question, value["number"])] if value.get("number") else []
    if question.kind == Question.Kind.RANKING:
        ranks = sorted(value.get("ranks", {}).items(), key=lambda item: item[1])
        return [_("Platz %(n)s: %(choice)s") % {"n": n, "choice": names[key].text} for key, n in ranks if key in names]
    found = [names[key] for key in value.get("choices", []) if key in names]
    other = value.get("other")
    return [f"{c.text}: {other}" if c.other and other else c.text for c in found]


def step_label(question: Question, number: int) -> str:
    """„1 – gar nicht“."""
    label = question.low_label if number == 1 else question.high_label if number == question.steps else ""
    return f"{number} – {label}" if label else str(number)


def condition_words(question: Question, by_pk: Mapping[int, Question], numbers: Mapping[int, int]) -> str:
    """„Nur, wenn Sie bei Frage 2 „Ja“ gewählt haben“; "" for a question that everybody reaches."""
    steering = by_pk.get(question.condition_id or 0)
    if steering is None:
        return ""
    names = [c.text for c in listed(steering) if str(c.uuid) in question.condition_choices]
    return _("Nur, wenn Sie bei Frage %(n)s gewählt haben: %(choices)s") % {
        "n": numbers.get(steering.pk, steering.position + 1),
        "choices": _(" oder ").join(f"„{name}“" for name in names),
    }


def by_uuid(questions: Iterable[Question]) -> dict[str, Question]:
    return {str(q.uuid): q for q in questions}
