"""Plain text of strangers: what is stored, and how it is shown."""

from __future__ import annotations

import re
import unicodedata

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'\u201c\u201d\u201e]+", re.IGNORECASE)
TRAILING = ".,;:!?)]}»“”"
# Signs that turn or hide text: bidi embeddings, overrides and isolates, invisible spaces, byte order mark.
# The joiners U+200C and U+200D stay: emoji and several scripts need them.
INVISIBLE = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb]"
)
MARKS = re.compile(r"([\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]{3})[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]+")


def clean(value: str) -> str:
    """NFC, unified line ends, no control or direction-changing signs, at most one empty line in a row."""
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    text = INVISIBLE.sub("", text)
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Co"))
    text = MARKS.sub(r"\1", text)
    text = re.sub(r"[^\S\n]+", " ", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def is_blank(text: str) -> bool:
    """Nothing a reader could see: only spaces and joiners."""
    return not any(unicodedata.category(c)[0] in "LNPS" for c in text)


def links(text: str) -> int:
    return len(LINK.findall(text))


def fingerprint(text: str) -> str:
    """Equal for texts that differ only in case, spaces and punctuation."""
    return "".join(c for c in text.casefold() if c.isalnum()) or text


def contains_word(text: str, words: list[str]) -> str:
    """The first blocked word in the text (whole words, any case), or ""."""
    found = set(re.findall(r"\w+", text.casefold()))
    folded = text.casefold()
    for word in words:
        if (word in found) if re.fullmatch(r"\w+", word) else (word in folded):
            return word
    return ""


def linkify(text: str) -> SafeString:
    """Escaped, web addresses as links that search engines do not follow, line breaks kept."""
    parts: list[SafeString | str] = []
    last = 0
    for match in LINK.finditer(text):
        address = match.group().rstrip(TRAILING)
        shown = re.sub(r"^https?://(www\.)?", "", address, flags=re.IGNORECASE)
        if "." not in shown:
            continue
        target = address if address.lower().startswith("http") else f"https://{address}"
        parts.append(text[last : match.start()])
        parts.append(
            format_html(
                '<a href="{}" rel="nofollow ugc noopener noreferrer">{}</a>',
                target,
                shown if len(shown) <= 60 else shown[:59] + "…",
            )
        )
        last = match.start() + len(address)
    parts.append(text[last:])
    return format_html_join("", "{}", ((p,) for p in parts))


def paragraphs(text: str) -> SafeString:
    """`<p>` per paragraph, `<br>` per line; each paragraph finds its own writing direction."""
    return mark_safe(  # every line went through linkify, which escapes  # noqa: S308
        "".join(
            f'<p dir="auto">{"<br>".join(linkify(line) for line in block.split(chr(10)))}</p>'
            for block in re.split(r"\n{2,}", text)
            if block.strip()
        )
    )


def excerpt(text: str, length: int = 120) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
