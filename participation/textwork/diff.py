"""Differences between two texts, word by word, in bounded time whatever the input.

The longest common subsequence is found with whole rows of the table as one integer (Hyyrö, „Bit-parallel LCS-length
computation revisited“, 2004): n·m/64 machine steps, no worst case. What a page may spend is a `Budget`; beyond it a
paragraph is shown as struck out and written anew, which is true as well, only coarser.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

WORD = re.compile(r"\w+(?:[-'’.]\w+)*|[^\w\s]")
TOKENS_MAX = 4000  # words of one side; more are compared as a block
PAGE_UNITS = 60_000_000  # word pairs that one page may compare: about a quarter of a second
SHORT = 2  # equal words between two changes that are too few to be read as kept


@dataclass
class Budget:
    """Word pairs left to compare on this page."""

    units: int = PAGE_UNITS

    def take(self, a: int, b: int) -> bool:
        if a > TOKENS_MAX or b > TOKENS_MAX or a * b > self.units:
            return False
        self.units -= a * b
        return True


def common(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Pairs (i, j) of a longest common subsequence, both rising."""
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    inner_a, inner_b = a[start : len(a) - end], b[start : len(b) - end]
    pairs = [(n, n) for n in range(start)]
    pairs += [(start + i, start + j) for i, j in _subsequence(inner_a, inner_b)]
    return pairs + [(len(a) - n, len(b) - n) for n in range(end, 0, -1)]


def _subsequence(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    if not a or not b:
        return []
    places: dict[Hashable, int] = {}
    for j, word in enumerate(b):
        places[word] = places.get(word, 0) | 1 << j
    full = (1 << len(b)) - 1
    row = full
    rows = [row]  # bit j of rows[i] is 0 where the sequence of a[:i] and b[:j+1] is longer than that of b[:j]
    for word in a:
        both = row & places.get(word, 0)
        row = (row + both | row - both) & full
        rows.append(row)
    i, j, found = len(a), len(b), []
    while i and j:
        if a[i - 1] == b[j - 1]:
            i, j = i - 1, j - 1
            found.append((i, j))
        elif rows[i] >> (j - 1) & 1:
            j -= 1
        else:
            i -= 1
    return found[::-1]


@dataclass(frozen=True)
class Piece:
    """A stretch of text. kind: "same", "ins" or "del"."""

    kind: str
    text: str


def words(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in WORD.finditer(text)]


def differences(old: str, new: str, budget: Budget | None = None) -> list[Piece]:
    """Pieces that, without "del", give the new text and, without "ins", the old one (spaces between words aside)."""
    if old == new:
        return [Piece("same", new)] if new else []
    budget = budget or Budget()
    spans_a, spans_b = words(old), words(new)
    if not budget.take(len(spans_a), len(spans_b)):
        return [piece for piece in (Piece("del", old), Piece("ins", new)) if piece.text]
    pairs = _readable(
        common([old[s:e] for s, e in spans_a], [new[s:e] for s, e in spans_b]), len(spans_a), len(spans_b)
    )
    pieces: list[Piece] = []
    i = j = 0
    for match_a, match_b in [*pairs, (len(spans_a), len(spans_b))]:
        gone, come = _stretch(old, spans_a, i, match_a), _stretch(new, spans_b, j, match_b)
        if gone:
            _add(pieces, "del", gone)
        if come:
            _add(pieces, "ins", come)
        if match_b < len(spans_b):
            kept = _stretch(new, spans_b, match_b, match_b + 1)
            if pieces and pieces[-1].kind != "same" and not kept[:1].isspace():
                kept = _space(old, spans_a, match_a) + kept  # the new text begins here, the old one does not
            _add(pieces, "same", kept)
        i, j = match_a + 1, match_b + 1
    return pieces


def _stretch(text: str, spans: list[tuple[int, int]], first: int, last: int) -> str:
    """Words first to last - 1 with the space before each; the end of the text belongs to its last word."""
    if first >= last:
        return ""
    begin = spans[first - 1][1] if first else 0
    return text[begin : spans[last - 1][1] if last < len(spans) else len(text)]


def _space(text: str, spans: list[tuple[int, int]], number: int) -> str:
    """What stands before a word: the space between it and the one before."""
    return text[spans[number - 1][1] if number else 0 : spans[number][0]]


def _add(pieces: list[Piece], kind: str, text: str) -> None:
    if pieces and pieces[-1].kind == kind:
        pieces[-1] = Piece(kind, pieces[-1].text + text)
    else:
        pieces.append(Piece(kind, text))


def _readable(pairs: list[tuple[int, int]], len_a: int, len_b: int) -> list[tuple[int, int]]:
    """Without runs of one or two equal words in the middle of changes on both sides: they would make confetti."""
    runs: list[list[tuple[int, int]]] = []
    for pair in pairs:
        if runs and pair[0] == runs[-1][-1][0] + 1 and pair[1] == runs[-1][-1][1] + 1:
            runs[-1].append(pair)
        else:
            runs.append([pair])
    kept: list[tuple[int, int]] = []
    ends = [(-1, -1), *(run[-1] for run in runs)]
    starts = [*(run[0] for run in runs), (len_a, len_b)]
    for number, run in enumerate(runs):
        before = max(run[0][0] - ends[number][0], run[0][1] - ends[number][1]) - 1
        after = max(starts[number + 1][0] - run[-1][0], starts[number + 1][1] - run[-1][1]) - 1
        if len(run) > SHORT or before <= SHORT or after <= SHORT:
            kept.extend(run)
    return kept


def render(pieces: list[Piece]) -> SafeString:
    """<ins> and <del> with hidden words, so that a change is not told by colour alone. Line breaks are kept."""
    before = {"ins": _("hinzugefügt:"), "del": _("gestrichen:")}
    out: list[str] = []
    for piece in pieces:
        text = escape(piece.text).replace("\n", "<br>")
        if piece.kind != "same":
            lead = " " if piece.text[:1].isspace() else ""
            said = f'<span class="vh">{escape(before[piece.kind])} </span>'
            text = (
                f'{lead}<{piece.kind}>{said}{text.strip()}<span class="vh"> ({escape(_("Ende"))})</span></{piece.kind}>'
            )
        out.append(text)
    return mark_safe("".join(out))  # every piece went through escape  # noqa: S308


def show(old: str, new: str, budget: Budget | None = None) -> SafeString:
    return render(differences(old, new, budget))
