"""What a module hands out as data: one shape for XLSX, CSV, JSON and the open-data API."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Table:
    """`name`: file and sheet name, ASCII, at most 30 signs. `columns`: (key, German heading); keys are stable.

    `rows`: one dict per row with plain values (str, int, float, bool, Decimal, date, aware datetime, UUID, None).
    """

    name: str
    title: str
    columns: tuple[tuple[str, str], ...]
    rows: Iterable[dict[str, Any]]
