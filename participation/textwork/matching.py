"""Which paragraph of a new version is which of the one before: what keeps comments and suggestions where they belong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.kit.text import fingerprint

from .diff import WORD, common
from .texts import Block

LIKE = 0.5  # share of common words from which two paragraphs are the same one
LIKE_ALONE = 0.25  # when nothing else stands between the same neighbours
PAIRS_MAX = 40_000  # comparisons of one publication


@dataclass(frozen=True)
class Old:
    """A paragraph of the last version; `anchor` is its identity."""

    anchor: int
    kind: str
    text: str


def match(old: Sequence[Old], new: Sequence[Block], known: Mapping[str, int] | None = None) -> list[int | None]:
    """For each new paragraph the anchor it carries on, None for a new one; no anchor twice.

    In this order: same text at the same place; same text elsewhere (moved); a wording that the desk took over
    (`known`: fingerprint → anchor); most words in common, first between the same neighbours, then anywhere.
    """
    result: list[int | None] = [None] * len(new)
    prints_old = [(_sort(o.kind), fingerprint(o.text)) for o in old]
    prints_new = [(_sort(n.kind), fingerprint(n.text)) for n in new]
    left = set(range(len(old)))

    def take(j: int, i: int) -> None:
        result[j] = old[i].anchor
        left.discard(i)

    for i, j in common(prints_old, prints_new):
        take(j, i)
    by_print: dict[tuple[str, str], list[int]] = {}
    for i in sorted(left):
        by_print.setdefault(prints_old[i], []).append(i)
    for j, name in enumerate(prints_new):
        if result[j] is None and by_print.get(name):
            take(j, by_print[name].pop(0))
    place = {o.anchor: i for i, o in enumerate(old)}
    for j, (_kind, wording) in enumerate(prints_new):
        i = place.get((known or {}).get(wording, -1), -1)
        if result[j] is None and i in left:
            take(j, i)
    _alike(old, new, result, left)
    return result


def _sort(kind: str) -> str:
    return "heading" if kind == "heading" else "text"


def _alike(old: Sequence[Old], new: Sequence[Block], result: list[int | None], left: set[int]) -> None:
    bags_old = {i: Counter(WORD.findall(old[i].text.casefold())) for i in left}
    open_new = [j for j, anchor in enumerate(result) if anchor is None]
    bags_new = {j: Counter(WORD.findall(new[j].text.casefold())) for j in open_new}
    place = {o.anchor: i for i, o in enumerate(old)}
    spent = 0
    near: list[tuple[float, int, int]] = []
    far: list[tuple[float, int, int]] = []
    for j in open_new:
        low, high = _gap(result, place, j, len(old))
        inside = [i for i in left if low < i < high]
        for i in [*inside, *(i for i in sorted(left) if not low < i < high)]:
            if spent >= PAIRS_MAX:
                break
            if _sort(old[i].kind) != _sort(new[j].kind):
                continue
            spent += 1
            likeness = _dice(bags_old[i], bags_new[j])
            alone = len(inside) == 1 and low < i < high
            if likeness >= (LIKE_ALONE if alone else LIKE):
                (near if low < i < high else far).append((likeness, i, j))
    for candidates in (near, far):
        for _likeness, i, j in sorted(candidates, key=lambda c: (-c[0], c[1], c[2])):
            if result[j] is None and i in left:
                result[j] = old[i].anchor
                left.discard(i)


def _gap(result: list[int | None], place: Mapping[int, int], j: int, end: int) -> tuple[int, int]:
    """Places in the old version between which the new paragraph stands."""
    before = next((place[a] for a in reversed(result[:j]) if a is not None), -1)
    after = next((place[a] for a in result[j + 1 :] if a is not None), end)
    return before, after


def _dice(a: Counter[str], b: Counter[str]) -> float:
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0
