"""The portal's mark as a picture of its own, with its colours worked out: a favicon cannot read our style sheet."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.utils.html import escape

import themes
from portal.cities.models import City
from themes.catalogue import LANDSCAPES, NEUTRAL, Palette
from themes.contrast import roles

FOLDER = Path(themes.__file__).parent / "static" / "themes" / "landscapes"
_MARK = re.compile(r'<g id="m"[^>]*>(.*?)</g>\s*</svg>', re.S)
_COLOUR = re.compile(r"var\(--([a-z0-9-]+)\)")


def svg(city: City) -> str:
    return _svg(city.landscape, city.palette, str(city.mark), city.name[:1])


@lru_cache(maxsize=64)
def _svg(landscape: str, palette: Palette, kind: str, letter: str) -> str:
    colours = roles(palette)
    if kind == City.Mark.INITIAL:
        inner = (
            '<path fill="var(--m-near)" d="M0 0h48v48H0z"/>'
            '<path fill="var(--m-mid)" d="M0 36C12 28 26 30 34 34S44 37 48 34V48H0Z"/>'
            f'<text fill="var(--m-sky)" x="24" y="32" text-anchor="middle" font-family="serif" font-size="26">{escape(letter)}</text>'
        )
    else:
        name = landscape if landscape in LANDSCAPES else NEUTRAL
        found = _MARK.search((FOLDER / f"{name}.svg").read_text(encoding="utf-8"))
        inner = found.group(1).strip() if found else ""
    inner = _COLOUR.sub(lambda m: colours.get(m.group(1), palette.p_l), inner)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">{inner}</svg>\n'
