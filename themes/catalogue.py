"""The catalogue of themes as data: a city is four hex values, a landscape and a mark.

These are palettes of our own, not the corporate designs of the cities, and the marks are crops of the
landscapes, never arms. A portal may carry its own palette; `themes.contrast.check_palette` judges it.
"""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass

_HEX = re.compile(r"#[0-9a-fA-F]{6}\Z")


@dataclass(frozen=True)
class Palette:
    """Primary and secondary colour in light and dark, each as "#rrggbb"; anything else is a ValueError."""

    p_l: str
    s_l: str
    p_d: str
    s_d: str

    def __post_init__(self) -> None:
        for value in astuple(self):
            if not isinstance(value, str) or not _HEX.match(value):
                raise ValueError(f"not a colour of the form #rrggbb: {value!r}")


@dataclass(frozen=True)
class Theme:
    """One entry: `landscape` names a file in static/themes/landscapes (`#l` wide, `#m` as a mark).

    `mark` is the kind of mark a portal starts with: "landscape" (crop of its landscape) or "initial".
    """

    key: str
    name: str
    palette: Palette
    landscape: str
    mark: str


NEUTRAL = "hills"


def _theme(key: str, name: str, *colours: str) -> Theme:
    return Theme(key, name, Palette(*colours), landscape=key, mark="landscape")


CATALOGUE: dict[str, Theme] = {
    theme.key: theme
    for theme in (
        _theme("baden-baden", "Baden-Baden", "#8A1B45", "#7A5B00", "#F49FB8", "#E6C35C"),
        _theme("bretten", "Bretten", "#0B5FB3", "#7A5B00", "#8FC3FA", "#E6C35C"),
        _theme("bruchsal", "Bruchsal", "#31368F", "#84526A", "#B7BBF8", "#E0B6C6"),
        _theme("buehl", "Bühl", "#5B2A86", "#7A5B00", "#CDAAF0", "#E6C35C"),
        _theme("ettlingen", "Ettlingen", "#005E8A", "#A81E23", "#7FCBF0", "#F5A3A0"),
        _theme("gaggenau", "Gaggenau", "#005F4E", "#A81E23", "#7ED6BC", "#F5A3A0"),
        _theme("rastatt", "Rastatt", "#9C4506", "#7A5B00", "#FFB488", "#E6C35C"),
        _theme("rheinstetten", "Rheinstetten", "#006B70", "#2F6B2F", "#70D4DA", "#9AD69A"),
        _theme("stutensee", "Stutensee", "#3C6A12", "#7A4B1E", "#A6D578", "#E2B488"),
        _theme("redi", "re@di", "#24506B", "#8A4B12", "#9CCBE6", "#F0BE8A"),
        _theme(NEUTRAL, "Hügelland", "#5F5138", "#3A5F70", "#D8C8A4", "#A8CADA"),
    )
}

LANDSCAPES = frozenset(theme.landscape for theme in CATALOGUE.values())
