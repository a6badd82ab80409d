"""Counting of budget ballots: pure functions, whole euros in, exact fractions within, no floats anywhere.

A ballot is the set of the proposals it chooses. Both rules break every tie in favour of the earlier number, so that
the same ballots always give the same result, whoever counts.

Greedy: proposals by votes; each that the rest of the money pays for is chosen, the others are passed over.

Equal shares (Peters, Pierczyński, Skowron: Proportional Participatory Budgeting with Additive Utilities, 2021), with
cost as utility: the money is split evenly over the ballots. A proposal is bought by the ballots that chose it, all
paying the same share of its cost, or what they have left if that is less. Bought is, again and again, the proposal for
which the highest paid share is lowest. What is left at the end goes on by the greedy rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

RULES = ("greedy", "equal_shares")


@dataclass(frozen=True)
class Item:
    """A proposal on the ballot. `cost` in whole euros, at least 1."""

    number: int
    cost: int


@dataclass
class Outcome:
    """`votes` by number; `winners` in the order in which they were chosen; `completed`: those added at the end."""

    votes: dict[int, int]
    winners: list[int] = field(default_factory=list)
    completed: list[int] = field(default_factory=list)
    spent: int = 0


def count(rule: str, items: Sequence[Item], ballots: Iterable[Iterable[int]], budget: int) -> Outcome:
    """Raises ValueError for an unknown rule, a number that is on no list, a cost below 1 or a number listed twice."""
    costs = {item.number: item.cost for item in items}
    if len(costs) != len(items) or any(cost < 1 for cost in costs.values()) or budget < 0:
        raise ValueError("every proposal once, with a cost of at least one euro")
    groups = Counter(frozenset(ballot) for ballot in ballots)
    unknown = {number for ballot in groups for number in ballot} - set(costs)
    if unknown:
        raise ValueError(f"not on the list: {sorted(unknown)}")
    outcome = Outcome(votes=tally(costs, groups))
    if rule == "equal_shares":
        _equal_shares(outcome, costs, groups, budget)
        before = len(outcome.winners)
        _greedy(outcome, costs, budget)
        outcome.completed = outcome.winners[before:]
    elif rule == "greedy":
        _greedy(outcome, costs, budget)
    else:
        raise ValueError(rule)
    return outcome


def tally(costs: Iterable[int], groups: Mapping[frozenset[int], int]) -> dict[int, int]:
    votes = dict.fromkeys(costs, 0)
    for ballot, times in groups.items():
        for number in ballot:
            votes[number] += times
    return votes


def _greedy(outcome: Outcome, costs: Mapping[int, int], budget: int) -> None:
    for number in sorted(costs, key=lambda n: (-outcome.votes[n], n)):
        fits = outcome.spent + costs[number] <= budget
        if outcome.votes[number] and fits and number not in outcome.winners:
            outcome.winners.append(number)
            outcome.spent += costs[number]


def _equal_shares(
    outcome: Outcome, costs: Mapping[int, int], groups: Mapping[frozenset[int], int], budget: int
) -> None:
    """Ballots that chose the same always have the same left: they are counted as one group."""
    voters = sum(groups.values())
    if not voters:
        return
    ballots = [(ballot, times) for ballot, times in groups.items() if ballot]
    left = [Fraction(budget, voters)] * len(ballots)
    supporters = {number: [i for i, (ballot, _n) in enumerate(ballots) if number in ballot] for number in costs}
    # A share never falls from round to round: the last known one is a lower bound, and saves most of the work
    bounds: dict[int, Fraction] = {number: Fraction(0) for number in costs if outcome.votes[number]}
    while True:
        best: tuple[Fraction, int] | None = None
        for number, bound in sorted(bounds.items(), key=lambda item: (item[1], item[0])):
            if best is not None and (bound, number) > best:
                break
            share = _share(costs[number], [(left[i], ballots[i][1]) for i in supporters[number]])
            if share is None:
                del bounds[number]  # its supporters have only less in later rounds
                continue
            bounds[number] = share
            if best is None or (share, number) < best:
                best = (share, number)
        if best is None:
            return
        share, number = best
        for i in supporters[number]:
            left[i] -= min(left[i], share * costs[number])
        del bounds[number]
        outcome.winners.append(number)
        outcome.spent += costs[number]


def _share(cost: int, purses: Iterable[tuple[Fraction, int]]) -> Fraction | None:
    """The smallest share r of the cost with sum(min(purse, r × cost)) = cost; None if the purses are too small.

    `purses`: (what a ballot has left, how many such ballots).
    """
    rows = sorted(purses)
    heads = sum(times for _purse, times in rows)
    missing = Fraction(cost)
    for purse, times in rows:
        each = missing / heads
        if each <= purse:
            return each / cost
        missing -= purse * times
        heads -= times
        if not heads:
            break
    return None
