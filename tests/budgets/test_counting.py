"""The count against a second one, on a thousand small elections; and the file for research."""

import csv
import datetime as dt
import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.budgets import pabulib
from participation.budgets.counting import Item, count

from . import reference


def election(rng):
    """Few proposals, round costs and few ballots: ties everywhere."""
    numbers = rng.sample(range(1, 30), rng.randint(1, 7))
    costs = {n: rng.choice([1, 2, 3, 4, 5, 10, 10, 20, 33]) for n in numbers}
    ballots = [
        frozenset(rng.sample(numbers, rng.randint(1, len(numbers)))) for _ in range(rng.choice([0, 1, 2, 3, 5, 9, 14]))
    ]
    return costs, ballots, rng.randint(0, 1 + sum(costs.values()))


def test_a_thousand_small_elections():
    rng = random.Random(20261125)
    split = 0
    for _ in range(1000):
        costs, ballots, budget = election(rng)
        items = [Item(n, c) for n, c in costs.items()]
        rng.shuffle(items)
        found = count("greedy", items, ballots, budget)
        assert found.winners == reference.greedy(costs, ballots, budget), (costs, ballots, budget)
        shares = count("equal_shares", items, ballots, budget)
        fair = reference.equal_shares(costs, ballots, budget)
        assert shares.winners == reference.greedy(costs, ballots, budget, fair), (costs, ballots, budget)
        assert shares.winners[len(fair) :] == shares.completed
        for outcome in (found, shares):
            assert outcome.spent == sum(costs[n] for n in outcome.winners) <= budget
            assert outcome.votes == {n: sum(n in b for b in ballots) for n in costs}
        split += set(found.winners) != set(shares.winners)
    assert split > 50  # the two rules are not the same thing in disguise


def test_a_minority_gets_its_share():
    """60 of 100 agree on three parks, 40 on one path. By votes the parks take all; by equal shares they do not."""
    items = [Item(1, 30), Item(2, 30), Item(3, 30), Item(9, 40)]
    ballots = [{1, 2, 3}] * 60 + [{9}] * 40
    assert count("greedy", items, ballots, 100).winners == [1, 2, 3]
    assert count("equal_shares", items, ballots, 100).winners == [1, 2, 9]


def test_ties_go_to_the_earlier_number():
    items = [Item(8, 5), Item(3, 5), Item(5, 5)]
    for rule in ("greedy", "equal_shares"):
        assert count(rule, items, [{3, 5, 8}], 10).winners == [3, 5]


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_neither_order_nor_names_matter(rng):
    costs, ballots, budget = election(rng)
    items = [Item(n, c) for n, c in costs.items()]
    for rule in ("greedy", "equal_shares"):
        expected = count(rule, items, ballots, budget)
        mixed = list(ballots)
        rng.shuffle(mixed)
        assert count(rule, items[::-1], mixed, budget) == expected
        # one more ballot for a winner alone never takes it out of the greedy result
        if rule == "greedy" and expected.winners:
            lucky = expected.winners[0]
            assert lucky in count(rule, items, [*ballots, {lucky}], budget).winners


@pytest.mark.parametrize(
    ("items", "ballots", "rule"),
    [
        ([Item(1, 0)], [], "greedy"),
        ([Item(1, 5), Item(1, 6)], [], "greedy"),
        ([Item(1, 5)], [{2}], "greedy"),
        ([Item(1, 5)], [{1}], "borda"),
    ],
)
def test_nonsense_is_refused(items, ballots, rule):
    with pytest.raises(ValueError, match=r"."):
        count(rule, items, ballots, 10)


def read_pb(text):
    """A reader of the format as it is described, not of our writer."""
    sections, names, name, header = {}, ("META", "PROJECTS", "VOTES"), "", []
    for row in csv.reader(io.StringIO(text), delimiter=";"):
        if row and row[0].strip().upper() in names and len(row) == 1:
            name, header = row[0].strip().upper(), []
            sections[name] = []
        elif not header:
            header = [cell.strip() for cell in row]
        else:
            sections[name].append(dict(zip(header, row, strict=True)))
    assert tuple(sections) == names
    return {row["key"]: row["value"] for row in sections["META"]}, sections["PROJECTS"], sections["VOTES"]


@pytest.mark.parametrize("rule", ["greedy", "equal_shares"])
@pytest.mark.parametrize("most", [None, 3])
def test_pabulib_file(rule, most):
    rng = random.Random(4)
    names = ["Bänke; am Bach", 'Der „neue“ "Platz"', "Zeile\numbruch", "VOTES"]
    projects = [pabulib.Project(n, 10 * n, names[n % 4]) for n in range(1, 9)]
    votes = [(rng.choice(["online", "paper"]), sorted(rng.sample(range(1, 9), rng.randint(1, 3)))) for _ in range(40)]
    outcome = count(rule, [Item(p.number, p.cost) for p in projects], [v for _s, v in votes], 100)
    head = pabulib.Head(
        "Bürgerhaushalt", "Bruchsal", "2026", 100, rule, dt.date(2026, 3, 1), dt.date(2026, 3, 31), most
    )
    meta, found, ballots = read_pb(pabulib.write(head, projects, votes, outcome))
    assert meta["country"] == "Germany"
    assert meta["vote_type"] == "approval"
    assert (int(meta["num_projects"]), int(meta["num_votes"]), int(meta["budget"])) == (8, 40, 100)
    assert (meta["date_begin"], meta["date_end"]) == ("01.03.2026", "31.03.2026")
    assert meta["rule"] == {"greedy": "greedy", "equal_shares": "equalshares"}[rule]
    assert meta["max_length"] == ("8" if most is None else "3")
    assert ("max_sum_cost" in meta) == (most is None)
    costs = {int(p["project_id"]): int(p["cost"]) for p in found}
    read = [[int(n) for n in b["vote"].split(",")] for b in ballots]
    assert read == [v for _s, v in votes]
    assert len({b["voter_id"] for b in ballots}) == 40
    assert {b["voting_method"] for b in ballots} == {"internet", "paper"}
    # a recount from the file alone gives the file's own figures
    again = count(rule, [Item(n, c) for n, c in costs.items()], read, int(meta["budget"]))
    assert [int(p["votes"]) for p in found] == [again.votes[int(p["project_id"])] for p in found]
    assert {int(p["project_id"]) for p in found if p["selected"] == "1"} == set(again.winners)
