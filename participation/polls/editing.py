"""Every change of state of questions, by the desk of the leading city. Each takes the project's lock alone, so that
no response is written while the questions change.

Before the first response everything can change. Afterwards the structure is frozen: what people have answered must
stay what they were asked. Only the wording can be corrected.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from participation.projects.gate import hold
from portal.audit.actions import record
from portal.kit import text as texts
from portal.kit.refused import Refused

from .models import (
    CHOICE_MAX,
    MAX_CHOICES,
    MAX_QUESTIONS,
    MAX_RANKED,
    QUESTION_MAX,
    Choice,
    Question,
    Response,
    questions_of,
)

if TYPE_CHECKING:
    from participation.projects.models import Module
    from portal.accounts.models import User
    from portal.cities.models import City

WORDING = ("text", "help_text", "easy_text", "low_label", "high_label")
STRUCTURE = ("kind", "required", "max_choices", "steps", "condition", "condition_choices")


def frozen_reason() -> str:
    return _(
        "Es gibt schon Antworten. Damit sie vergleichbar bleiben, lassen sich nur noch Texte berichtigen: keine Fragen"
        " oder Antworten hinzufügen, löschen, verschieben oder anders verknüpfen."
    )


def is_frozen(module: Module) -> bool:
    return Response.objects.submitted().filter(module=module).exists()


def _enter(city: City, module: Module, *, structure: bool) -> list[Question]:
    """Lock and read. Raises Refused: a partner city's desk, or frozen."""
    if module.city_id != city.pk:
        raise Refused(_("Die Fragen bearbeitet die Stadt, die das Projekt führt."))
    hold(module.project_id, alone=True)
    if structure and is_frozen(module):
        raise Refused(frozen_reason(), code="frozen")
    return questions_of(module.pk)


@transaction.atomic
def add_question(
    city: City, module: Module, *, actor: User | None, choices: list[str], other: str = "", **fields: Any
) -> Question:
    """Add a question at the end. `choices`: their texts, in order; `other`: the label of „Sonstiges“, "" for none."""
    rows = _enter(city, module, structure=True)
    if len(rows) >= MAX_QUESTIONS:
        raise Refused(_("Eine Umfrage hat höchstens %(n)s Fragen.") % {"n": MAX_QUESTIONS})
    question = Question(city=city, module=module, position=len(rows))
    question.choice_list = []  # type: ignore[attr-defined]
    _set(question, fields)
    _check(question, rows, choices, other)
    question.save()
    _set_choices(question, choices, other, rows)
    record(city, "polls.add_question", question, actor=actor, module=str(module.uuid), kind=question.kind)
    return question


@transaction.atomic
def change_question(
    city: City, question: Question, *, actor: User | None, choices: list[str], other: str = "", **fields: Any
) -> Question:
    """Change a question before the first response. Choices keep their identity by text, else by place."""
    rows = _enter(city, question.module, structure=True)
    question = _among(rows, question)
    _set(question, fields)
    earlier = [q for q in rows if q.position < question.position]
    _check(question, earlier, choices, other)
    if not question.can_steer and any(q.condition_id == question.pk for q in rows):
        raise Refused(_("Von dieser Frage hängen andere ab. Sie braucht eine Auswahl: eine oder mehrere Antworten."))
    question.save()
    _set_choices(question, choices, other, rows)
    record(city, "polls.change_question", question, actor=actor, kind=question.kind)
    return question


