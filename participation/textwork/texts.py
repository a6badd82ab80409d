"""From one typed or pasted text to paragraphs, and back.

A blank line starts a new paragraph; `# `, `## `, `### ` a heading; lines with `- ` (or `* `, `• `) are a list, one
paragraph of the document as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.kit import text as texts
from portal.kit.refused import Refused

from .models import PARAGRAPHS_MAX, SOURCE_MAX, WORDING_MAX, Paragraph

Kind = Paragraph.Kind
HEADING = re.compile(r"(#{1,6})\s+(.*)")
BULLET = re.compile(r"[-*•–]\s+(.*)")


@dataclass(frozen=True)
class Block:
    """A paragraph before it is stored. Text of a list: one entry a line, without its sign."""

    kind: str
    text: str
    level: int = 0


def parse(source: str) -> list[Block]:
    """The paragraphs of a text. Raises Refused when there is none, or too much."""
    if len(source) > 2 * SOURCE_MAX:
        raise Refused(_("Bitte höchstens %(n)s Zeichen.") % {"n": SOURCE_MAX}, code="long")
    source = texts.clean(source)
    if texts.is_blank(source):
        raise Refused(_("Bitte schreiben Sie einen Text."), code="empty")
    if len(source) > SOURCE_MAX:
        raise Refused(_("Bitte höchstens %(n)s Zeichen.") % {"n": SOURCE_MAX}, code="long")
    blocks: list[Block] = []
    for chunk in re.split(r"\n\s*\n", source):
        blocks.extend(_chunk(chunk))
    if len(blocks) > PARAGRAPHS_MAX:
        raise Refused(
            _("Bitte höchstens %(n)s Absätze. Dieser Text hat %(m)s.") % {"n": PARAGRAPHS_MAX, "m": len(blocks)},
            code="long",
        )
    for block in blocks:
        if len(block.text) > WORDING_MAX:
            raise Refused(
                _("Ein Absatz hat mehr als %(n)s Zeichen: „%(start)s“")
                % {"n": WORDING_MAX, "start": texts.excerpt(block.text, 60)},
                code="long",
            )
    return blocks


def _chunk(chunk: str) -> list[Block]:
    """A heading ends with its line; the sort of the lines decides whether the rest is a list."""
    found: list[Block] = []
    lines: list[str] = []
    items = False

    def close() -> None:
        text = "\n".join(lines).strip()
        if not texts.is_blank(text):
            found.append(Block(Kind.LIST if items else Kind.PARAGRAPH, text))
        lines.clear()

    for raw in chunk.split("\n"):
        line = raw.strip()
        heading, bullet = HEADING.fullmatch(line), BULLET.fullmatch(line)
        if heading:
            close()
            if not texts.is_blank(heading[2]):
                found.append(Block(Kind.HEADING, heading[2].strip(), min(3, len(heading[1]))))
        elif bullet:
            if not items:
                close()
            items = True
            lines.append(bullet[1].strip())
            continue
        elif items and lines and raw[:1] in (" ", "\t"):
            lines[-1] += f" {line}"  # an entry over two lines
            continue
        elif line:
            if items:
                close()
            items = False
            lines.append(line)
            continue
        items = False
    close()
    return found


def plain_line(line: str) -> str:
    """Without signs at its beginning that would make it a heading or an entry of a list."""
    line = line.strip()
    while (found := HEADING.fullmatch(line) or BULLET.fullmatch(line)) is not None:
        line = found[found.lastindex or 1].strip()
    return "" if set(line) <= set("#-*•–") else line


def as_source(kind: str, text: str, level: int = 0) -> str:
    """The lines that `parse` reads back as this paragraph."""
    if kind == Kind.HEADING:
        return f"{'#' * (level or 1)} {' '.join(text.split())}"
    if kind == Kind.LIST:
        return "\n".join(f"- {line}" for line in text.split("\n") if line.strip())
    return text


def compose(blocks: list[Block]) -> str:
    return "\n\n".join(as_source(block.kind, block.text, block.level) for block in blocks)
