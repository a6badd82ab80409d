"""The generated theme sheet: four colours per portal, and resolved colours for browsers that cannot derive them.

Rule: no portal is named in portal.css. The view that serves this sheet puts `digest()` into its address and lets
browsers keep it for good. Only hex values of a checked `Palette` and slugs of [a-z0-9-] reach the output.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from themes.catalogue import Palette
from themes.contrast import SCHEMES, STYLESHEET, roles

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*\Z")

# Browsers older than mid 2024 know neither; they get the light scheme with colours worked out here.
_MODERN = "(color:light-dark(red,red)) and (color:oklch(from red l c h))"


def _declarations(values: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in values.items())


def theme_stylesheet(themes: Mapping[str, Palette]) -> str:
    """CSS for `[data-theme=slug]` of every portal; slugs that are not [a-z0-9-] are a ValueError."""
    for slug in themes:
        if not _SLUG.match(slug):
            raise ValueError(f"not a slug: {slug!r}")
    lines = [
        f"[data-theme={slug}]{{--p-l:{p.p_l};--s-l:{p.s_l};--p-d:{p.p_d};--s-d:{p.s_d}}}"
        for slug, p in sorted(themes.items())
    ]
    resolved = {slug: roles(p) for slug, p in sorted(themes.items())}
    if resolved:
        tables = list(resolved.values())
        shared = {name for name in tables[0] if len({t[name] for t in tables}) == 1 and len(tables) > 1}
        old = [
            ":root,[data-theme]{color-scheme:light;--shadow:none;"
            + _declarations({n: v for n, v in tables[0].items() if n in shared})
            + "}"
        ]
        old += [
            f"[data-theme={slug}]{{{_declarations({n: v for n, v in table.items() if n not in shared})}}}"
            for slug, table in resolved.items()
        ]
        # Deep bands keep the tones of the day: `inherit` puts aside what portal.css derives for them.
        tones = ";".join(f"--{n}:inherit" for n in tables[0] if n.startswith("l-") and n not in ("l-sky", "l-ground2"))
        old.append(
            "[data-theme] .on-ink{--text:var(--on-ink);--muted:var(--on-ink-2);--primary:var(--on-ink);"
            f"--focus:#ffd84d;--halo:#14130f;--line:var(--l-near);--l-sky:var(--bg);--l-ground2:var(--ink);{tones}}}"
        )
        lines.append(f"@supports not ({_MODERN}){{{''.join(old)}}}")
    return "\n".join(lines) + "\n"


def preview_stylesheet(palette: Palette) -> str:
    """Resolved colours of one palette for `.pv[data-scheme]`: for screens that do not load portal.css."""
    return "".join(f".pv[data-scheme={s}]{{color-scheme:{s};{_declarations(roles(palette, s))}}}\n" for s in SCHEMES)


def digest(themes: Mapping[str, Palette]) -> str:
    """Twelve hex digits that change with the palettes and with the derivation in portal.css."""
    text = theme_stylesheet(themes) + hashlib.sha256(STYLESHEET.read_bytes()).hexdigest()
    return hashlib.sha256(text.encode()).hexdigest()[:12]
