"""Every colour role of portal.css for a palette, and the ratios a palette has to reach.

The stylesheet is the only place that says how a role follows from the four colours; this module reads it there,
so the two cannot drift apart. Ratios: WCAG 2.2 AA (1.4.3, 1.4.11), body text 7 as in AAA (1.4.6).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from themes.catalogue import Palette
from themes.colour import evaluate, lab_to_hex, ratio, split
from themes.german import number

STYLESHEET = Path(__file__).parent / "static" / "themes" / "portal.css"
SCHEMES = ("light", "dark")

PAPER = ("bg", "raised", "tint", "tint-2")
BOXES = ("info-bg", "ok-bg", "warn-bg", "err-bg")


@lru_cache(maxsize=1)
def _tokens() -> tuple[dict[str, str], dict[str, str]]:
    """Expressions of the roles: everywhere, and what a deep band (.on-ink) changes. Names without "--"."""
    css = re.sub(r"/\*.*?\*/", "", STYLESHEET.read_text("utf-8"), flags=re.DOTALL)
    layer = css[css.index("@layer tokens {") : css.index("@layer base {")]
    blocks = []
    for selector in (":root, [data-theme] {", ".on-ink {"):
        start = layer.index(selector) + len(selector)
        blocks.append(layer[start : layer.index("}", start)])
    tables = []
    for block in blocks:
        pairs = (line.partition(":") for line in split(block, ";"))
        tables.append({name.strip().removeprefix("--"): value.strip() for name, colon, value in pairs if colon})
    return tables[0], tables[1]


@lru_cache(maxsize=256)
def _roles(palette: Palette, scheme: str, on_ink: bool) -> Mapping[str, str]:
    plain, deep = _tokens()
    base = {name.replace("_", "-"): value for name, value in asdict(palette).items()}
    result = {}
    for name in {**plain, **deep} if on_ink else plain:
        expressions = {**plain, **(deep if on_ink else {}), **base}
        # A role of a deep band may build on the same role outside it, which the cascade has already resolved.
        try:
            result[name] = lab_to_hex(evaluate(expressions[name], expressions, dark=scheme == "dark"))
        except ValueError:
            if name != "shadow":  # the only token that is not one colour
                raise
    return result


def roles(palette: Palette, scheme: str = "light", *, on_ink: bool = False) -> dict[str, str]:
    """Every role as "#rrggbb"; scheme "light" or "dark"; `on_ink` as inside a deep band."""
    if scheme not in SCHEMES:
        raise ValueError(f"scheme is light or dark, not {scheme!r}")
    return dict(_roles(palette, scheme, on_ink))


# --- Rules --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pair:
    """`front` on `back` needs `needed`; both are roles. `on_ink`: inside a deep band."""

    front: str
    back: str
    needed: float
    on_ink: bool = False


def _pairs() -> tuple[Pair, ...]:
    pairs = [Pair("text", back, 7) for back in (*PAPER, *BOXES, "l-sky", "mark")]
    pairs += [Pair("muted", back, 4.5) for back in (*PAPER, *BOXES, "l-sky")]
    for front in ("primary", "primary-hover", "secondary", "ok", "info", "warn", "err"):
        pairs += [Pair(front, back, 4.5) for back in PAPER]
    pairs += [Pair("primary", back, 4.5) for back in (*BOXES, "l-sky")]
    pairs += [Pair(name, f"{name}-bg", 4.5) for name in ("ok", "info", "warn", "err")]
    pairs += [Pair("ok", "l-sky", 4.5), Pair("warn", "l-sky", 4.5), Pair("secondary", "l-sky", 4.5)]
    pairs += [Pair("on-primary", back, 4.5) for back in ("primary", "primary-hover")]
    pairs += [Pair("on-primary", back, 4.5) for back in ("ok", "info", "warn", "err")]  # numbers on map pins
    pairs += [Pair(front, back, 3) for front in ("field", "focus") for back in (*PAPER, "l-sky")]
    pairs += [Pair("focus", "halo", 3), Pair("focus", "l-sky", 3)]
    pairs += [Pair("on-ink", "ink", 7), Pair("on-ink-2", "ink", 4.5), Pair("focus", "ink", 3, on_ink=True)]
    return tuple(pairs)


PAIRS = _pairs()

_NAMES = {
    "bg": gettext_lazy("Papier"),
    "raised": gettext_lazy("Karte"),
    "tint": gettext_lazy("Farbband"),
    "tint-2": gettext_lazy("zweites Farbband"),
    "l-sky": gettext_lazy("Himmel der Landschaft"),
    "ink": gettext_lazy("tiefes Band"),
    "text": gettext_lazy("Fließtext"),
    "muted": gettext_lazy("Nebentext"),
    "primary": gettext_lazy("Hauptfarbe"),
    "primary-hover": gettext_lazy("Hauptfarbe unter dem Zeiger"),
    "secondary": gettext_lazy("Zweitfarbe"),
    "on-primary": gettext_lazy("Schrift auf der Hauptfarbe"),
    "ok": gettext_lazy("Farbe für „gut“"),
    "info": gettext_lazy("Farbe für „Hinweis“"),
    "warn": gettext_lazy("Farbe für „Vorsicht“"),
    "err": gettext_lazy("Farbe für „Fehler“"),
    "ok-bg": gettext_lazy("Fläche „gut“"),
    "info-bg": gettext_lazy("Fläche „Hinweis“"),
    "warn-bg": gettext_lazy("Fläche „Vorsicht“"),
    "err-bg": gettext_lazy("Fläche „Fehler“"),
    "mark": gettext_lazy("Treffermarke"),
    "field": gettext_lazy("Rand der Felder"),
    "focus": gettext_lazy("Fokusring"),
    "halo": gettext_lazy("Hof des Fokusrings"),
    "on-ink": gettext_lazy("Schrift im tiefen Band"),
    "on-ink-2": gettext_lazy("Nebentext im tiefen Band"),
}


@dataclass(frozen=True)
class Finding:
    """A pair that does not reach its ratio."""

    scheme: str
    pair: Pair
    front: str
    back: str
    measured: float

    def __str__(self) -> str:
        return _(
            "%(front)s (%(front_hex)s) auf %(back)s (%(back_hex)s), %(scheme)s: "
            "Der Kontrast beträgt %(measured)s zu 1, nötig sind mindestens %(needed)s zu 1."
        ) % {
            "front": _NAMES.get(self.pair.front, self.pair.front),
            "front_hex": self.front,
            "back": _NAMES.get(self.pair.back, self.pair.back),
            "back_hex": self.back,
            "scheme": _("dunkle Ansicht") if self.scheme == "dark" else _("helle Ansicht"),
            # cut off, never rounded up: 4,49 must not read as 4,5
            "measured": number(int(self.measured * 100) / 100, 2),
            "needed": number(self.pair.needed, 1),
        }


def check_palette(palette: Palette) -> list[Finding]:
    """Every pair below its ratio, in both schemes; an empty list means the palette may be used."""
    findings = []
    for scheme in SCHEMES:
        tables = {on_ink: _roles(palette, scheme, on_ink) for on_ink in (False, True)}
        for pair in PAIRS:
            front, back = tables[pair.on_ink][pair.front], tables[pair.on_ink][pair.back]
            measured = ratio(front, back)
            if measured < pair.needed:
                findings.append(Finding(scheme, pair, front, back, measured))
    return findings
