"""The rules of Open Referral HSDS 3 (versions 3.0 to 3.2) for the tables that we write, in our own words.

After the project's JSON schemas of each table, read in November 2026: which fields there are and of what kind, which must be
there, which lists are closed, what points where. Deprecated fields (tax_status, tax_id, fees, licenses …) are not listed, so
that none slips in. `interval` needs a first date and is left out for that reason.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _uuid(value: Any) -> bool:
    return isinstance(value, str) and str(uuid.UUID(value)) == value


def _uri(value: Any) -> bool:
    return bool(urlsplit(value).scheme and urlsplit(value).netloc) and " " not in value


def _date(value: Any) -> bool:
    return dt.date.fromisoformat(value).isoformat() == value


def _time(value: Any) -> bool:
    return bool(dt.time.fromisoformat(value)) or value == "00:00"


def _degrees(most: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int | float) and abs(value) <= most


def _one_of(*allowed: str) -> Callable[[Any], bool]:
    return lambda value: value in allowed


def _like(pattern: str) -> Callable[[Any], bool]:
    return lambda value: bool(re.fullmatch(pattern, value))


PLACES = _one_of("physical", "postal", "virtual")
DAYS = "MO|TU|WE|TH|FR|SA|SU"
OWNERS = {
    "organization_id": "organizations", "service_id": "services", "location_id": "locations",
    "service_at_location_id": "service_at_locations",
}  # fmt: skip
# A name with * must be there. Every table has an id; what ends in _id points to a row of another table.
TABLES: dict[str, dict[str, Callable[[Any], bool]]] = {
    "organizations": {
        "name*": _text, "alternate_name": _text, "description*": _text, "website": _uri, "legal_status": _text, "logo": _uri,
        "uri": _uri,
    },
    "organization_identifiers": {
        "organization_id*": _uuid, "identifier_scheme": _text, "identifier_type*": _text, "identifier*": _text,
    },
    "services": {
        "organization_id*": _uuid, "name*": _text, "description": _text, "url": _uri,
        "status*": _one_of("active", "inactive", "defunct", "temporarily closed"), "eligibility_description": _text,
        "assured_date": _date,
    },
    "locations": {
        "organization_id": _uuid, "location_type*": PLACES, "name": _text, "description": _text, "latitude": _degrees(90),
        "longitude": _degrees(180),
    },
    "service_at_locations": {"service_id*": _uuid, "location_id*": _uuid, "description": _text},
    "addresses": {
        "location_id": _uuid, "address_1*": _text, "city*": _text, "region": _text, "state_province*": _text,
        "postal_code*": _text, "country*": _like("[A-Z]{2}"), "address_type*": PLACES,
    },
    "phones": {
        "organization_id": _uuid, "service_id": _uuid, "location_id": _uuid, "number*": _text, "description": _text,
        "type": _one_of("text", "voice", "fax", "cell", "video", "pager", "textphone"),
    },
    "accessibility": {"location_id": _uuid, "description": _text, "details": _text, "url": _uri},
    "languages": {"service_id": _uuid, "location_id": _uuid, "name": _text, "code": _like("[a-z]{2,3}"), "note": _text},
    "schedules": {
        "service_id": _uuid, "location_id": _uuid, "service_at_location_id": _uuid, "valid_from": _date, "valid_to": _date,
        "dtstart": _date, "freq": _one_of("WEEKLY", "MONTHLY"), "wkst": _like(DAYS), "byday": _like(f"({DAYS})(,({DAYS}))*"),
        "opens_at": _time, "closes_at": _time, "description": _text, "notes": _text,
    },
}  # fmt: skip


def _holds(check: Callable[[Any], bool], value: Any) -> bool:
    try:
        return check(value)
    except (ValueError, TypeError, AttributeError):
        return False


def findings(document: dict[str, Any]) -> list[str]:
    """What breaks a rule, one line each."""
    found = [f"unknown table {name}" for name in document.keys() - TABLES.keys() - {"version"}]
    ids = {name: {row.get("id") for row in document.get(name, ())} for name in TABLES}
    for table, fields in TABLES.items():
        rows = document.get(table, [])
        if len(ids[table]) != len(rows):
            found.append(f"{table}: an id stands twice")
        checks = {"id": _uuid, **{name.rstrip("*"): check for name, check in fields.items()}}
        required = {"id", *(name.rstrip("*") for name in fields if name.endswith("*"))}
        for row in rows:
            found += [f"{table}.{key} is missing" for key in required - row.keys()]
            found += [f"{table}.{key} is no field" for key in row.keys() - checks.keys()]
            found += [
                f"{table}.{key}: {row[key]!r}"
                for key in row.keys() & checks.keys()
                if not _holds(checks[key], row[key])
            ]
            found += [
                f"{table}.{key} points nowhere" for key, to in OWNERS.items() if key in row and row[key] not in ids[to]
            ]
    return found
