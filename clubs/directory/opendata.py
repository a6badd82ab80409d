"""What a portal says of its clubs to programs: CSV, JSON-LD and HSDS. Canonical: the same rows give the same bytes.

Every JSON file has one object per line: quick to write, kind to `diff`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kit.tables import Sheet, Table
from portal.kit.writers import spool, write_csv

from . import hsds, structured
from .columns import EXTRA, PUBLIC, row_of
from .entries import entries, remembering

if TYPE_CHECKING:
    from portal.cities.models import City

CONTEXT = "https://schema.org"
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(", ", ": ")).encode


def csv_file(city: City) -> IO[bytes]:
    def rows() -> Iterator[dict[str, Any]]:
        for club in entries(city):
            yield {
                **row_of(club, PUBLIC), "slug": club.slug, "owner": club.city.name,
                "confirmed_on": timezone.localtime(club.confirmed_at).date(),
            }  # fmt: skip

    columns = (*((column.key, str(column.title)) for column in PUBLIC), *((key, str(title)) for key, title in EXTRA))
    out = spool()
    write_csv(Sheet("vereine", Table("vereine", str(_("Vereine")), columns, rows())), out, german=False)
    out.seek(0)
    return out


def json_ld(city: City) -> IO[bytes]:
    named = remembering()
    lines = (_encode(structured.organization(club, named)) for club in entries(city))
    return _file({"@context": CONTEXT}, {"@graph": lines})


def hsds_json(city: City) -> IO[bytes]:
    """Rows are kept as text, by id: a fraction of what they weigh as dictionaries."""
    tables: dict[str, list[tuple[str, str]]] = {name: [] for name in hsds.TABLES}
    for name, row in hsds.rows(entries(city)):
        tables[name].append((row["id"], _encode(row)))
    return _file(
        {"version": hsds.VERSION}, {name: (text for _id, text in sorted(tables[name])) for name in sorted(tables)}
    )


def _file(head: dict[str, str], lists: dict[str, Iterable[str]]) -> IO[bytes]:
    """One JSON object: `head`, then lists of objects that are text already."""
    out = spool()

    def write(text: str) -> None:
        out.write(text.encode("utf-8", "replace"))

    write("{" + ",\n".join(f"{_encode(key)}: {_encode(value)}" for key, value in head.items()))
    for key, lines in lists.items():
        write(f",\n{_encode(key)}: [")
        for number, line in enumerate(lines):
            write(f",\n{line}" if number else f"\n{line}")
        write("]")
    write("}\n")
    out.seek(0)
    return out
