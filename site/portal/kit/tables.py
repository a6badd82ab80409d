"""Data that is handed out: one shape for XLSX, CSV, JSON and open data; bounded, with cells as each format wants them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from .refused import Refused

ROWS = 50_000  # of one table in one file
# What a spreadsheet takes for the beginning of a formula, the full-width forms included
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Table:
    """`name`: file and sheet name, ASCII, at most 30 signs. `columns`: (key, German heading); keys are stable.

    `rows`: one dict per row with plain values (str, int, float, bool, Decimal, date, aware datetime, UUID, None).
    """

    name: str
    title: str
    columns: tuple[tuple[str, str], ...]
    rows: Iterable[dict[str, Any]]


@dataclass(frozen=True)
class Sheet:
    """A table under a name that is safe as a file name and unique in its file."""

    name: str
    table: Table

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        return self.table.columns

    def rows(self) -> Iterator[dict[str, Any]]:
        """Raises Refused when there are more rows than a file takes: half a table would be a lie."""
        for number, row in enumerate(self.table.rows):
            if number >= ROWS:
                raise Refused(_("Diese Tabelle ist zu groß für eine Datei: höchstens %(n)s Zeilen.") % {"n": ROWS})
            yield row

    def page(self, first: int, count: int) -> list[dict[str, Any]]:
        rows: Iterable[dict[str, Any]] = self.table.rows
        return list(islice(rows, first, first + count))


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula, without signs that files cannot hold."""
    text = _CONTROL.sub("", text)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text[:1] in ("\t", "\r", "\n") else text


def for_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(timezone.get_default_timezone()).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [for_json(item) for item in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)  # lazy translations


def for_csv(value: Any, *, german: bool) -> str:
    """`german`: for people with a spreadsheet; otherwise for machines (ISO 8601, decimal point)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return (_("ja") if value else _("nein")) if german else str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float | Decimal):
        return f"{value}".replace(".", ",") if german else f"{value}"
    if isinstance(value, dt.datetime) and german:
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime) and german:
        return f"{value:%d.%m.%Y}"
    plain = for_json(value)
    return guarded(", ".join(map(str, plain)) if isinstance(plain, list) else str(plain))


def for_xlsx(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | Decimal):
        return value
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, dt.date):
        return value
    plain = for_json(value)
    return guarded(", ".join(map(str, plain)) if isinstance(plain, list) else str(plain))[:32_000]
