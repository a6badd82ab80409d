"""Clubs as Open Referral HSDS 3 (https://docs.openreferral.org): the flat tables of the specification as one JSON document.

A club is an organization with one service (what it does) at one location (where it meets). `assured_date` is the day on
which somebody last said that the entry is true. No person, no mailbox. Ids are the club's UUID and UUIDs made from it.
Only fields that no version of HSDS 3 calls deprecated; times of day are local, as `notes` says: a weekly hour has no one
offset from UTC all year.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from clubs.codes import ACCESS, AUDIENCES, LANGUAGES, Choices

from .addresses import home_url
from .entries import Labels, remembering
from .times import WEEKDAYS, training_of

if TYPE_CHECKING:
    from .entries import Entry
    from .models import Club

VERSION = "3.0"
STATE = "Baden-Württemberg"
LOCAL = "Ortszeit Europe/Berlin"
TABLES = (
    "organizations", "organization_identifiers", "services", "locations", "service_at_locations", "addresses", "phones",
    "accessibility", "languages", "schedules",
)  # fmt: skip
CODES = {"ls": "de", "dgs": "gsg"}  # ISO 639-1 or 639-3; that the German is easy to read says the name
Rows = Iterator[tuple[str, dict[str, Any]]]


def document(clubs: Iterable[Club | Entry]) -> dict[str, Any]:
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for name, row in rows(clubs):
        tables[name].append(row)
    return {
        "version": VERSION,
        **{name: sorted(found, key=lambda row: str(row["id"])) for name, found in tables.items()},
    }


def rows(clubs: Iterable[Club | Entry]) -> Rows:
    """(table, row), club after club."""
    named = remembering()
    for club in clubs:
        yield from _rows(club, named)


def part(club: Club | Entry, name: str) -> str:
    return str(uuid.uuid5(club.uuid, name))


def _row(**values: Any) -> dict[str, Any]:
    """Empty fields are left out: in HSDS a field is given or it is not."""
    return {key: value for key, value in values.items() if value not in ("", None)}


def _coded(value: str, choices: Choices, named: Labels) -> Iterator[tuple[str, str]]:
    held = value.split()
    return zip((code for code, _label in choices if code in held), named(value, choices), strict=True)


def _rows(club: Club | Entry, named: Labels) -> Rows:
    key, service, home = str(club.uuid), part(club, "service"), home_url(club)
    legal = ["eingetragener Verein"] if club.register_number else []
    legal += ["als gemeinnützig anerkannt"] if club.is_charitable else []
    yield "organizations", _row(
        id=key, name=club.name, description=club.purpose or club.name, website=club.website, uri=f"{home}#verein",
        legal_status=", ".join(legal),
    )  # fmt: skip
    if club.register_number:
        yield "organization_identifiers", _row(
            id=part(club, "register"), organization_id=key, identifier_type="Vereinsregister",
            identifier=f"{club.register_court} {club.register_number}".strip(),
        )  # fmt: skip
    yield "services", _row(
        id=service, organization_id=key, name=club.name, description=club.purpose, url=home, status="active",
        eligibility_description=", ".join(named(club.audiences, AUDIENCES)),
        assured_date=timezone.localtime(club.confirmed_at).date().isoformat(),
    )  # fmt: skip
    for code, word in _coded(club.languages, LANGUAGES, named):
        yield (
            "languages",
            _row(id=part(club, f"language:{code}"), service_id=service, code=CODES.get(code, code), name=word),
        )
    if club.public_phone:
        yield "phones", _row(id=part(club, "phone"), organization_id=key, number=club.public_phone, type="voice")
    if not (club.place or club.street or club.latitude is not None):
        yield from _schedules(club, {"service_id": service})
        return
    spot, at = part(club, "location"), part(club, "service_at_location")
    yield "locations", _row(
        id=spot, organization_id=key, location_type="physical", name=club.place or club.name, latitude=club.latitude,
        longitude=club.longitude,
    )  # fmt: skip
    yield "service_at_locations", _row(id=at, service_id=service, location_id=spot)
    if club.street and club.postcode:
        yield "addresses", _row(
            id=part(club, "address"), location_id=spot, address_1=club.street, city=club.town or club.city.name,
            state_province=STATE, postal_code=club.postcode, country="DE", address_type="physical",
        )  # fmt: skip
    for code, word in _coded(club.access, ACCESS, named):
        yield "accessibility", _row(id=part(club, f"access:{code}"), location_id=spot, description=word)
    yield from _schedules(club, {"service_at_location_id": at})


def _schedules(club: Club | Entry, owner: dict[str, str]) -> Rows:
    for number, time in enumerate(training_of(club)):
        yield "schedules", _row(
            id=part(club, f"schedule:{number}"), **owner, freq="WEEKLY", wkst="MO", byday=WEEKDAYS[time.day],
            opens_at=time.starts, closes_at=time.ends, description=time.words, notes=LOCAL,
        )  # fmt: skip
