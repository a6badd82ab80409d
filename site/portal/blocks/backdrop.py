"""A calm drawing of where places lie: no tiles, no third party, no claim to be a street map.

Places are projected plate carrée around their middle (error under 0.1 % within a city) into percentages of a frame of
3 : 2, with a kilometre grid. Percentages keep numbers and pins at their size on every screen.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

ASPECT = 1.5
KM_PER_DEGREE = 111.32  # of latitude, WGS 84, near enough for a drawing
SMALLEST_KM = 2.0  # height of the frame at least
NEAR = 7.0  # pins closer than this many per cent share one


@dataclass(frozen=True)
class Pin:
    """Position in per cent of the frame; `label`: numbers of its places, as in the list beside it."""

    x: float
    y: float
    label: str
    wide: bool = False


@dataclass(frozen=True)
class Drawing:
    pins: tuple[Pin, ...]
    across: tuple[float, ...]  # grid lines from west to east, per cent
    down: tuple[float, ...]
    step_km: float


def draw(points: Sequence[tuple[float, float]], labels: Sequence[str] = ()) -> Drawing | None:
    """(latitude, longitude) pairs in WGS 84 → the drawing, None without points. `labels`: instead of 1, 2, 3 …"""
    if not points:
        return None
    south, north = min(p[0] for p in points), max(p[0] for p in points)
    west, east = min(p[1] for p in points), max(p[1] for p in points)
    middle = ((south + north) / 2, (west + east) / 2)
    km_per_lon = KM_PER_DEGREE * math.cos(math.radians(middle[0]))
    height = max((north - south) * KM_PER_DEGREE, (east - west) * km_per_lon / ASPECT, SMALLEST_KM / 1.4) * 1.4
    width = height * ASPECT
    step = next((s for s in (0.5, 1, 2, 5, 10, 20, 50) if height / s <= 8), 100)
    spots = [
        (50 + (lon - middle[1]) * km_per_lon / width * 100, 50 - (lat - middle[0]) * KM_PER_DEGREE / height * 100)
        for lat, lon in points
    ]
    return Drawing(_pins(spots, labels), _lines(width, step), _lines(height, step), step)


def _lines(length: float, step: float) -> tuple[float, ...]:
    half = int(length / 2 / step)
    return tuple(round(50 + n * step / length * 100, 2) for n in range(-half, half + 1))


def _pins(spots: Sequence[tuple[float, float]], labels: Sequence[str] = ()) -> tuple[Pin, ...]:
    groups: list[tuple[float, float, list[int]]] = []
    for number, (x, y) in enumerate(spots, 1):
        for group in groups:
            if abs(group[0] - x) < NEAR and abs(group[1] - y) < NEAR:
                group[2].append(number)
                break
        else:
            groups.append((x, y, [number]))
    return tuple(Pin(round(x, 2), round(y, 2), _text(ns, labels), len(ns) > 1) for x, y, ns in groups)


def _text(numbers: list[int], labels: Sequence[str]) -> str:
    if not labels:
        return _numbers(numbers)
    return labels[numbers[0] - 1] if len(numbers) == 1 else f"{labels[numbers[0] - 1]} …"


def _numbers(numbers: list[int]) -> str:
    if len(numbers) < 3:
        return ", ".join(str(n) for n in numbers)
    return f"{numbers[0]}–{numbers[-1]}" if numbers[-1] - numbers[0] == len(numbers) - 1 else f"{numbers[0]} …"
