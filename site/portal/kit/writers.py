"""Tables as files. Bytes are written to a spooled file, so that a large export does not fill the memory."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable
from typing import IO, Any

from openpyxl import Workbook

from .refused import Refused
from .tables import Sheet, for_csv, for_json, for_xlsx, guarded

SPOOL = 4 * 1024 * 1024
EPOCH = (1980, 1, 1, 0, 0, 0)  # of every file in a ZIP: the same content gives the same bytes
BOM = "\ufeff"  # tells spreadsheets that it is UTF-8


def spool() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(max_size=SPOOL)  # type: ignore[return-value]


def write_csv(sheet: Sheet, out: IO[bytes], *, german: bool) -> int:
    """German: BOM, semicolon, headings for people. Otherwise RFC 4180 with stable keys. Answers the number of rows."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        if german:
            text.write(BOM)
        writer = csv.writer(text, delimiter=";" if german else ",", lineterminator="\r\n")
        writer.writerow([guarded(str(title if german else key)) for key, title in sheet.columns])
        count = 0
        for row in sheet.rows():
            writer.writerow([for_csv(row.get(key), german=german) for key, _title in sheet.columns])
            count += 1
        return count
    finally:
        text.flush()
        text.detach()


def write_xlsx(sheets: Iterable[Sheet], out: IO[bytes]) -> int:
    book = Workbook(write_only=True)
    count = 0
    for number, sheet in enumerate(sheets, 1):
        page = book.create_sheet(f"{number} {sheet.name}"[:31])
        page.freeze_panes = "A2"
        page.append([for_xlsx(str(title)) for _key, title in sheet.columns])
        try:
            for row in sheet.rows():
                page.append([for_xlsx(row.get(key)) for key, _title in sheet.columns])
                count += 1
        except Refused:
            page.close()  # lets go of its file
            raise
    if not book.worksheets:
        book.create_sheet("leer")
    book.save(out)
    return count


def as_dict(sheet: Sheet, rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "title": str(sheet.table.title),
        "columns": [{"key": key, "title": str(title)} for key, title in sheet.columns],
        "rows": [{key: for_json(row.get(key)) for key, _title in sheet.columns} for row in rows],
    }


def to_json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode("utf-8", "replace")


class Zip:
    """A ZIP whose bytes depend on nothing but its content."""

    def __init__(self, out: IO[bytes]) -> None:
        self.file = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6)

    def _info(self, name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        info.create_system = 3
        return info

    def add(self, name: str, content: bytes) -> None:
        self.file.writestr(self._info(name), content, compresslevel=6)

    def add_csv(self, name: str, sheet: Sheet, *, german: bool) -> int:
        with self.file.open(self._info(name), "w") as out:
            return write_csv(sheet, out, german=german)

    def close(self) -> None:
        self.file.close()
