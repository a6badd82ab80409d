"""Things that several pictures share: sky, trees, houses, figures, paths."""

from __future__ import annotations

import math

from themes.drawings import HEIGHT, WIDTH, Scene


def sky(s: Scene, sun: float | None = None, y: float = 250, r: float = 112) -> None:
    s.rect("sky", -40, -40, WIDTH + 80, HEIGHT + 80)
    s.ellipse("sun", sun if sun is not None else s.chance.choice((360, 1120, 1240)) + s.chance.uniform(-60, 60), y, r)


def backdrop(s: Scene, y: float = 470) -> None:
    s.ridge("far", y - 60, 46)
    s.ridge("far2", y + 20, 30)


def round_tree(s: Scene, x: float, foot: float, size: float, colour: str = "ground2") -> None:
    s.line(colour, size * 0.13, (x, foot), (x, foot - size * 1.2))
    s.line(colour, size * 0.08, (x, foot - size * 0.75), (x + size * 0.34, foot - size * 1.1))
    s.ellipse(colour, x, foot - size * 1.55, size * 0.62)
    s.ellipse(colour, x + size * 0.42, foot - size * 1.3, size * 0.44)
    s.ellipse(colour, x - size * 0.4, foot - size * 1.28, size * 0.42)


def fir(s: Scene, x: float, foot: float, size: float, colour: str = "near") -> None:
    for i, width in enumerate((0.34, 0.5, 0.66)):
        top = foot - size * (1.0 - i * 0.26)
        s.poly(colour, (x, top), (x + size * width / 2, top + size * 0.42), (x - size * width / 2, top + size * 0.42))
    s.rect(colour, x - size * 0.035, foot - size * 0.1, size * 0.07, size * 0.12)


def poplar(s: Scene, x: float, foot: float, size: float, colour: str = "near") -> None:
    s.ellipse(colour, x, foot - size * 0.5, size * 0.14, size * 0.5)


def bush(s: Scene, x: float, foot: float, size: float, colour: str = "ground") -> None:
    for dx, r in ((-0.5, 0.42), (0, 0.58), (0.5, 0.4)):
        s.ellipse(colour, x + dx * size, foot - r * size * 0.4, r * size, r * size * 0.86)


def windows(
    s: Scene,
    x: float,
    y: float,
    columns: int,
    rows: int,
    dx: float,
    dy: float,
    w: float,
    h: float,
    colour: str = "accent",
) -> None:
    for c in range(columns):
        for r in range(rows):
            s.rect(colour, x + c * dx, y + r * dy, w, h)


def house(s: Scene, x: float, foot: float, w: float, h: float, wall: str = "near", roof: str = "ground") -> None:
    """A plain gable house with four windows."""
    gable = w * 0.42
    s.poly(wall, (x, foot), (x, foot - h), (x + w / 2, foot - h - gable), (x + w, foot - h), (x + w, foot))
    e = w * 0.05
    s.poly(
        roof,
        (x - e, foot - h + e),
        (x + w / 2, foot - h - gable - e * 1.4),
        (x + w + e, foot - h + e),
        (x + w - e, foot - h + e),
        (x + w / 2, foot - h - gable + w * 0.1),
        (x + e, foot - h + e),
    )
    windows(s, x + w * 0.2, foot - h * 0.86, 2, 2 if h > w * 0.8 else 1, w * 0.36, h * 0.4, w * 0.22, w * 0.24)


def person(s: Scene, x: float, foot: float, size: float, colour: str = "ground2", shirt: str = "accent") -> None:
    """A figure as a pictogram: head, coat, legs."""
    s.line(colour, size * 0.09, (x - size * 0.07, foot), (x - size * 0.05, foot - size * 0.4))
    s.line(colour, size * 0.09, (x + size * 0.07, foot), (x + size * 0.05, foot - size * 0.4))
    s.line(shirt, size * 0.27, (x, foot - size * 0.47), (x, foot - size * 0.66))
    s.ellipse(colour, x, foot - size * 0.9, size * 0.1)


def lane(s: Scene, colour: str, top: float, x: float, end: float, near: float = 150, far: float = 14) -> None:
    """A path that swings from the lower edge to the horizon."""
    left, right = [], []
    for i in range(21):
        t = i / 20
        y = HEIGHT + 20 + (top - HEIGHT - 20) * t
        width = near + (far - near) * t**0.6
        cx = x + (end - x) * t + 90 * math.sin(t * math.pi) * (1 - t)
        left.append((cx - width, y))
        right.append((cx + width, y))
    s.poly(colour, *left, *reversed(right))


def cloud(s: Scene, x: float, y: float, size: float) -> None:
    for dx, dy, r in ((-0.9, 0.12, 0.4), (-0.3, -0.1, 0.55), (0.4, 0, 0.5), (1, 0.16, 0.34)):
        s.ellipse("paper", x + dx * size, y + dy * size, r * size, r * size * 0.7)
