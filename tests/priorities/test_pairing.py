"""Every pair is asked equally often, whoever stops when."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from participation.priorities.pairing import all_pairs, next_pair, swapped


@settings(max_examples=150, deadline=None)
@given(
    options=st.sets(st.integers(1, 10**6), min_size=2, max_size=8),
    patience=st.lists(st.integers(0, 30), min_size=1, max_size=25),
)
def test_people_one_after_the_other(options, patience):
    asked: Counter[tuple[int, int]] = Counter()
    for n, steps in enumerate(patience):
        own: set[tuple[int, int]] = set()
        for _step in range(steps):
            pair = next_pair(options, asked, own, f"voter{n}")
            assert pair == next_pair(options, dict(asked), set(own), f"voter{n}")  # the same until it is answered
            if pair is None:
                assert own == set(all_pairs(options))
                break
            assert pair not in own
            own.add(pair)
            asked[pair] += 1
        counts = [asked[pair] for pair in all_pairs(options)]
        assert max(counts) - min(counts) <= 1


@settings(max_examples=60, deadline=None)
@given(
    n=st.integers(2, 6),
    people=st.integers(1, 6),
    turns=st.lists(st.integers(0, 5), max_size=80),
)
def test_people_at_the_same_time(n, people, turns):
    """Answers in any order: nobody is asked twice, and when all have finished, all pairs are equal."""
    options, asked = range(1, n + 1), Counter()
    own: list[set[tuple[int, int]]] = [set() for _p in range(people)]
    for who in [t % people for t in turns] + [p for p in range(people) for _pair in all_pairs(options)]:
        pair = next_pair(options, asked, own[who], f"v{who}")
        if pair is not None:
            assert pair not in own[who]
            own[who].add(pair)
            asked[pair] += 1
    assert set(asked.values()) == {people}


def test_neither_side_is_preferred():
    sides = Counter(swapped(f"v{n}", (1, 2)) for n in range(2000))
    assert 900 < sides[True] < 1100
