"""Figures, result and files of a vote, read from what the count has written. Nothing here shows a running result."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from . import pabulib, rules
from .counting import Outcome
from .models import Ballot, BallotLine, Box, Check, Option, Source, Voter

if TYPE_CHECKING:
    from participation.projects.models import Module
    from participation.projects.plans import Plan
    from participation.projects.rooms import Room
    from portal.accounts.models import User


@dataclass(frozen=True)
class Glance:
    """A budget at a glance. `proposals`: what stands, or would stand, on the ballot. `voted`: the person's own day."""

    box: Box | None
    proposals: int
    turnout: int = 0
    voted: dt.date | None = None


def glance(module: Module, user: User | None) -> Glance:
    """One query once the first ballot is cast, two before."""

    def number(rows: QuerySet[Any], key: str) -> Subquery:
        return Subquery(rows.order_by().values(key).annotate(n=Count("pk")).values("n"), output_field=IntegerField())

    mine = Voter.objects.filter(module=module, user=user) if user is not None else Voter.objects.none()
    box = (
        Box.objects.filter(module=module)
        .annotate(
            proposals=number(Option.objects.filter(box=OuterRef("pk")), "box"),
            turnout=number(Voter.objects.filter(module=OuterRef("module")), "module"),
            voted=Subquery(mine.values("day")[:1]),
        )
        .first()
    )
    if box is not None:
        return Glance(box, box.proposals or 0, box.turnout or 0, box.voted)
    feasible = Check.objects.filter(idea__module=module, state=Check.State.FEASIBLE, idea__status="visible")
    return Glance(None, feasible.count())


def figures(module: Module, terms: rules.Rules, seen: Glance, *, begun: bool) -> list[dict[str, Any]]:
    """Money, proposals, and what can be voted on or how many have voted."""
    rows: list[dict[str, Any]] = [{"label": _("Geld insgesamt"), "value": rules.thousands(terms.total), "unit": "€"}]
    if begun:
        rows.append({"label": _("Vorschläge zur Wahl"), "value": seen.proposals})
        rows.append({"label": _("Abgegebene Stimmen"), "value": seen.turnout})
    else:
        rows.append({"label": _("Vorschläge"), "value": module.contribution_count})
        rows.append({"label": _("davon umsetzbar"), "value": seen.proposals})
    return rows


def turnout(module: Module) -> int:
    return Voter.objects.filter(module=module).count()


def outcome_of(box: Box) -> Outcome:
    """The result as it was published."""
    stored = box.result
    return Outcome(
        votes=dict(stored["votes"]),
        winners=list(stored["winners"]),
        completed=list(stored["completed"]),
        spent=stored["spent"],
    )


def result_context(room: Room, box: Box | None) -> dict[str, Any]:
    terms = rules.rules_of(room.module, box)
    context: dict[str, Any] = {"box": box, "terms": terms, "closed": box is not None and box.closed_at is not None}
    if box is None or box.closed_at is None:
        return {**context, "turnout": turnout(room.module), "figures": []}
    outcome, stored = outcome_of(box), box.result
    lines: list[dict[str, Any]] = [
        {
            "choice": choice,
            "votes": outcome.votes.get(choice.number, 0),
            "won": choice.number in outcome.winners,
            "completed": choice.number in outcome.completed,
        }
        for choice in rules.choices_of(room.module, box)
    ]
    lines.sort(key=lambda line: (not line["won"], -line["votes"], line["choice"].number))
    return {
        **context,
        "lines": lines,
        "spent": outcome.spent,
        "most_votes": max(outcome.votes.values(), default=0) or 1,
        "figures": [
            {"label": _("Gültige Stimmzettel"), "value": stored["ballots"]},
            {"label": _("Gewählte Vorschläge"), "value": len(outcome.winners)},
            {
                "label": _("Verplant"),
                "value": rules.thousands(outcome.spent),
                "unit": "€ " + _("von %(total)s") % {"total": rules.euros(box.total)},
            },
        ],
        "sources": [
            (_("im Portal"), stored["online"]),
            (_("auf Papier"), stored["paper"]),
            (_("davon ungültig"), stored["void"]),
        ],
        "by_city": sorted(stored["by_city"].items()) if room.plan.is_joint else [],
    }


def ballot_rows(box: Box) -> Iterator[dict[str, Any]]:
    """Ballots by receipt: an order that says nothing about when they came. Two queries. Only of a counted box."""
    if box.closed_at is None:
        return
    with scopes_disabled():
        numbers: dict[Any, list[int]] = defaultdict(list)
        for key, number in BallotLine.objects.filter(ballot__box=box).values_list("ballot_id", "option__number"):
            numbers[key].append(number)
        ballots = list(Ballot.objects.filter(box=box).order_by("receipt", "register"))
    for ballot in ballots:
        yield {
            "receipt": ballot.receipt or ballot.register,
            "source": str(Source(ballot.source).label),
            "valid": _("ja") if ballot.valid else _("nein"),
            "numbers": " ".join(map(str, sorted(numbers[ballot.pk]))),
        }


def pabulib_text(plan: Plan, module: Module, box: Box) -> str:
    with scopes_disabled():
        numbers: dict[Any, list[int]] = defaultdict(list)
        for key, number in BallotLine.objects.filter(ballot__box=box).values_list("ballot_id", "option__number"):
            numbers[key].append(number)
        ballots = Ballot.objects.filter(box=box, valid=True).order_by("pk").values_list("pk", "source")
        votes = [(source, numbers[key]) for key, source in ballots]
        choices = rules.choices_of(module, box)
    first, last = rules.span(plan, module) or (box.opened_on, timezone.localdate(box.closed_at))
    head = pabulib.Head(
        description=f"{plan.project.title}: {module.title}",
        unit=", ".join(city.name for city in plan.cities),
        instance=str(first.year),
        budget=box.total,
        rule=box.rule,
        begin=first,
        end=last,
        most=box.most,
    )
    projects = [pabulib.Project(c.number, c.cost, c.title) for c in choices]
    return pabulib.write(head, projects, votes, outcome_of(box))
