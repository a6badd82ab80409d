"""From an uploaded CSV or XLSX file to rows of texts under known keys. Every file is hostile: sizes are bounded first."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from portal.kit.refused import Refused

from .columns import COLUMNS, heading

MAX_BYTES = 4 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
MAX_ROWS = 2000
MAX_COLUMNS = 60
MAX_CELL = 5000
FORMULA = tuple("=+-@")  # see portal.kit.tables.guarded
HEAD_WITHIN = 10  # rows that may stand above the headings: titles, dates


@dataclass(frozen=True)
class Sheet:
    """`keys`: of the columns that are known; `unknown`: headings that are not; `rows`: (line in the file, key → text)."""

    keys: tuple[str, ...]
    unknown: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def read(upload: UploadedFile) -> Sheet:
    if upload.size is None or upload.size > MAX_BYTES:
        raise Refused(_("Die Datei ist zu groß. Erlaubt sind 4 MB."), code="size")
    data = upload.read(MAX_BYTES + 1)
    if not data.strip():
        raise Refused(_("Die Datei ist leer."), code="empty")
    grid = _xlsx(data) if data[:4] == b"PK\x03\x04" else _csv(data)
    return _sheet(grid)


def _csv(data: bytes) -> list[list[str]]:
    text = _decoded(data)
    if "\x00" in text:
        raise Refused(_("Das ist keine Tabelle. Bitte eine Datei als CSV oder XLSX."), code="format")
    head = "\n".join(text.splitlines()[:HEAD_WITHIN])
    separator = max(";\t,|", key=head.count)
    grid: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            grid.append([cell[:MAX_CELL] for cell in row[:MAX_COLUMNS]])
            if len(grid) > MAX_ROWS + HEAD_WITHIN:
                raise _too_many()
    except csv.Error as error:
        raise Refused(
            _("Zeile %(n)s lässt sich nicht lesen. Stehen Anführungszeichen an der falschen Stelle?")
            % {"n": len(grid) + 1},
            code="format",
        ) from error
    return grid


def _decoded(data: bytes) -> str:
    """UTF-8 (with or without mark), UTF-16 with mark, else Windows-1252: what spreadsheets write."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _xlsx(data: bytes) -> list[list[str]]:
    wrong = Refused(_("Diese Datei lässt sich nicht öffnen. Bitte neu als XLSX oder CSV speichern."), code="format")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise Refused(_("Die Datei ist entpackt zu groß."), code="size")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            grid: list[list[str]] = []
            for row in book.worksheets[0].iter_rows(max_col=MAX_COLUMNS, values_only=True):
                grid.append([_cell(value) for value in row])
                if len(grid) > MAX_ROWS + HEAD_WITHIN + 1:
                    raise _too_many()
            return grid
        finally:
            book.close()
    except Refused:
        raise
    except Exception as error:  # a broken file breaks the library in many ways
        raise wrong from error


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)[:MAX_CELL]


def _too_many() -> Refused:
    return Refused(_("Höchstens %(n)s Zeilen in einer Datei. Bitte teilen Sie sie auf.") % {"n": MAX_ROWS}, code="rows")


def _sheet(grid: list[list[str]]) -> Sheet:
    at, keys = _headings(grid)
    names = grid[at]
    unknown = tuple(
        name.strip()[:60] for name, key in zip(names, keys, strict=True) if not key and name.strip()
    )  # fmt: skip
    rows = []
    for number, row in enumerate(grid[at + 1 :], at + 2):
        values = {key: unguarded(cell) for key, cell in zip(keys, row, strict=False) if key}
        if any(values.values()):
            rows.append((number, values))
    if not rows:
        raise Refused(_("Unter den Überschriften steht keine Zeile."), code="empty")
    if len(rows) > MAX_ROWS:
        raise _too_many()
    return Sheet(tuple(key for key in keys if key), unknown, tuple(rows))


def _headings(grid: list[list[str]]) -> tuple[int, list[str]]:
    for at, row in enumerate(grid[:HEAD_WITHIN]):
        keys = [heading(cell) for cell in row]
        if "name" in keys:
            twice = next((key for key in keys if key and keys.count(key) > 1), "")
            if twice:
                title = next(str(c.title) for c in COLUMNS if c.key == twice)
                raise Refused(_("Die Spalte „%(name)s“ kommt zweimal vor.") % {"name": title}, code="columns")
            return at, keys
    raise Refused(
        _("Wir finden keine Spalte „Name“. Die erste Zeile muss die Überschriften enthalten, zum Beispiel wie in der Vorlage."),
        code="columns",
    )  # fmt: skip


def unguarded(text: str) -> str:
    """Our own exports put an apostrophe before what a spreadsheet takes for a formula: "'+49 …"."""
    text = text.strip()
    return text[1:].strip() if text[:1] == "'" and text[1:].lstrip().startswith(FORMULA) else text
