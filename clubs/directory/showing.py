"""The page of one club: everything about it that visitors may see, and what other apps add."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from clubs.codes import ACCESS, AUDIENCES, LANGUAGES, labels
from portal.blocks import backdrop
from portal.cities import hosts
from portal.content.pictures import share_picture
from portal.kit.text import excerpt, paragraphs

from .addresses import club_url, home_url, index_of
from .columns import interests_of, keywords_of
from .listing import map_context
from .marks import is_doubtful, logo_of
from .models import Club, ClubCity
from .panels import panels_of
from .permissions import may_edit
from .structured import organization
from .times import coming_events, event_row, training_of
from .wishes import Wish

if TYPE_CHECKING:
    from portal.cities.models import City

LOGO = 240


def club_context(request: HttpRequest, city: City, club: Club) -> dict[str, Any]:
    now = timezone.now()
    index = index_of(city)
    trail = [(_("Startseite"), "/"), *([(index["title"], index["url"])] if index else []), (club.name, "")]
    member: Any = request.user if _signed_in(request) else None
    events = [event_row(event, club) for event in coming_events(club, now)]
    description = excerpt(club.purpose or club.text, 200)
    return {
        "title": club.name,
        "club": club,
        "crumbs": [{"title": title, "url": url} for title, url in trail],
        "index": index,
        "text": paragraphs(club.text),
        "interest_links": [
            {"title": tag.name, "url": f"{index['url']}?thema={tag.slug}"} if index else {"title": tag.name}
            for tag in interests_of(club)
        ],
        "keywords": keywords_of(club),
        "languages": labels(club.languages, LANGUAGES),
        "access": labels(club.access, ACCESS),
        "audiences": labels(club.audiences, AUDIENCES),
        "portals": portals(club, city),
        "is_guest": club.city_id != city.pk,
        "website_parts": re.findall(
            r"[^.\-/]+[.\-/]*", club.website.partition("://")[2].removeprefix("www.").strip("/")[:60]
        ),
        "lat": "" if club.latitude is None else f"{club.latitude:.5f}",
        "lon": "" if club.longitude is None else f"{club.longitude:.5f}",
        "training": training_of(club),
        "events": events,
        "logo": logo_of(club, LOGO),
        "doubtful": is_doubtful(club, now),
        "place": [part for part in (club.place, club.street, f"{club.postcode} {club.town}".strip()) if part],
        "drawing": backdrop.draw([(club.latitude, club.longitude)])  # type: ignore[list-item]
        if club.latitude is not None
        else None,
        "panels": panels_of(club, city, now),
        "contact_url": _way("directory:contact", club.slug),
        "claim_url": _way("directory:claim", club.slug),
        "edit_url": _way("directory:edit", club.slug) if member is not None and may_edit(member, club) else "",
        "description": description,
        "share_picture": share_picture(club.logo, city) if club.logo else None,
        "address": home_url(club),
        "home_city": city,
        "data": [{**organization(club), **_event_data(club, events)}],
        "messages": get_messages(request) if member is not None else (),
        **map_context(request, city, Wish()),
    }


def _signed_in(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def _way(name: str, *args: Any) -> str:
    """Address of a screen that another part of the app may bring; "" where it does not."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def portals(club: Club, city: City) -> list[dict[str, str]]:
    """The other cities in which the club shows itself, its own first, with the address of its page there."""
    with scopes_disabled():
        shown = set(ClubCity.objects.filter(club=club, is_hidden=False).values_list("city_id", flat=True))
    found = [
        host
        for host in hosts.every()
        if host.city.pk in shown and host.city.pk != city.pk and not host.city.is_alliance
    ]
    found.sort(key=lambda host: (host.city.pk != club.city_id, host.city.name))
    return [
        {"name": host.city.name, "url": hosts.absolute(host.site.hostname, club_url(club)), "is_home": host.city.pk == club.city_id}  # type: ignore[dict-item]
        for host in found
    ]  # fmt: skip


def _event_data(club: Club, events: list[dict[str, Any]]) -> dict[str, Any]:
    """The next events for search engines; the place is the club's where the event has none of its own."""
    made = [
        {
            "@type": "Event", "name": row["title"], "startDate": row["starts"].isoformat(),
            **({"endDate": row["ends"].isoformat()} if row["ends"] else {}),
            "eventStatus": f"https://schema.org/{'EventCancelled' if row['cancelled'] else 'EventScheduled'}",
            "location": {"@type": "Place", "name": row["place"] or club.place or club.city.name, "address": row["place"] or club.town or club.city.name},
            "organizer": {"@id": f"{home_url(club)}#verein"},
        }
        for row in events
    ]  # fmt: skip
    return {"event": made} if made else {}
