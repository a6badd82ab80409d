"""The list of clubs as a page shows it: rows, filters with counts, map, the words above. See `finding` for the search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_scopes import scopes_disabled

from clubs.codes import ACCESS, AUDIENCES, LANGUAGES
from portal.blocks import backdrop
from portal.blocks.policy import allow
from portal.kit.text import excerpt

from . import finding
from .addresses import link
from .finding import Found
from .marks import is_doubtful, logo_of
from .models import Club, ClubCity
from .wishes import RADII, SORTS, Wish

if TYPE_CHECKING:
    from portal.cities.models import City

TICKED = ("thema", "fuer", "sprache", "zugang", "stadt")  # what the filters beside the list tick


def club_listing(request: HttpRequest, city: City, path: str) -> dict[str, Any]:
    """Context of `directory/club_index_page.html`. Queries: four of the search, one for the cities of a page's clubs."""
    wish = Wish.of(request.GET, city)
    found = finding.search(wish, city)
    wish = found.wish
    page: Any = Paginator(found.rows, finding.PER_PAGE).get_page(wish.page)
    rows = club_rows(found, list(page.object_list), city)
    for number, row in enumerate(rows, page.start_index()):
        row["number"] = number
    placed = [row for row in rows if row["latitude"] is not None]
    return {
        "wish": wish,
        "found": page,
        "clubs": rows,
        "first": page.start_index(),
        "total": len(found.rows),
        "count_words": ngettext("%(n)s Verein", "%(n)s Vereine", len(found.rows)) % {"n": len(found.rows)},
        "facets": facets(found, city),
        "active": wish.ticked,
        "here": [f"{n:.3f}" for n in wish.here] if wish.here else [],
        "keep_ticked": hidden(wish, "q", "ort", "lat", "lon", "umkreis", "gebiet", "sort"),
        "carried": hidden(wish, *TICKED),
        "facets_reset": f"{path}?{urlencode(wish.pairs(*TICKED))}".rstrip("?"),
        "sorts": [
            {"value": key, "label": label, "current": key == wish.sort}
            for key, label in SORTS.items()
            if key != "nah" or wish.is_near
        ],
        "radii": [{"value": r, "label": _("bis %(km)s km") % {"km": r}, "current": r == wish.radius} for r in RADII],
        "unknown_place": wish.place if wish.place and wish.spot is None else "",
        "spot_name": wish.spot.name if wish.spot else "",
        "points_url": f"{reverse('directory:points')}?{wish.query}".rstrip("?"),
        "card_url": reverse("directory:card", args=[quote(wish.query, safe="") or "-", 0]),
        "drawing": backdrop.draw(
            [(row["latitude"], row["longitude"]) for row in placed], [str(row["number"]) for row in placed]
        ),
        "placed_count": len(placed),
        "reset_url": path,
        **map_context(request, city, wish),
    }


def map_context(request: HttpRequest, city: City, wish: Wish) -> dict[str, Any]:
    """What the map script is told: whose tiles it may load, and where to look first (south, west, north, east)."""
    tiles = getattr(settings, "MAP_TILE_URL", "")
    if tiles.startswith("https://"):
        allow(request, "img-src", "/".join(tiles.split("/")[:3]))
    return {"tiles": tiles, "map_box": f"{city.south:.5f},{city.west:.5f},{city.north:.5f},{city.east:.5f}"}