@transaction.atomic
def correct_question(
    city: City, question: Question, *, actor: User | None, choices: Mapping[str, str] | None = None, **wording: Any
) -> Question:
    """Correct the wording, at any time. `choices`: uuid → text."""
    question = _among(_enter(city, question.module, structure=False), question)
    if set(wording) - set(WORDING):
        raise Refused(frozen_reason(), code="frozen")
    _set(question, wording)
    _full_clean(question)
    question.save()
    known = {str(c.uuid): c for c in question.choice_list}  # type: ignore[attr-defined]
    wanted = {key: _line(text) for key, text in (choices or {}).items()}
    if set(wanted) - set(known):
        raise Refused(frozen_reason(), code="frozen")
    after = [wanted.get(key, choice.text) for key, choice in known.items()]
    _check_lines(after)
    for key, text in wanted.items():
        if known[key].text != text:
            known[key].text = text
            known[key].save(update_fields=["text"])
    record(city, "polls.change_question", question, actor=actor, wording=True)
    return question


@transaction.atomic
def copy_question(city: City, question: Question, *, actor: User | None) -> Question:
    """The same question once more, right behind."""
    rows = _enter(city, question.module, structure=True)
    question = _among(rows, question)
    if len(rows) >= MAX_QUESTIONS:
        raise Refused(_("Eine Umfrage hat höchstens %(n)s Fragen.") % {"n": MAX_QUESTIONS})
    text = _("%(text)s (Kopie)") % {"text": question.text}
    values = {name: getattr(question, name) for name in (*WORDING, *STRUCTURE)}
    made = Question(city=city, module=question.module, position=question.position + 1, **values)
    made.text = text[:QUESTION_MAX]
    _renumber([*rows[: question.position + 1], made, *rows[question.position + 1 :]])
    made.save()
    for choice in question.choice_list:  # type: ignore[attr-defined]
        Choice.objects.create(city=city, question=made, text=choice.text, position=choice.position, other=choice.other)
    record(city, "polls.copy_question", made, actor=actor)
    return made


@transaction.atomic
def move_question(city: City, question: Question, step: int, *, actor: User | None) -> None:
    """One place up (-1) or down (1). A question stays behind the one it depends on. At the edge nothing changes."""
    rows = _enter(city, question.module, structure=True)
    question = _among(rows, question)
    here = rows.index(question)
    there = here + (1 if step > 0 else -1)
    if not 0 <= there < len(rows):
        return
    first, second = sorted((rows[here], rows[there]), key=rows.index)
    if second.condition_id == first.pk:
        raise Refused(
            _("„%(second)s“ hängt von „%(first)s“ ab und bleibt deshalb dahinter.")
            % {"second": second.text, "first": first.text}
        )
    rows[here], rows[there] = rows[there], rows[here]
    _renumber(rows)
    record(city, "polls.move_question", question, actor=actor, to=there + 1)


@transaction.atomic
def delete_question(city: City, question: Question, *, actor: User | None) -> None:
    rows = _enter(city, question.module, structure=True)
    question = _among(rows, question)
    if any(q.condition_id == question.pk for q in rows):
        raise Refused(_("Von dieser Frage hängen andere ab. Bitte ändern Sie zuerst deren Bedingung."))
    record(city, "polls.delete_question", question, actor=actor, text=question.text)
    rows.remove(question)
    question.delete()
    _renumber(rows)


# --- Rules --------------------------------------------------------------------------------------


def _among(rows: list[Question], question: Question) -> Question:
    found = next((q for q in rows if q.pk == question.pk), None)
    if found is None:
        raise Refused(_("Diese Frage gibt es nicht mehr."), code="gone")
    return found


def _renumber(rows: list[Question]) -> None:
    for number, row in enumerate(rows):
        if row.position != number or row.pk is None:
            row.position = number
            if row.pk is not None:
                row.save(update_fields=["position"])


