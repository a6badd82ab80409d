"""A portal's mark and landscape as files of their own, with resolved colours: tab icon, app icon, link preview."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.utils.html import escape

from themes.catalogue import LANDSCAPES, NEUTRAL, Palette
from themes.contrast import roles

FOLDER = Path(__file__).parent / "static" / "themes" / "landscapes"


@lru_cache(maxsize=32)
def _group(landscape: str, name: str) -> str:
    """What stands inside `<g id="l">` or `<g id="m">`; an unknown landscape is the neutral one."""
    svg = (FOLDER / f"{landscape if landscape in LANDSCAPES else NEUTRAL}.svg").read_text("utf-8")
    wide, _, mark = svg.partition('<g id="m">')
    inner = mark if name == "m" else wide.split('<g id="l">', 1)[1]
    return inner.rsplit("</g>", 1)[0].strip()


def _resolve(svg: str, palette: Palette, scheme: str) -> bytes:
    table = roles(palette, scheme)
    return re.sub(r"var\(--([\w-]+)\)", lambda match: table[match[1]], svg).encode()


def mark_svg(
    landscape: str, palette: Palette, *, kind: str = "landscape", name: str = "", scheme: str = "light"
) -> bytes:
    """The square mark, 48 × 48 units with round corners; `kind="initial"` shows the first letter of `name`."""
    inner = _group(landscape, "m")
    if kind == "initial" and name:
        inner = (
            '<path fill="var(--m-near)" d="M0 0h48v48H0z"/>'
            '<path fill="var(--m-mid)" d="M0 36C12 28 26 30 34 34S44 37 48 34V48H0Z"/>'
            '<text fill="var(--m-sky)" x="24" y="32" text-anchor="middle" font-family="Palatino,Georgia,serif" '
            f'font-size="26">{escape(name[0])}</text>'
        )
    return _resolve(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><clipPath id="r"><rect width="48" height="48" rx="11"/>'
        f'</clipPath><g clip-path="url(#r)">{inner}</g></svg>',
        palette,
        scheme,
    )


def landscape_svg(landscape: str, palette: Palette, *, scheme: str = "light") -> bytes:
    """The wide landscape with its sky, 1600 × 420 units."""
    return _resolve(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 420"><path fill="var(--l-sky)" d="M0 0h1600v420H0z"/>'
        f"{_group(landscape, 'l')}</svg>",
        palette,
        scheme,
    )