def club_rows(found: Found, rows: list[finding.Row], city: City) -> list[dict[str, Any]]:
    """One dict per club of a page, for `directory/parts/row.html`."""
    clubs = {club.pk: club for club in finding.in_full(found, rows)}
    with scopes_disabled():
        pairs = ClubCity.objects.filter(club__in=list(clubs), is_hidden=False).values_list("club_id", "city_id")
        portals: dict[int, set[int]] = {}
        for club_id, city_id in pairs:
            portals.setdefault(club_id, set()).add(city_id)
    now = timezone.now()
    made = []
    for row in rows:
        club = clubs.get(row[finding.PK])
        if club is None:
            continue
        here = city.is_alliance or city.pk in portals.get(club.pk, ())
        away = found.distance(row)
        home = found.cities[club.city_id]
        made.append(
            {
                "club": club,
                "url": link(club, city, here),
                "name": club.name,
                "text": excerpt(club.purpose, 200),
                "logo": logo_of(club, 64),
                "doubtful": is_doubtful(club, now),
                "place": ", ".join(dict.fromkeys(part for part in (club.place, club.town) if part)),
                "city_name": home.name if home.pk != city.pk else "",
                "distance": distance_words(away),
                "interests": [tag.name for tag in found.interests_of(club.pk)],
                "latitude": club.latitude,
                "longitude": club.longitude,
            }
        )
    return made


def distance_words(km: float | None) -> str:
    """„800 m“, „3,4 km“, „12 km“."""
    if km is None:
        return ""
    if km < 0.95:
        return _("%(n)s m") % {"n": max(50, round(km * 20) * 50)}
    return _("%(n)s km") % {"n": number_format(round(km, 1), 1) if km < 10 else f"{km:.0f}"}


def hidden(wish: Wish, *without: str) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in wish.pairs(*without)]


def facets(found: Found, city: City) -> list[dict[str, Any]]:
    wish, counts = found.wish, found.counts
    groups = [
        _group(_("Thema"), "thema", [(t.slug, t.name, counts["thema"][t.slug]) for t in found.names], wish.interests),
        _group(_("Angebote für"), "fuer", [(c, w, counts["fuer"][c]) for c, w in AUDIENCES], wish.audiences),
        _group(_("Sprache"), "sprache", [(c, w, counts["sprache"][c]) for c, w in LANGUAGES], wish.languages),
        _group(_("Barrierefreiheit"), "zugang", [(c, w, counts["zugang"][c]) for c, w in ACCESS], wish.access),
    ]
    if wish.scope == "region":
        names = [(c.slug, c.name, counts["stadt"][c.pk]) for c in found.cities.values() if not c.is_alliance]
        groups.append(_group(_("Stadt"), "stadt", sorted(names, key=lambda n: n[1]), wish.cities))
    return [group for group in groups if group["options"]]


def _group(title: str, name: str, choices: list[tuple[str, Any, int]], ticked: tuple[str, ...]) -> dict[str, Any]:
    options = [
        {"value": value, "label": label, "count": count, "checked": value in ticked}
        for value, label, count in choices
        if count or value in ticked
    ]
    return {"title": title, "name": name, "type": "checkbox", "options": options}


def card(found: Found, number: int, city: City) -> dict[str, str] | None:
    """What the map says about one club: the number is its place in the list."""
    rows = found.rows[number - 1 : number] if number > 0 else []
    made = club_rows(found, rows, city)
    if not made:
        return None
    row = made[0]
    meta = [str(number), row["city_name"] or row["place"], row["distance"]]
    return {
        "title": row["name"],
        "url": row["url"],
        "meta": " · ".join(part for part in meta if part),
        "text": excerpt(row["text"], 140),
    }


def block_rows(city: City, count: int, interest: str = "") -> list[dict[str, Any]]:
    """The clubs of a block on a content page: those confirmed last come first."""
    with scopes_disabled():
        rows = Club.shown_in(city)
        if interest:
            rows = rows.filter(interest_items__tag__slug=interest)
        chosen = list(rows.order_by("-confirmed_at", "pk").values_list(*finding.COLUMNS)[:count])
        cities = {row_city.pk: row_city for row_city in _cities()}
    found = Found(Wish(), chosen, {}, {}, [], cities)
    return club_rows(found, chosen, city)


def _cities() -> list[City]:
    from portal.cities import hosts

    return [host.city for host in hosts.every()]
