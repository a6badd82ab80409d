"""Which pair is next, so that every pair is asked equally often. Pure.

The rule: of the pairs that the person has not answered, the one asked least so far; among equals the order is the
person's own, from a hash of pseudonym and pair. So the next pair is the same until something is answered; however early
people stop, the pairs of people who answer one after the other differ by at most one; and no proposal is always first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from itertools import combinations

Pairing = tuple[int, int]  # ids of two options, the smaller one first


def all_pairs(options: Iterable[int]) -> list[Pairing]:
    return list(combinations(sorted(options), 2))


def _rank(voter: str, pair: Pairing) -> bytes:
    return hashlib.sha256(f"{voter}:{pair[0]}:{pair[1]}".encode()).digest()


def next_pair(
    options: Iterable[int], asked: Mapping[Pairing, int], answered: set[Pairing], voter: str
) -> Pairing | None:
    """`asked`: how often each pair was answered by all people. None when the person has answered every pair."""
    left = [pair for pair in all_pairs(options) if pair not in answered]
    return min(left, key=lambda pair: (asked.get(pair, 0), _rank(voter, pair)), default=None)


def swapped(voter: str, pair: Pairing) -> bool:
    """Does the person see the second one on the left? Half of the people do."""
    return bool(_rank(voter, pair)[-1] & 1)
