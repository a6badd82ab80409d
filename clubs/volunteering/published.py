"""What the portals say of offers to programs: plain values, CSV, volunteeringdata.io, schema.org. Requests are people's
own words and stay out; nothing here names a person, a mailbox or a sign-up. The same rows give the same bytes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from clubs.codes import ACCESS, labels
from clubs.directory.addresses import home_url
from portal.cities import hosts
from portal.kit.tables import Sheet, Table
from portal.kit.writers import spool, write_csv

from . import addresses, finding
from .finding import Found, Hit
from .models import Offer, Shift
from .wishes import ARTS, Wish

if TYPE_CHECKING:
    from portal.cities.models import City

LICENCE = "Datenlizenz Deutschland – Namensnennung – Version 2.0"
LICENCE_URL = "https://www.govdata.de/dl-de/by-2-0"
CHUNK = 400
VOCABULARY = "https://ns.volunteeringdata.io/"  # https://standard.volunteeringdata.io
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PARTS = ((6, 12, "Morning"), (12, 18, "Afternoon"), (18, 24, "Evening"))  # hours, as the standard draws them


def for_machines(wish: Wish) -> Wish:
    """The same wish without requests; who asks for nothing else gets nothing."""
    kinds = tuple(art for art in wish.kinds if art != "gesuche")
    return replace(wish, kinds=kinds if kinds or not wish.kinds else ("keine",))


def found(wish: Wish, city: City, now: dt.datetime, *, most: int | None = None) -> Found:
    return finding.find(for_machines(wish), city, now, most=most)


def all_hits(result: Found) -> Iterator[Hit]:
    for start in range(0, len(result.rows), CHUNK):
        yield from finding.hits(result, result.rows[start : start + CHUNK])


def url_of(offer: Offer) -> str:
    """On the portal of the offer's own city: one offer, one address. Needs `city_id` only."""
    host = next((h.site.hostname for h in hosts.every() if h.city.pk == offer.city_id), "")
    return hosts.absolute(host, addresses.offer_url(offer))


