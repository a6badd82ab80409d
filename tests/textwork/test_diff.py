"""Differences and matching: right for any input, and bounded for a hostile one."""

import time

from hypothesis import given
from hypothesis import strategies as st

from participation.textwork import diff
from participation.textwork.matching import Old, match
from participation.textwork.texts import Block, compose, parse
from portal.kit.refused import Refused
from portal.kit.text import fingerprint

WORDS = st.lists(st.sampled_from(["Bank", "Bach", "und", "der", ",", ".", "Park"]), max_size=40).map(" ".join)
LINE = st.text(alphabet="ab #-*\t", max_size=12)


def without(pieces, kind):
    return "".join("".join(p.text for p in pieces if p.kind != kind).split())


@given(WORDS, WORDS)
def test_a_difference_contains_both_texts(old, new):
    pieces = diff.differences(old, new)
    assert without(pieces, "ins") == "".join(old.split())
    assert without(pieces, "del") == "".join(new.split())


@given(st.lists(st.sampled_from("abcd"), max_size=12), st.lists(st.sampled_from("abcd"), max_size=12))
def test_the_common_part_is_the_longest(a, b):
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + 1 if x == y else max(table[i][j + 1], table[i + 1][j])
    pairs = diff.common(a, b)
    assert len(pairs) == table[-1][-1]
    assert all(a[i] == b[j] for i, j in pairs)
    assert pairs == sorted(set(pairs))
    assert len({j for _i, j in pairs}) == len(pairs)


def test_a_change_reads_as_a_sentence():
    shown = diff.show("Die Bank steht am Bach.", "Die rote Bank steht im <b>Park</b>.")
    assert "<ins>" in shown
    assert "hinzugefügt:" in shown
    assert "gestrichen:" in shown
    assert "&lt;" in shown
    assert "<b>" not in shown


def test_hostile_texts_cost_little():
    """difflib needs minutes for these: every word occurs thousands of times."""
    started = time.perf_counter()
    for old, new in (("a " * 2000, "b a " * 1000), ("a b " * 1000, "b a " * 1000), ("!?" * 2000, "?!!" * 1300)):
        diff.differences(old, new)
    budget = diff.Budget()
    for _n in range(400):
        diff.differences("a b " * 1000, "b a " * 1000, budget)
    assert time.perf_counter() - started < 3
    assert [p.kind for p in diff.differences("a b " * 1000, "b a " * 1000, budget)] == ["del", "ins"]


@given(st.lists(LINE, max_size=12).map("\n".join))
def test_a_text_is_read_back_as_it_was_written(source):
    try:
        blocks = parse(source)
    except Refused:  # nothing to read
        return
    if blocks:
        assert parse(compose(blocks)) == blocks


def blocks(*texts):
    return [Block("paragraph", text) for text in texts]


def test_paragraphs_are_found_again():
    old = [
        Old(n, "paragraph", t) for n, t in enumerate(["Der Platz ist offen.", "Hunde bleiben draußen.", "Kein Glas."])
    ]
    assert match(old, blocks("Der Platz ist offen.", "Hunde bleiben draußen.", "Kein Glas.")) == [0, 1, 2]
    assert match(old, blocks("Neu.", "Der Platz ist täglich offen.", "Kein Glas.")) == [None, 0, 2]
    assert match(old, blocks("Kein Glas.", "Der Platz ist offen.")) == [2, 0]  # moved, one gone
    assert match(old, blocks("Der Platz ist offen.", "Alles ganz anders hier.", "Kein Glas.")) == [0, None, 2]
    known = {fingerprint("Alles ganz anders hier."): 1}
    assert match(old, blocks("Der Platz ist offen.", "Alles ganz anders hier.", "Kein Glas."), known) == [0, 1, 2]


def test_matching_is_bounded():
    old = [Old(n, "paragraph", f"wort {n} " * 60) for n in range(500)]
    new = blocks(*(f"wort {n}x " * 60 for n in range(500)))
    started = time.perf_counter()
    found = [a for a in match(old, new) if a is not None]
    assert len(found) == len(set(found))
    assert time.perf_counter() - started < 5
