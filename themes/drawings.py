"""Neutral pictures in the two-colour print style of the landscapes, for demos and for pages without a photograph.

Deterministic: the same motif, seed and palette give the same bytes, on every machine for the drawing and with the
same Pillow for the raster. A picture is a list of flat shapes in a 1600 × 900 field, so both back ends agree.
The words in MOTIFS are honest alternative texts.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PIL import Image, ImageDraw

from themes.catalogue import Palette
from themes.contrast import roles

WIDTH, HEIGHT = 1600, 900
Point = tuple[float, float]


@dataclass
class Shape:
    """One flat area or stroke; `colour` is a landscape role ("near" is --l-near). Units: the 1600 × 900 field."""

    kind: str  # "poly", "ellipse" (two corners) or "line"
    points: list[Point]
    colour: str
    stroke: float = 0


@dataclass
class Scene:
    """The drawing board: shapes in painter's order and the seeded chance that varies them."""

    chance: random.Random
    shapes: list[Shape] = field(default_factory=list)

    def poly(self, colour: str, *points: Point) -> None:
        self.shapes.append(Shape("poly", list(points), colour))

    def rect(self, colour: str, x: float, y: float, w: float, h: float) -> None:
        self.poly(colour, (x, y), (x + w, y), (x + w, y + h), (x, y + h))

    def ellipse(self, colour: str, x: float, y: float, rx: float, ry: float | None = None) -> None:
        ry = rx if ry is None else ry
        self.shapes.append(Shape("ellipse", [(x - rx, y - ry), (x + rx, y + ry)], colour))

    def line(self, colour: str, stroke: float, *points: Point) -> None:
        self.shapes.append(Shape("line", list(points), colour, stroke))

    def arc(self, colour: str, stroke: float, x: float, y: float, rx: float, ry: float, a: float, b: float) -> None:
        """Part of an ellipse, angles in degrees clockwise from the right."""
        turn = [math.radians(a + (b - a) * i / 24) for i in range(25)]
        self.line(colour, stroke, *((x + rx * math.cos(t), y + ry * math.sin(t)) for t in turn))

    def ridge(
        self, colour: str, y: float, swing: float, *, waves: float = 1.3, small: float = 0.35
    ) -> Callable[[float], float]:
        """A chain of hills down to the lower edge; gives the function of its crest."""
        shift, shift2 = self.chance.uniform(0, 6.3), self.chance.uniform(0, 6.3)

        def crest(x: float) -> float:
            at = x / WIDTH * math.tau
            return y + swing * math.sin(at * waves + shift) + swing * small * math.sin(at * waves * 2.3 + shift2)

        xs = [WIDTH * i / 48 for i in range(-1, 50)]
        self.poly(colour, *((x, crest(x)) for x in xs), (WIDTH + 40, HEIGHT), (-40, HEIGHT))
        return crest


# --- Output -----------------------------------------------------------------------------------


def _scene(motif: str, seed: int) -> Scene:
    from themes.motifs import PAINTERS

    scene = Scene(random.Random(f"{motif}/{seed}"))  # noqa: S311  (pictures, no secrets)
    PAINTERS[motif](scene)
    return scene


def _colours(palette: Palette, scheme: str) -> dict[str, str]:
    table = roles(palette, scheme)
    return {name.removeprefix("l-"): value for name, value in table.items() if name.startswith("l-")} | {
        "paper": table["raised"] if scheme == "light" else table["on-ink-2"]
    }


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def drawing(
    motif: str, seed: int, palette: Palette, width: int = WIDTH, height: int = HEIGHT, scheme: str = "light"
) -> bytes:
    """A self-contained SVG with resolved colours; the field fills width × height and is cropped, never stretched."""
    colours = _colours(palette, scheme)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{width}" height="{height}" '
        'preserveAspectRatio="xMidYMid slice">'
    ]
    for shape in _scene(motif, seed).shapes:
        colour = colours[shape.colour]
        pairs = " ".join(f"{_number(x)},{_number(y)}" for x, y in shape.points)
        if shape.kind == "poly":
            parts.append(f'<polygon fill="{colour}" points="{pairs}"/>')
        elif shape.kind == "ellipse":
            (x0, y0), (x1, y1) = shape.points
            parts.append(
                f'<ellipse fill="{colour}" cx="{_number((x0 + x1) / 2)}" cy="{_number((y0 + y1) / 2)}" '
                f'rx="{_number((x1 - x0) / 2)}" ry="{_number((y1 - y0) / 2)}"/>'
            )
        else:
            parts.append(
                f'<polyline fill="none" stroke="{colour}" stroke-width="{_number(shape.stroke)}" '
                f'stroke-linecap="round" stroke-linejoin="round" points="{pairs}"/>'
            )
    return "".join([*parts, "</svg>"]).encode()


def render(
    motif: str,
    seed: int,
    palette: Palette,
    width: int = WIDTH,
    height: int = HEIGHT,
    scheme: str = "light",
    format: str = "JPEG",
) -> bytes:
    """The same picture as JPEG or PNG bytes, drawn at double size and halved for smooth edges."""
    colours = _colours(palette, scheme)
    factor = max(width / WIDTH, height / HEIGHT) * 2
    dx, dy = width - WIDTH * factor / 2, height - HEIGHT * factor / 2  # crop evenly on both sides
    image = Image.new("RGB", (width * 2, height * 2), colours["sky"])
    draw = ImageDraw.Draw(image)

    def place(points: Sequence[Point]) -> list[Point]:
        return [(x * factor + dx, y * factor + dy) for x, y in points]

    for shape in _scene(motif, seed).shapes:
        points, colour = place(shape.points), colours[shape.colour]
        if shape.kind == "poly":
            draw.polygon(points, fill=colour)
        elif shape.kind == "ellipse":
            draw.ellipse(points, fill=colour)
        else:
            stroke = max(1, round(shape.stroke * factor))
            draw.line(points, fill=colour, width=stroke, joint="curve")
            for x, y in (points[0], points[-1]):
                draw.ellipse((x - stroke / 2, y - stroke / 2, x + stroke / 2, y + stroke / 2), fill=colour)
    out = io.BytesIO()
    small = image.reduce(2)
    if format == "PNG":
        small.save(out, "PNG", compress_level=4)
    else:
        small.save(out, "JPEG", quality=88, subsampling=0)
    return out.getvalue()


def render_png(
    motif: str, seed: int, palette: Palette, width: int = WIDTH, height: int = HEIGHT, scheme: str = "light"
) -> bytes:
    return render(motif, seed, palette, width, height, scheme, "PNG")
