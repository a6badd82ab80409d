"""schema.org data of pages (https://schema.org), as dictionaries. Offices and places only, never people."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString, mark_safe

from portal.cities import hosts
from portal.cities.models import City
from portal.offices import opening
from portal.offices.directory import OfficeCard, main_office, offices_of

if TYPE_CHECKING:
    from .models import PortalPage

CONTEXT = "https://schema.org"
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def script(data: list[dict[str, Any]]) -> SafeString:
    """A data block for the page's head. Nothing in it can end the element; a CSP without inline scripts lets it stand,
    because a block of this type is never executed."""
    if not data:
        return SafeString("")
    text = json.dumps({"@context": CONTEXT, "@graph": data}, ensure_ascii=False, default=str).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  (escaped above)


def organization(city: City) -> dict[str, Any]:
    home = hosts.absolute(city.site.hostname)
    data: dict[str, Any] = {
        "@type": "Organization" if city.is_alliance else "GovernmentOrganization",
        "@id": f"{home}#stadt", "name": city.portal_name, "url": home,
    }  # fmt: skip
    if city.email:
        data["email"] = city.email
    if city.phone:
        data["telephone"] = city.phone
    if city.street:
        data["address"] = address(city.street, city.postcode, city.name)
    if not city.is_alliance:
        data["areaServed"] = {"@type": "City", "name": city.name, "geo": _geo(city.latitude, city.longitude)}
    return data


def address(street: str, postcode: str, place: str) -> dict[str, str]:
    return {
        "@type": "PostalAddress", "streetAddress": street, "postalCode": postcode, "addressLocality": place,
        "addressCountry": "DE",
    }  # fmt: skip


def _geo(latitude: float | None, longitude: float | None) -> dict[str, Any] | None:
    return {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude} if latitude is not None else None


def office(city: City, card: OfficeCard) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@type": "GovernmentOffice", "name": card.name,
        "parentOrganization": {"@id": f"{hosts.absolute(city.site.hostname)}#stadt"},
    }  # fmt: skip
    if card.street:
        data["address"] = address(card.street, card.postcode, card.place)
    if card.phone:
        data["telephone"] = card.phone
    if card.email:
        data["email"] = card.email
    if geo := _geo(card.latitude, card.longitude):
        data["geo"] = geo
    if card.table.slots:
        data["openingHoursSpecification"] = opening.schema_org(card.table.slots)
    return data


def breadcrumbs(city: City, crumbs: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": c["title"], "item": hosts.absolute(city.site.hostname, c["url"])}
            for n, c in enumerate(crumbs, 1)
        ],
    }  # fmt: skip


def for_page(
    city: City, page: PortalPage, *, address: str, crumbs: list[dict[str, str]], picture: dict[str, Any] | None,
    updated: dt.datetime | None,
) -> list[dict[str, Any]]:  # fmt: skip
    """What a page says about itself, by its type."""
    kind = type(page).__name__
    data: list[dict[str, Any]] = []
    if kind == "HomePage":
        data = [
            organization(city),
            {
                "@type": "WebSite",
                "name": city.portal_name,
                "url": address,
                "inLanguage": "de",
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": f"{address}suche/?q={{q}}",
                    "query-input": "required name=q",
                },
            },
        ]
        if main := main_office(city):
            data.append(office(city, main))
    elif kind == "NewsPage":
        data = [_news(city, page, address, picture, updated)]
    elif kind == "EventPage":
        data = [_event(city, page, address, picture)]
    elif kind == "DirectoryPage":
        data = [office(city, card) for card in offices_of(city)]
    else:
        data = [
            {
                "@type": "WebPage",
                "name": page.title,
                "url": address,
                "description": page.lead,
                "inLanguage": "de",
                "dateModified": updated.isoformat() if updated else None,
            }
        ]
    if len(crumbs) > 1:
        data.append(breadcrumbs(city, crumbs))
    return data


def _news(
    city: City, page: Any, address: str, picture: dict[str, Any] | None, updated: dt.datetime | None
) -> dict[str, Any]:
    publisher = {"@type": "GovernmentOrganization", "name": city.portal_name, "url": hosts.absolute(city.site.hostname)}
    data = {
        "@type": "NewsArticle", "headline": page.title[:110], "description": page.lead, "url": address,
        "mainEntityOfPage": address, "datePublished": page.date.isoformat(), "inLanguage": "de",
        "publisher": publisher, "author": {**publisher, "name": page.author} if page.author else publisher,
    }  # fmt: skip
    if updated:
        data["dateModified"] = updated.isoformat()
    if picture:
        data["image"] = [picture["url"]]
    return data


def _event(city: City, page: Any, address: str, picture: dict[str, Any] | None) -> dict[str, Any]:
    start = (page.next_occurrence or page.starts_at).astimezone(opening.BERLIN)
    length = (page.ends_at - page.starts_at) if page.ends_at else None
    data = {
        "@type": "Event", "name": page.title, "description": page.lead, "url": address, "inLanguage": "de",
        "startDate": start.date().isoformat() if page.all_day else start.isoformat(),
        "eventStatus": f"{CONTEXT}/{'EventCancelled' if page.cancelled else 'EventScheduled'}",
        "eventAttendanceMode": f"{CONTEXT}/OfflineEventAttendanceMode",
        "location": {"@type": "Place", "name": page.location or city.name, "address": page.location or city.name},
        "organizer": {"@type": "Organization", "name": page.organiser or city.portal_name},
    }  # fmt: skip
    if length:
        end = start + length
        data["endDate"] = end.date().isoformat() if page.all_day else end.isoformat()
    if picture:
        data["image"] = [picture["url"]]
    return data
