"""What a survey hands out as data. The public gets counts; the desk one row per response, anonymous ones nameless."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from participation.projects.plans import plan_of
from portal.kit.tables import Table

from .models import Answer, Question, Response, questions_of
from .showing import figures, is_over, may_see_results

if TYPE_CHECKING:
    from participation.projects.models import Module

SOURCE_COLUMNS = (
    ("question", "Frage"),
    ("text", "Wortlaut"),
    ("kind", "Art"),
    ("answer", "Antwort"),
    ("count", "Anzahl"),
    ("people", "Antwortende"),
    ("points", "Borda-Punkte"),
    ("mean", "Mittelwert"),
)


def tables(module: Module, *, public: bool) -> list[Table]:
    """Public: only what the results page shows everybody, after the end. Every city's rows: a joint project is one survey."""
    with scopes_disabled():
        plan, now = plan_of(module.project), timezone.now()
        found = []
        if not public or (is_over(plan, module, now) and may_see_results(plan, module, now)):
            rows = list(_counts(module, public=public))
            found.append(Table(f"{module.slug[:19]}-ergebnis", _("Ergebnis: %s") % module.title, SOURCE_COLUMNS, rows))
        if not public:
            found.append(_responses(module))
    return found


def _counts(module: Module, *, public: bool) -> Iterator[dict[str, Any]]:
    for row in figures(module, public=public):
        base = {
            "question": row.number,
            "text": row.question.text,
            "kind": row.question.kind,
            "people": None if row.hidden else row.people,
            "answer": None,
            "count": None,
            "points": None,
            "mean": round(row.mean, 3) if row.mean is not None else None,
        }
        if row.hidden or not (row.bars or row.ranking):
            yield base
        for bar in row.bars:
            yield {**base, "answer": bar.label, "count": bar.count}
        for line in row.ranking:
            yield {**base, "answer": line["choice"].text, "points": line["points"], "mean": round(line["mean"], 3)}


def _responses(module: Module) -> Table:
    """The order of the rows is random, by their keys: it says nothing about when they came."""
    questions = questions_of(module.pk)
    named = not module.setting("anonymous")
    columns = [("response", "Antwortbogen"), ("city", "Stadt")]
    columns += [("person", "Person"), ("submitted_at", "Abgegeben")] if named else []
    columns += [(f"q{n}", f"{n}. {q.text}") for n, q in enumerate(questions, 1)]
    cells = _cells(module, questions)
    rows = []
    for response in Response.objects.submitted().filter(module=module).select_related("city", "user").order_by("pk"):
        row: dict[str, Any] = {"response": response.uuid, "city": response.city.name}
        if named:
            row["person"] = response.user.public_name if response.user else None
            row["submitted_at"] = response.submitted_at
        for n, question in enumerate(questions, 1):
            row[f"q{n}"] = cells[response.pk].get(question.pk)
        rows.append(row)
    return Table(f"{module.slug[:18]}-antworten", _("Antworten: %s") % module.title, tuple(columns), rows)


def _cells(module: Module, questions: list[Question]) -> dict[int, dict[int, Any]]:
    """response → question → what was answered, in one query."""
    kinds = {q.pk: q.kind for q in questions}
    names = {c.pk: c for q in questions for c in q.choice_list}  # type: ignore[attr-defined]
    cells: dict[int, dict[int, Any]] = defaultdict(dict)
    rows = Answer.objects.filter(question__module=module).order_by("number", "choice__position")
    for response, question, choice, number, text in rows.values_list(
        "response", "question", "choice", "number", "text"
    ):
        if kinds[question] == Question.Kind.SCALE:
            cells[response][question] = number
            continue
        if choice is None:
            part = text
        elif kinds[question] == Question.Kind.RANKING:
            part = f"{number}. {names[choice].text}"
        else:
            part = f"{names[choice].text}: {text}" if text else names[choice].text
        before = cells[response].get(question)
        cells[response][question] = f"{before}; {part}" if before else part
    return cells
