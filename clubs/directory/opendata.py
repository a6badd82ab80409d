"""What a portal says of its clubs to programs: CSV, JSON-LD and HSDS. Canonical: the same rows give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kit.tables import Sheet, Table
from portal.kit.writers import spool, to_json, write_csv

from . import hsds, structured
from .columns import EXTRA, PUBLIC, in_order, row_of

if TYPE_CHECKING:
    from portal.cities.models import City

CONTEXT = "https://schema.org"


def csv_file(city: City) -> IO[bytes]:
    def rows() -> Iterator[dict[str, Any]]:
        for club in in_order(city):
            yield {
                **row_of(club, PUBLIC), "slug": club.slug, "owner": club.city.name,
                "confirmed_on": timezone.localtime(club.confirmed_at).date(),
            }  # fmt: skip

    columns = (*((column.key, str(column.title)) for column in PUBLIC), *((key, str(title)) for key, title in EXTRA))
    out = spool()
    write_csv(Sheet("vereine", Table("vereine", str(_("Vereine")), columns, rows())), out, german=False)
    out.seek(0)
    return out


def json_ld(city: City) -> bytes:
    graph = [structured.organization(club) for club in in_order(city)]
    text = json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, sort_keys=True, indent=1)
    return f"{text}\n".encode()


def hsds_json(city: City) -> bytes:
    return to_json(hsds.document(in_order(city)))
