"""A club in schema.org's words (https://schema.org/Organization and its kinds). No person, no mailbox."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from clubs.codes import ACCESS, labels
from portal.content.jsonld import address

from .addresses import home_url
from .columns import interests_of, keywords_of

if TYPE_CHECKING:
    from .entries import Entry, Labels
    from .models import Club

TAGS = {"ls": "de-simple", "dgs": "gsg"}  # BCP 47 where our own codes are shorter
KINDS = {"sport": "SportsClub", "musik": "PerformingGroup", "theater": "PerformingGroup"}


def kind_of(slugs: Iterable[str], *, charitable: bool) -> str:
    """The most telling type; NGO for what is recognised as charitable, Organization for the rest."""
    found = next((KINDS[slug] for slug in slugs if slug in KINDS), "")
    return found or ("NGO" if charitable else "Organization")


def organization(club: Club | Entry, named: Labels = labels) -> dict[str, Any]:
    """Prefetch `columns.TAGS`. Empty fields are left out."""
    interests = interests_of(club)
    words = [*(tag.name for tag in interests), *keywords_of(club)]
    home = home_url(club)
    place: dict[str, Any] = {}
    if club.place or club.latitude is not None:
        place = {"@type": "Place", "name": club.place or club.town or club.city.name}
        if club.latitude is not None:
            place["geo"] = {"@type": "GeoCoordinates", "latitude": club.latitude, "longitude": club.longitude}
        features = named(club.access, ACCESS)
        if features:
            place["amenityFeature"] = [
                {"@type": "LocationFeatureSpecification", "name": name, "value": True} for name in features
            ]
    data: dict[str, Any] = {
        "@type": kind_of((tag.slug for tag in interests), charitable=club.is_charitable),
        "@id": f"{home}#verein",
        "identifier": f"urn:uuid:{club.uuid}",
        "name": club.name,
        "description": club.purpose,
        "url": home,
        "sameAs": club.website,
        "telephone": club.public_phone,
        "keywords": ", ".join(words),
        "knowsLanguage": [TAGS.get(code, code) for code in club.languages.split()],
        "areaServed": {"@type": "City", "name": club.city.name} if not club.city.is_alliance else None,
        "location": place,
    }
    if club.street or club.postcode:
        data["address"] = address(club.street, club.postcode, club.town or club.city.name)
    return {key: value for key, value in data.items() if value}
