"""From the small markup of the texts to Wagtail's rich text. Trusted input only: our own texts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import escape

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")

_SLOT = re.compile(r"\{(tag|wtag|jahr)(?::([+-]?\d+))?\}")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")

Resolve = Callable[[str], tuple[str, int] | None]  # path or doc:name → (linktype, id), None where it is gone


def long_date(day: dt.date) -> str:
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def fill(text: str, *, name: str, today: dt.date) -> str:
    """Dates relative to today and the city's name."""

    def slot(match: re.Match[str]) -> str:
        kind, shift = match[1], int(match[2] or 0)
        if kind == "jahr":
            return str(today.year + shift)
        day = today + dt.timedelta(days=shift)
        return long_date(day) if kind == "tag" else f"{DAYS[day.weekday()]}, {day.day}. {MONTHS[day.month - 1]}"

    return _SLOT.sub(slot, text).replace("{name}", name)


def inline(text: str, resolve: Resolve) -> str:
    def link(match: re.Match[str]) -> str:
        target = resolve(match[2])
        return f'<a linktype="{target[0]}" id="{target[1]}">{match[1]}</a>' if target else match[1]

    return _BOLD.sub(r"<b>\1</b>", _LINK.sub(link, escape(text, quote=False)))


def html(text: str, resolve: Resolve) -> str:
    """Paragraphs, headings and lists."""
    out: list[str] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in part.strip().splitlines()]
        if lines[0].startswith("### "):
            out.append(f"<h3>{inline(lines[0][4:], resolve)}</h3>")
        elif lines[0].startswith("## "):
            out.append(f"<h2>{inline(lines[0][3:], resolve)}</h2>")
        elif lines[0].startswith("- "):
            out.append("<ul>" + "".join(f"<li>{inline(line[2:], resolve)}</li>" for line in lines) + "</ul>")
        elif re.match(r"\d+\. ", lines[0]):
            items = "".join(f"<li>{inline(line.split('. ', 1)[1], resolve)}</li>" for line in lines)
            out.append(f"<ol>{items}</ol>")
        else:
            out.append(f"<p>{inline(' '.join(lines), resolve)}</p>")
    return "".join(out)
