"""Colour maths: sRGB, OKLab and OKLCH, WCAG contrast, and the colour expressions portal.css uses.

Sources: OKLab matrices by B. Ottosson (2020) as in CSS Color 4 § 10; relative luminance and contrast ratio as
in WCAG 2.2. Inside, a colour is an OKLab triple of floats; out-of-gamut values are clipped per channel when they
become sRGB, as browsers do. Alpha is not supported: roles are opaque.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping

Lab = tuple[float, float, float]
Rgb = tuple[float, float, float]


def hex_to_rgb(value: str) -> Rgb:
    """ "#rgb" or "#rrggbb" to three floats 0…1; anything else is a ValueError."""
    digits = value.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(d * 2 for d in digits)
    if len(digits) != 6:
        raise ValueError(f"not a colour: {value!r}")
    return (int(digits[0:2], 16) / 255, int(digits[2:4], 16) / 255, int(digits[4:6], 16) / 255)


def rgb_to_hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(min(1, max(0, c)) * 255):02x}" for c in rgb)


def _linear(c: float) -> float:
    return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4


def _gamma(c: float) -> float:
    return 12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055


def rgb_to_lab(rgb: Rgb) -> Lab:
    r, g, b = (_linear(c) for c in rgb)
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def lab_to_rgb(lab: Lab) -> Rgb:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    channels = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    r, g, b2 = (_gamma(min(1.0, max(0.0, c))) for c in channels)
    return (r, g, b2)


def lab_to_lch(lab: Lab) -> tuple[float, float, float]:
    """Lightness 0…1, chroma, hue in degrees; a grey has hue 0 as in CSS."""
    lightness, a, b = lab
    chroma = math.hypot(a, b)
    return lightness, chroma, (math.degrees(math.atan2(b, a)) % 360 if chroma > 4e-6 else 0.0)


def lch_to_lab(lightness: float, chroma: float, hue: float) -> Lab:
    return lightness, chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))


def hex_to_lab(value: str) -> Lab:
    return rgb_to_lab(hex_to_rgb(value))


def lab_to_hex(lab: Lab) -> str:
    return rgb_to_hex(lab_to_rgb(lab))


def difference(one: str, other: str) -> float:
    """Distance in OKLab (ΔE OK); 0.02 is just visible side by side, 0.1 is plainly another colour."""
    return math.dist(hex_to_lab(one), hex_to_lab(other))


def luminance(value: str) -> float:
    r, g, b = (_linear(c) for c in hex_to_rgb(value))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def ratio(one: str, other: str) -> float:
    """WCAG contrast ratio 1…21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


# --- Expressions --------------------------------------------------------------------------------

_TOKEN = re.compile(r"\s*(?:(#[0-9a-fA-F]+)|([a-zA-Z-]+\(?)|(-?(?:\d+\.?\d*|\.\d+))(%?)|(.))")


def split(text: str, separator: str = ",") -> list[str]:
    """Split at a separator outside brackets; for a blank, any run of blanks."""
    parts, depth, start = [], 0, 0
    for i, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0 and (char.isspace() if separator == " " else char == separator):
            parts.append(text[start:i])
            start = i + 1
    parts.append(text[start:])
    return [p.strip() for p in parts if p.strip()]


def evaluate(expression: str, tokens: Mapping[str, str], *, dark: bool) -> Lab:
    """A CSS colour expression to OKLab.

    Knows #hex, var(), light-dark(), color-mix(in oklab, a p%, b) and oklch(from x l c h) with calc, min, max.
    `tokens` maps names without "--" to expressions. Anything else is a ValueError.
    """
    expression = expression.strip()
    if expression.startswith("#"):
        return hex_to_lab(expression)
    name, bracket, rest = expression.partition("(")
    if not bracket or not rest.endswith(")"):
        raise ValueError(f"not a colour: {expression!r}")
    inner = rest[:-1]
    if name == "var":
        key, *fallback = split(inner)
        key = key.removeprefix("--")
        if key in tokens:
            return evaluate(tokens[key], tokens, dark=dark)
        if fallback:
            return evaluate(fallback[0], tokens, dark=dark)
        raise ValueError(f"unknown colour role: {key}")
    if name == "light-dark":
        return evaluate(split(inner)[1 if dark else 0], tokens, dark=dark)
    if name == "color-mix":
        space, first, second = split(inner)
        if space != "in oklab":
            raise ValueError(f"only oklab is mixed: {expression!r}")
        (one, part), (other, _) = _share(first), _share(second)
        share = 0.5 if part is None else part
        a, b = evaluate(one, tokens, dark=dark), evaluate(other, tokens, dark=dark)
        return (
            a[0] * share + b[0] * (1 - share),
            a[1] * share + b[1] * (1 - share),
            a[2] * share + b[2] * (1 - share),
        )
    if name == "oklch":
        words = split(inner, " ")
        if words[0] != "from" or len(words) != 5:
            raise ValueError(f"only oklch(from …): {expression!r}")
        light, chroma, hue = lab_to_lch(evaluate(words[1], tokens, dark=dark))
        known = {"l": light, "c": chroma, "h": hue}
        l2, c2, h2 = (_Sum(word, known).value() for word in words[2:])
        return lch_to_lab(min(1.0, max(0.0, l2)), max(0.0, c2), h2)
    raise ValueError(f"not a colour: {expression!r}")


def _share(text: str) -> tuple[str, float | None]:
    words = split(text, " ")
    if len(words) == 2 and words[1].endswith("%"):
        return words[0], float(words[1][:-1]) / 100
    return text, None


class _Sum:
    """Arithmetic inside oklch(): numbers, l, c, h, + - * /, min(), max(), calc(); left to right with precedence."""

    def __init__(self, text: str, known: Mapping[str, float]) -> None:
        self.known = known
        self.parts: list[str] = [m.group().strip() for m in _TOKEN.finditer(text) if m.group().strip()]
        self.at = 0

    def value(self) -> float:
        result = self._sum()
        if self.at != len(self.parts):
            raise ValueError(f"cannot calculate {self.parts!r}")
        return result

    def _peek(self) -> str:
        return self.parts[self.at] if self.at < len(self.parts) else ""

    def _next(self) -> str:
        self.at += 1
        return self.parts[self.at - 1]

    def _sum(self) -> float:
        result = self._product()
        while self._peek() in ("+", "-"):
            sign = 1 if self._next() == "+" else -1
            result += sign * self._product()
        return result

    def _product(self) -> float:
        result = self._atom()
        while self._peek() in ("*", "/"):
            result = result * self._atom() if self._next() == "*" else result / self._atom()
        return result

    def _atom(self) -> float:
        part = self._next()
        if part in self.known:
            return self.known[part]
        functions: dict[str, Callable[..., float]] = {"min(": min, "max(": max, "calc(": lambda x: x, "(": lambda x: x}
        if part in functions:
            values = [self._sum()]
            while self._peek() == ",":
                self._next()
                values.append(self._sum())
            if self._next() != ")":
                raise ValueError(f"bracket missing in {self.parts!r}")
            return functions[part](*values) if len(values) == 1 and part in ("calc(", "(") else functions[part](values)
        return float(part)
