"""What a survey shows: when results are shown to whom, and the figures – three queries, however many responses."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.db.models import Count, Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.comments.permissions import YES, Verdict

from .models import Answer, Choice, Question, questions_of
from .walk import listed, step_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from participation.projects.models import Module
    from participation.projects.plans import Plan

FEATURE = "answer"
ENOUGH = 5  # fewer responses could be guessed: then nothing is public
ONE_PAGE = 8  # a survey of up to so many questions stands on one page
AFTER, PHASE, NEVER = "after", "phase", "never"
PASS_SALT = "polls.pass"  # noqa: S105


def pass_for(module: Module) -> str:
    """Shown after answering without account: opens the results. The same for everybody, so it tells nothing."""
    return signing.Signer(salt=PASS_SALT, sep=".").sign(module.uuid.hex)


def has_pass(module: Module, value: str) -> bool:
    return len(value) < 200 and value == pass_for(module)


def is_over(plan: Plan, module: Module, now: dt.datetime) -> bool:
    """No phase is open or ahead."""
    return all(phase.is_over(now) for phase, _access in plan.windows(module, FEATURE))


def may_see_results(
    plan: Plan, module: Module, now: dt.datetime, *, answered: bool | Callable[[], bool] = False, desk: bool = False
) -> Verdict:
    """The public's rule; the desk always sees them. `answered` is asked only where it matters."""
    if desk:
        return YES
    when = module.setting("results")
    if when == NEVER:
        return Verdict(False, _("Die Ergebnisse dieser Umfrage werden nicht veröffentlicht."))
    if not is_over(plan, module, now) and not (when == AFTER and (answered() if callable(answered) else answered)):
        if when == AFTER:
            return Verdict(False, _("Die Ergebnisse sehen Sie, wenn Sie die Umfrage beantwortet haben oder sie endet."))
        return Verdict(False, _("Die Ergebnisse stehen hier, sobald die Umfrage beendet ist."))
    if module.contribution_count < ENOUGH:
        return Verdict(False, too_few())
    return YES


def too_few() -> str:
    return _(
        "Noch haben weniger als %(n)s Personen geantwortet. Damit niemand erkannt wird, zeigen wir erst ab"
        " %(n)s Antworten ein Ergebnis."
    ) % {"n": ENOUGH}


def is_quick(questions: list[Question]) -> bool:
    """One question with one answer: answered right on the module's page, without a check page."""
    return len(questions) == 1 and questions[0].kind == Question.Kind.SINGLE


# --- Figures ------------------------------------------------------------------------------------


@dataclass
class Bar:
    label: str
    count: int
    of: int

    @property
    def aside(self) -> str:
        return _("%(n)s von %(all)s (%(percent)s %%)") % {
            "n": self.count,
            "all": self.of,
            "percent": round(100 * self.count / self.of) if self.of else 0,
        }


@dataclass
class Figures:
    """One question. `people`: how many answered it; `hidden`: too few for the public."""

    question: Question
    number: int
    people: int
    hidden: bool = False
    bars: list[Bar] = field(default_factory=list)
    mean: float | None = None
    ranking: list[dict[str, Any]] = field(default_factory=list)  # {place, choice, points, mean}
    texts: int = 0  # how many words of one's own

    @property
    def people_words(self) -> str:
        return ngettext("%(n)s Person hat geantwortet", "%(n)s Personen haben geantwortet", self.people) % {
            "n": self.people
        }

    @property
    def mean_words(self) -> str:
        q = self.question
        return _("Durchschnitt: %(mean)s auf einer Skala von %(low)s bis %(high)s") % {
            "mean": number_format(self.mean, 1),
            "low": step_label(q, 1),
            "high": step_label(q, q.steps),
        }

    @property
    def table(self) -> list[list[Any]]:
        """Rows for components/table.html."""
        return [[r["choice"].text, r["place"], r["points"], number_format(r["mean"], 1)] for r in self.ranking]


def figures(module: Module, *, public: bool) -> list[Figures]:
    """Every question with its figures, three queries. `public`: questions that fewer than `ENOUGH` answered are hidden."""
    marks: dict[int, list[tuple[int | None, int | None, int]]] = defaultdict(list)
    people: dict[int, int] = defaultdict(int)
    words: dict[int, int] = defaultdict(int)
    rows = Answer.objects.filter(question__module=module).values_list("question", "choice", "number")
    for key, choice, number, n, persons, texts in rows.annotate(
        n=Count("pk"), persons=Count("pk", filter=Q(first=True)), texts=Count("pk", filter=~Q(text=""))
    ):
        marks[key].append((choice, number, n))
        people[key] += persons
        words[key] += 0 if public else texts
    found = []
    for place, question in enumerate(questions_of(module.pk), 1):
        row = Figures(question, place, people[question.pk], texts=words[question.pk])
        row.hidden = public and row.people < ENOUGH
        if not row.hidden:
            _fill(row, marks[question.pk])
        found.append(row)
    return found


def _fill(row: Figures, marks: list[tuple[int | None, int | None, int]]) -> None:
    question = row.question
    if question.can_steer:
        counts: dict[int | None, int] = defaultdict(int)
        for key, _number, n in marks:
            counts[key] += n
        row.bars = [Bar(c.text, counts[c.pk], row.people) for c in listed(question)]
    elif question.kind == Question.Kind.SCALE:
        steps = {number: n for _choice, number, n in marks}
        row.bars = [
            Bar(step_label(question, step), steps.get(step, 0), row.people) for step in range(1, question.steps + 1)
        ]
        if row.people:
            row.mean = sum((number or 0) * n for number, n in steps.items()) / row.people
    elif question.kind == Question.Kind.RANKING and row.people:
        row.ranking = borda(listed(question), marks, row.people)


def borda(choices: list[Choice], marks: list[tuple[int | None, int | None, int]], people: int) -> list[dict[str, Any]]:
    """Borda count: of n choices, the one on place p gets n − p points from a person. Equal points share a place."""
    size = len(choices)
    points: dict[int | None, int] = defaultdict(int)
    places: dict[int | None, int] = defaultdict(int)
    for key, place, n in marks:
        points[key] += (size - (place or size)) * n
        places[key] += (place or size) * n
    ordered = sorted(choices, key=lambda c: (-points[c.pk], c.position))
    rows: list[dict[str, Any]] = []
    for at, choice in enumerate(ordered, 1):
        same = rows and rows[-1]["points"] == points[choice.pk]
        rows.append(
            {
                "choice": choice,
                "place": rows[-1]["place"] if same else at,
                "points": points[choice.pk],
                "mean": places[choice.pk] / people,
            }
        )
    return rows
