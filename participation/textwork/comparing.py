"""Two versions side by side: what stayed, changed, moved, came and went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from . import diff
from .models import Paragraph

LABELS = {
    "same": _("unverändert"),
    "changed": _("geändert"),
    "moved": _("verschoben"),
    "moved_changed": _("verschoben und geändert"),
    "new": _("neu"),
    "gone": _("gestrichen"),
}
CHIPS = {"changed": "info", "moved": "warn", "moved_changed": "warn", "new": "ok", "gone": "err"}


@dataclass(frozen=True)
class Row:
    """A paragraph of the comparison, in the order of the newer version; what went stands where it stood."""

    state: str
    paragraph: Paragraph
    html: SafeString

    @property
    def label(self) -> str:
        return str(LABELS[self.state])

    @property
    def chip(self) -> str:
        return CHIPS.get(self.state, "off")


def compare(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> list[Row]:
    """Bounded: the words of all paragraphs together share one `diff.Budget`."""
    budget = diff.Budget()
    by_anchor = {p.anchor_id: p for p in old}
    kept = {p.anchor_id for p in new} & set(by_anchor)
    before = [p.anchor_id for p in old if p.anchor_id in kept]
    after = [p.anchor_id for p in new if p.anchor_id in kept]
    steady = {before[i] for i, _j in diff.common(before, after)}
    rows: list[Row] = []
    waiting = list(old)

    def let_go(until: int | None) -> None:
        """What stood before this paragraph and is gone now."""
        while waiting and waiting[0].anchor_id != until:
            gone = waiting.pop(0)
            if gone.anchor_id not in kept:
                rows.append(Row("gone", gone, diff.show(gone.text, "", budget)))

    for paragraph in new:
        earlier = by_anchor.get(paragraph.anchor_id)
        if earlier is None:
            rows.append(Row("new", paragraph, diff.show("", paragraph.text, budget)))
            continue
        moved = paragraph.anchor_id not in steady
        if not moved:
            let_go(paragraph.anchor_id)
            waiting.pop(0)
        changed = (earlier.text, earlier.kind, earlier.level) != (paragraph.text, paragraph.kind, paragraph.level)
        state = ("moved_changed" if changed else "moved") if moved else "changed" if changed else "same"
        rows.append(Row(state, paragraph, diff.show(earlier.text, paragraph.text, budget)))
    let_go(None)
    return rows


def grouped(rows: list[Row]) -> list[tuple[bool, list[Row]]]:
    """Runs of (unchanged?, rows): a reader skips what stayed."""
    return [(same, list(run)) for same, run in groupby(rows, key=lambda row: row.state == "same")]


def totals(rows: list[Row]) -> list[tuple[str, int]]:
    """(label, number) of every sort of change that occurs."""
    return [
        (str(label), count)
        for state, label in LABELS.items()
        if state != "same" and (count := sum(row.state == state for row in rows))
    ]