def _set(question: Question, fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - {*WORDING, *STRUCTURE}
    if unknown:
        raise TypeError(f"not to be set here: {sorted(unknown)}")
    for name, value in fields.items():
        if name in WORDING:
            value = texts.clean(str(value or ""))
            value = value if name == "easy_text" else " ".join(value.split())
        setattr(question, name, value)


def _full_clean(question: Question) -> None:
    with scopes_disabled():
        question.full_clean(exclude=["city", "module", "condition"])


def _line(text: str) -> str:
    return " ".join(texts.clean(text).split())


def _check(question: Question, earlier: list[Question], choices: list[str], other: str) -> None:
    """The question as a whole; `choices` are the texts it will have."""
    if question.kind != Question.Kind.MULTIPLE:
        question.max_choices = None
    if question.kind != Question.Kind.SCALE:
        question.steps, question.low_label, question.high_label = 5, "", ""
    _full_clean(question)
    if question.has_choices:
        lines = [line for line in map(_line, choices) if line] + ([_line(other)] if other else [])
        _check_lines(lines)
        if len(lines) < 2:
            raise Refused(_("Bitte geben Sie mindestens zwei Antworten vor."), code="choices")
        limit = MAX_RANKED if question.kind == Question.Kind.RANKING else MAX_CHOICES
        if len(lines) > limit:
            raise Refused(_("Bitte höchstens %(n)s Antworten.") % {"n": limit}, code="choices")
        if question.kind == Question.Kind.RANKING and other:
            raise Refused(_("In eine Rangfolge passt keine eigene Antwort."), code="choices")
    _check_condition(question, earlier)


def _check_lines(lines: list[str]) -> None:
    if any(len(line) > CHOICE_MAX for line in lines):
        raise Refused(_("Eine Antwort hat höchstens %(n)s Zeichen.") % {"n": CHOICE_MAX}, code="choices")
    if any(texts.is_blank(line) for line in lines):
        raise Refused(_("Jede Antwort braucht einen Text."), code="choices")
    if len({line.casefold() for line in lines}) < len(lines):
        raise Refused(_("Zwei Antworten sind gleich."), code="choices")


def _check_condition(question: Question, earlier: list[Question]) -> None:
    if question.condition_id is None:
        question.condition_choices = []
        return
    steering = next((q for q in earlier if q.pk == question.condition_id), None)
    if steering is None or not steering.can_steer:
        raise Refused(_("Abhängen kann eine Frage nur von einer früheren Frage mit Auswahl."), code="condition")
    known = {str(c.uuid) for c in steering.choice_list}  # type: ignore[attr-defined]
    wanted = question.condition_choices
    if not isinstance(wanted, list) or not wanted or any(item not in known for item in wanted):
        raise Refused(_("Bitte wählen Sie, bei welchen Antworten die Frage erscheint."), code="condition")


def _set_choices(question: Question, choices: list[str], other: str, rows: list[Question]) -> None:
    """Make the stored choices the wanted ones; one that other questions depend on cannot go."""
    lines = [line for line in map(_line, choices) if line] if question.has_choices else []
    wanted = [(line, False) for line in lines]
    if other and question.has_choices:
        wanted.append((_line(other), True))
    old: list[Choice] = list(question.choice_list)  # type: ignore[attr-defined]
    taken: dict[int, Choice] = {}
    for place, (text, _is_other) in enumerate(wanted):
        same = next((c for c in old if c.text == text and c not in taken.values()), None)
        if same is not None:
            taken[place] = same
    for place in range(len(wanted)):
        if place not in taken and place < len(old) and old[place] not in taken.values():
            taken[place] = old[place]
    gone = [c for c in old if c not in taken.values()]
    for choice in gone:
        needed = next((q for q in rows if str(choice.uuid) in q.condition_choices), None)
        if needed is not None:
            raise Refused(
                _("Von der Antwort „%(choice)s“ hängt die Frage „%(question)s“ ab.")
                % {"choice": choice.text, "question": needed.text},
                code="choices",
            )
        choice.delete()
    for choice in taken.values():
        if choice.other:  # at most one at a time, whatever the order
            choice.other = False
            choice.save(update_fields=["other"])
    for place, (text, is_other) in enumerate(wanted):
        choice = taken.get(place) or Choice(city_id=question.city_id, question=question)
        choice.text, choice.position, choice.other = text, place, is_other
        choice.save()
