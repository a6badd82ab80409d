"""Clubs as Open Referral HSDS 3 (https://docs.openreferral.org): the flat tables of the specification as one JSON document.

A club is an organization with one service (what it does) at one location (where it meets). `assured_date` is the day on
which somebody last said that the entry is true. No person, no mailbox. Ids are the club's UUID and UUIDs made from it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from clubs.codes import ACCESS, AUDIENCES, LANGUAGES, labels

from .addresses import home_url
from .structured import TAGS
from .times import WEEKDAYS, training_of

if TYPE_CHECKING:
    from .models import Club

VERSION = "3.0"
STATE = "Baden-Württemberg"
TABLES = (
    "organizations", "services", "locations", "service_at_locations", "addresses", "phones", "accessibility",
    "languages", "schedules",
)  # fmt: skip
Tables = dict[str, list[dict[str, Any]]]


def document(clubs: Iterable[Club]) -> dict[str, Any]:
    tables: Tables = {name: [] for name in TABLES}
    for club in clubs:
        _add(tables, club)
    return {"version": VERSION, **{name: sorted(rows, key=lambda row: str(row["id"])) for name, rows in tables.items()}}


def part(club: Club, name: str) -> str:
    return str(uuid.uuid5(club.uuid, name))


def _row(**values: Any) -> dict[str, Any]:
    """Empty fields are left out: in HSDS a field is given or it is not."""
    return {key: value for key, value in values.items() if value not in ("", None)}


def _add(tables: Tables, club: Club) -> None:
    key, service, spot = str(club.uuid), part(club, "service"), part(club, "location")
    assured = timezone.localtime(club.confirmed_at).date().isoformat()
    tables["organizations"].append(
        _row(
            id=key, name=club.name, description=club.purpose or club.name, website=club.website, uri=home_url(club),
            legal_status="e. V." if club.register_number else "",
            tax_status="gemeinnützig" if club.is_charitable else "",
        )
    )  # fmt: skip
    tables["services"].append(
        _row(
            id=service, organization_id=key, name=club.name, description=club.purpose, url=home_url(club), status="active",
            eligibility_description=", ".join(labels(club.audiences, AUDIENCES)), assured_date=assured,
            fees_description="",
        )
    )  # fmt: skip
    for code, word in LANGUAGES:
        if f" {code} " in club.languages:
            tables["languages"].append(
                _row(id=part(club, f"language:{code}"), service_id=service, code=TAGS.get(code, code), name=str(word))
            )
    if club.public_phone:
        tables["phones"].append(
            _row(id=part(club, "phone"), organization_id=key, number=club.public_phone, type="voice")
        )
    if not (club.place or club.street or club.latitude is not None):
        _schedules(tables, club, {"service_id": service})
        return
    tables["locations"].append(
        _row(
            id=spot, organization_id=key, location_type="physical", name=club.place or club.name, latitude=club.latitude,
            longitude=club.longitude,
        )
    )  # fmt: skip
    at = part(club, "service_at_location")
    tables["service_at_locations"].append(_row(id=at, service_id=service, location_id=spot))
    if club.street and club.postcode:
        tables["addresses"].append(
            _row(
                id=part(club, "address"), location_id=spot, address_1=club.street, city=club.town or club.city.name,
                state_province=STATE, postal_code=club.postcode, country="DE", address_type="physical",
            )
        )  # fmt: skip
    for code, word in ACCESS:
        if f" {code} " in club.access:
            tables["accessibility"].append(
                _row(id=part(club, f"access:{code}"), location_id=spot, description=str(word))
            )
    _schedules(tables, club, {"service_at_location_id": at})


def _schedules(tables: Tables, club: Club, owner: dict[str, str]) -> None:
    for number, time in enumerate(training_of(club)):
        tables["schedules"].append(
            _row(
                id=part(club, f"schedule:{number}"), **owner, freq="WEEKLY", interval=1, wkst="MO",
                byday=WEEKDAYS[time.day], opens_at=time.starts, closes_at=time.ends, description=time.words,
            )
        )  # fmt: skip
