"""A blueprint as a file: canonical JSON without any moment of time, so that export → import → export is byte-identical."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NoReturn
from uuid import UUID

from django.utils.translation import gettext as _

from . import data
from .models import NAME_MAX, TEXT_MAX, Blueprint

FORMAT = "redi-blueprint"
FORMAT_VERSION = 1
SIZE = 300_000  # bytes that are read at all
VERSIONS = 100_000
_NAMES = frozenset({"format", "format_version", "uuid", "name", "text", "version", "derived_from", "data"})


@dataclass(frozen=True)
class Package:
    """The content of a file, checked. `origin`: (uuid, version, name of the city) of what it was copied from."""

    uuid: UUID
    name: str
    text: str
    version: int
    origin: tuple[UUID, int, str] | None
    data: dict[str, Any]


def dump(row: Blueprint) -> bytes:
    origin = None
    if row.derived_from is not None:
        origin = {"uuid": str(row.derived_from), "version": row.derived_version, "city": row.derived_city}
    return data.canonical({
        "format": FORMAT, "format_version": FORMAT_VERSION, "uuid": str(row.uuid), "name": row.name, "text": row.text,
        "version": row.version, "derived_from": origin, "data": row.data,
    }).encode()  # fmt: skip


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def load(raw: bytes) -> Package:
    """Raises Refused in plain words, whatever the bytes are."""
    if len(raw) > SIZE:
        raise data.refuse(_("höchstens 300 KB"))
    try:
        value = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise data.refuse(_("das ist kein gültiges JSON")) from None
    value = data.part_of(value, _NAMES, _("Die Datei"))
    if (
        value["format"] != FORMAT
        or value["format_version"] != FORMAT_VERSION
        or isinstance(value["format_version"], bool)
    ):
        raise data.refuse(_("das ist keine Vorlage für Prozesse, oder sie stammt aus einer neueren Fassung"))
    origin = None
    if value["derived_from"] is not None:
        part = data.part_of(value["derived_from"], frozenset({"uuid", "version", "city"}), _("Die Herkunft"))
        city = data.text(part["city"], 80, _("Die Herkunft"))
        origin = (_uuid(part["uuid"]), _version(part["version"]), city)
    return Package(
        _uuid(value["uuid"]),
        data.text(value["name"], NAME_MAX, _("Der Name"), needed=True),
        data.text(value["text"], TEXT_MAX, _("Die Beschreibung")),
        _version(value["version"]),
        origin,
        data.checked(value["data"]),
    )


def _uuid(value: Any) -> UUID:
    try:
        if not isinstance(value, str) or len(value) != 36:
            raise ValueError(value)
        return UUID(value)
    except ValueError:
        raise data.refuse(_("die Kennung ist ungültig")) from None


def _version(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= VERSIONS:
        raise data.refuse(_("die Fassung ist ungültig"))
    return value