def iso(moment: dt.datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


def art_of(offer: Offer) -> str:
    return next(art for art, kind in ARTS.items() if kind == offer.kind)


def shift_data(shift: Shift) -> dict[str, Any]:
    return {
        "uuid": str(shift.uuid), "title": shift.title, "starts_at": iso(shift.starts_at), "ends_at": iso(shift.ends_at),
        "places": shift.capacity, "free": shift.free, "cancelled": shift.is_cancelled,
    }  # fmt: skip


def brief(hit: Hit) -> dict[str, Any]:
    o = hit.offer
    return {
        "uuid": str(o.uuid), "slug": o.slug, "url": url_of(o), "kind": art_of(o), "title": o.title,
        "summary": o.summary, "city": o.city.slug, "city_name": o.city.name, "provider": o.provider_name,
        "club": o.club.slug if o.club else None, "place": o.place, "latitude": o.latitude, "longitude": o.longitude,
        "from_home": o.from_home, "urgent": o.is_urgent, "interests": hit.interests, "languages": o.languages.split(),
        "access": o.access.split(), "min_age": o.min_age, "next_shift": iso(hit.next_shift and hit.next_shift.starts_at),
        "shifts": hit.shifts, "places": hit.places, "free": hit.free,
        "distance_km": None if hit.distance_km is None else round(hit.distance_km, 1),
        "published_at": iso(o.published_at or o.created_at), "confirmed_at": iso(o.confirmed_at),
    }  # fmt: skip


def details(hit: Hit) -> dict[str, Any]:
    o = hit.offer
    return brief(hit) | {
        "text": o.text, "pattern": o.pattern, "when_note": o.when_note, "skills": o.skills,
        "needs_consent": o.needs_consent, "needs_check": o.needs_check, "max_group": o.max_group,
        "expenses": o.expenses, "expenses_amount": None if o.expenses_amount is None else str(o.expenses_amount),
        "insured": o.is_insured, "bring": o.bring, "ends_at": iso(o.ends_at),
    }  # fmt: skip


CSV_LISTS = ("interests", "languages", "access")
CSV_COLUMNS = (
    "uuid", "slug", "url", "kind", "title", "summary", "city", "city_name", "provider", "club", "place", "latitude",
    "longitude", "from_home", "urgent", "interests", "languages", "access", "min_age", "next_shift", "shifts",
    "places", "free", "distance_km", "published_at", "confirmed_at",
)  # fmt: skip


def csv_file(result: Found) -> IO[bytes]:
    def rows() -> Iterator[dict[str, Any]]:
        for hit in all_hits(result):
            values = brief(hit)
            yield values | {
                name: " ".join(values[name]) if name != "interests" else ", ".join(values[name]) for name in CSV_LISTS
            }

    out = spool()
    columns = tuple((name, name) for name in CSV_COLUMNS)
    write_csv(Sheet("angebote", Table("angebote", str(_("Angebote")), columns, rows())), out, german=False)
    out.seek(0)
    return out


# --- volunteeringdata.io ------------------------------------------------------------------------------


def _scoped(kind: str, names: Iterable[str]) -> dict[str, Any]:
    """A type and its own names (JSON-LD 1.1, type-scoped): `title` of an Activity is `activityTitle`."""
    prefix = kind[0].lower() + kind[1:]
    terms: dict[str, Any] = {n: f"vol:{prefix}{n[0].upper()}{n[1:]}" for n in names}
    for name in ("website", "applyLink"):
        if name in terms:
            terms[name] = {"@id": terms[name], "@type": "@id"}
    for name in ("time", "reward"):
        if name in terms:
            terms[name] = {"@id": terms[name], "@type": "@vocab"}
    return {"@id": f"vol:{kind}", "@context": terms}


JSONLD_CONTEXT: dict[str, Any] = {
    "@version": 1.1,
    "@vocab": VOCABULARY,
    "vol": VOCABULARY,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owltime": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
    "label": "rdfs:label",
    "publishStart": {"@id": "vol:activityPublishStartDate", "@type": "xsd:dateTime"},
    "publishEnd": {"@id": "vol:activityPublishEndDate", "@type": "xsd:dateTime"},
    "hasBeginning": "owltime:hasBeginning",
    "hasEnd": "owltime:hasEnd",
    "at": {"@id": "owltime:inXSDDateTimeStamp", "@type": "xsd:dateTimeStamp"},
    "Interval": "owltime:ProperInterval",
    "Organisation": _scoped("Organisation", ("name", "description", "website", "activity")),
    "Activity": _scoped("Activity", ("title", "description", "requiresEmergencyParticipation", "role", "session")),
    "Role": _scoped("Role", (
        "title", "description", "commitment", "applyLink", "allowsRemoteParticipation", "minimumAge", "accessibility",
        "requirement", "reward", "skill",
    )),
    "Session": _scoped("Session", ("location", "time")),
    "Location": _scoped("Location", ("name", "latitude", "longitude")),
}  # fmt: skip


def json_ld(result: Found) -> bytes:
    """Organisation → Activity → Role and Sessions, by id; each line of the file is stable."""
    hits = list(all_hits(result))
    shifts = _shifts([hit.offer.pk for hit in hits], result.now)
    held: dict[str, dict[str, Any]] = {}
    for hit in sorted(hits, key=lambda hit: str(hit.offer.uuid)):
        own = _organisation(hit.offer)
        owner = held.setdefault(own["id"], own)
        owner["activity"].append(_activity(hit.offer, shifts.get(hit.offer.pk, [])))
    graph = [held[key] for key in sorted(held)]
    text = json.dumps({"@context": JSONLD_CONTEXT, "@graph": graph}, ensure_ascii=False, sort_keys=True, indent=1)
    return f"{text}\n".encode()


def _shifts(ids: list[int], now: dt.datetime) -> dict[int, list[Shift]]:
    found: dict[int, list[Shift]] = {}
    with scopes_disabled():
        for start in range(0, len(ids), CHUNK):
            rows = Shift.objects.filter(offer__in=ids[start : start + CHUNK]).ahead(now).order_by("starts_at", "pk")
            for shift in rows:
                found.setdefault(shift.offer_id, []).append(shift)
    return found


def _organisation(offer: Offer) -> dict[str, Any]:
    if offer.club is not None:
        key, description = f"urn:uuid:{offer.club.uuid}", offer.club.purpose
        return _full({
            "id": key, "type": "Organisation", "name": offer.club.name, "description": description,
            "website": home_url(offer.club), "activity": [],
        })  # fmt: skip
    home = hosts.absolute(offer.city.site.hostname)
    if offer.provider:  # an initiative has no address of its own
        return {"id": f"urn:uuid:{offer.uuid}#provider", "type": "Organisation", "name": offer.provider, "activity": []}
    return {
        "id": f"{home}#stadt", "type": "Organisation", "name": offer.city.portal_name, "website": home, "activity": [],
    }  # fmt: skip


def _full(values: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value for key, value in values.items() if value not in ("", None) and (value != [] or key == "activity")
    }


def _activity(offer: Offer, shifts: list[Shift]) -> dict[str, Any]:
    return _full({
        "id": f"urn:uuid:{offer.uuid}",
        "type": "Activity",
        "title": offer.title,
        "description": offer.text or offer.summary,
        "requiresEmergencyParticipation": False,
        "publishStart": iso(offer.published_at or offer.created_at),
        "publishEnd": iso(offer.ends_at),
        "role": [_role(offer)],
        "session": [_session(offer, time) for time in _times(offer, shifts)],
    })  # fmt: skip


def _role(offer: Offer) -> dict[str, Any]:
    check = {"type": "Requirement", "label": _("Erweitertes Führungszeugnis")}
    return _full({
        "id": f"urn:uuid:{offer.uuid}#role",
        "type": "Role",
        "title": offer.title,
        "description": offer.summary,
        "commitment": offer.when_note or str(offer.get_kind_display()),
        "applyLink": url_of(offer),
        "allowsRemoteParticipation": offer.from_home,
        "minimumAge": offer.min_age or None,
        "accessibility": [{"label": word} for word in labels(offer.access, ACCESS)],  # the standard wants nodes
        "requirement": [check] if offer.needs_check else [],
        "reward": ["ExpensesReimbursed"] if offer.expenses == Offer.Expenses.COSTS else [],
        "skill": [{"label": offer.skills}] if offer.skills else [],
    })  # fmt: skip


def _times(offer: Offer, shifts: list[Shift]) -> Iterator[Any]:
    for shift in shifts:
        yield {
            "id": f"urn:uuid:{shift.uuid}", "type": "Interval",
            "hasBeginning": {"at": iso(shift.starts_at)}, "hasEnd": {"at": iso(shift.ends_at)},
        }  # fmt: skip
    names = []
    for line in offer.pattern if offer.kind == Offer.Kind.REGULAR else ():
        start, end = int(line["from"][:2]), int(line["to"][:2]) + (line["to"][3:] > "00")
        names += [f"{DAYS[line['day']]}{part}" for first, last, part in PARTS if start < last and end > first]
    if names:
        yield sorted(set(names))


def _session(offer: Offer, time: Any) -> dict[str, Any]:
    place: dict[str, Any] = {}
    if not offer.from_home and (offer.place or offer.latitude is not None):
        place = _full({
            "type": "Location", "name": offer.place or offer.city.name, "latitude": offer.latitude,
            "longitude": offer.longitude,
        })  # fmt: skip
    return {"type": "Session", "time": time} | ({"location": place} if place else {})


# --- schema.org -----------------------------------------------------------------------------------------


def jsonld_of(offer: Offer, shifts: Iterable[Shift]) -> list[dict[str, Any]]:
    """schema.org Events with their Place, one per shift that is not over, for `{% structured_data %}`. `offer` with club
    and city; the organizer is the club or the city, never a person."""
    if offer.kind == Offer.Kind.REQUEST:
        return []
    where: dict[str, Any] = {"@type": "VirtualLocation", "url": url_of(offer)}
    if not offer.from_home:
        where = {"@type": "Place", "name": offer.place or offer.city.name, "address": offer.place or offer.city.name}
        if offer.latitude is not None:
            where["geo"] = {"@type": "GeoCoordinates", "latitude": offer.latitude, "longitude": offer.longitude}
    mode = "Online" if offer.from_home else "Offline"
    events = []
    for shift in shifts:
        if shift.is_over:
            continue
        status = "EventCancelled" if shift.is_cancelled else "EventScheduled"
        event = {
            "@type": "Event",
            "@id": f"urn:uuid:{shift.uuid}",
            "name": f"{offer.title}: {shift.title}" if shift.title else offer.title,
            "description": offer.summary,
            "startDate": iso(shift.starts_at),
            "endDate": iso(shift.ends_at),
            "eventStatus": f"https://schema.org/{status}",
            "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
            "isAccessibleForFree": True,
            "location": where,
            "organizer": {"@type": "Organization", "name": offer.provider_name},
            "maximumAttendeeCapacity": shift.capacity,
            "remainingAttendeeCapacity": shift.free,
            "typicalAgeRange": f"{offer.min_age}-" if offer.min_age else "",
            "url": url_of(offer),
        }
        events.append({key: value for key, value in event.items() if value not in ("", None)})
    return events
