"""Pabulib's .pb format (pabulib.org): the exchange format of participatory budgeting research, UTF-8, ";" between.

Three sections, META, PROJECTS and VOTES, each with a line of column names. Voters are numbered in the order of their
ballots' random keys: the number says nothing about who or when.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .counting import Outcome

METHODS = {"online": "internet", "paper": "paper"}
RULES = {"greedy": "greedy", "equal_shares": "equalshares"}


@dataclass(frozen=True)
class Project:
    number: int
    cost: int
    name: str


@dataclass(frozen=True)
class Head:
    """`most`: proposals on one ballot (None: as many as the money pays for)."""

    description: str
    unit: str
    instance: str
    budget: int
    rule: str
    begin: dt.date
    end: dt.date
    most: int | None = None


def write(head: Head, projects: Sequence[Project], votes: Iterable[tuple[str, Sequence[int]]], outcome: Outcome) -> str:
    """`votes`: (source, numbers) of every valid ballot."""
    ballots = list(votes)
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\n")
    meta: list[tuple[str, object]] = [
        ("description", _line(head.description)),
        ("country", "Germany"),
        ("unit", _line(head.unit)),
        ("instance", _line(head.instance)),
        ("num_projects", len(projects)),
        ("num_votes", len(ballots)),
        ("budget", head.budget),
        ("vote_type", "approval"),
        ("rule", RULES[head.rule]),
        ("date_begin", head.begin.strftime("%d.%m.%Y")),
        ("date_end", head.end.strftime("%d.%m.%Y")),
        ("min_length", 1),
        ("max_length", head.most or len(projects)),
        ("language", "de"),
        ("currency", "EUR"),
    ]
    if head.most is None:
        meta.append(("max_sum_cost", head.budget))
    rows.writerows([("META",), ("key", "value"), *meta])
    rows.writerows([("PROJECTS",), ("project_id", "cost", "votes", "name", "selected")])
    winners = set(outcome.winners)
    for p in sorted(projects, key=lambda p: p.number):
        rows.writerow((p.number, p.cost, outcome.votes[p.number], _line(p.name), int(p.number in winners)))
    rows.writerows([("VOTES",), ("voter_id", "voting_method", "vote")])
    for voter, (source, numbers) in enumerate(ballots, 1):
        rows.writerow((voter, METHODS[source], ",".join(map(str, sorted(numbers)))))
    return out.getvalue()


def _line(text: str) -> str:
    return " ".join(text.split())
