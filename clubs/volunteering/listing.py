"""Lists of offers as pages show them: rows, filters with counts, map, the words above. See `finding` for the search."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.blocks import backdrop
from portal.blocks.policy import allow
from portal.content.furniture import truth

from . import cards, finding
from .models import Offer
from .wishes import FIRST, LAST, RADII, SORTS, WHENS, WORDS_MAX, Wish

if TYPE_CHECKING:
    from portal.cities.models import City

# What the filters beside the list tick; the form above the list holds the rest
TICKED = ("thema", "art", "wann", "von", "bis", "frei", "zuhause", "ohne", "kann", "dringend", "zugang", "sprache")
TYPED = ("q", "ort", "umkreis", "gebiet", "alter", "sort")
TRUE_FOR = 300  # seconds: a shift may begin meanwhile


def market_listing(request: HttpRequest, city: City, path: str) -> dict[str, Any]:
    """Context of `volunteering/market_page.html`; the search's queries and none besides."""
    now = timezone.now()
    page = finding.search(Wish.of(request.GET, city), city, now)
    found: finding.Found = page.found  # type: ignore[attr-defined]
    wish = found.wish
    rows = [of_hit(hit, city) for hit in page.object_list]
    for number, row in enumerate(rows, page.start_index()):
        row["number"] = number
    placed = [row for row in rows if row["latitude"] is not None]
    truth(request, TRUE_FOR)
    return {
        "wish": wish,
        "found": page,
        "cards": rows,
        "first": page.start_index(),
        "count_words": _count(wish, found.total),
        "facets": facets(found),
        "chosen": chosen(found, path),
        "active": len({name for name, _value in wish.pairs() if name in TICKED}),
        "keep_ticked": hidden(wish, *TYPED),
        "carried": hidden(wish, *TICKED),
        "facets_reset": f"{path}?{urlencode(wish.pairs(*TICKED))}".rstrip("?"),
        "sorts": [{"value": k, "label": label, "current": k == wish.sort} for k, label in SORTS.items()],
        "radii": [{"value": r, "label": _("bis %(km)s km") % {"km": r}, "current": r == wish.radius} for r in RADII],
        "unknown_place": found.unknown_place,
        "spot_name": wish.spot.name if wish.spot else "",
        "points_url": f"{reverse('finding:points')}?{wish.query}".rstrip("?"),
        "card_url": reverse("finding:card", args=[quote(wish.query, safe="") or "-", 0]),
        "drawing": backdrop.draw(
            [(row["latitude"], row["longitude"]) for row in placed], [str(row["number"]) for row in placed]
        ),
        "placed_count": len(placed),
        "reset_url": path,
        "is_requests": wish.kinds == ("gesuche",),
        "requests_url": f"{path}?art=gesuche",
        **map_context(request, city),
    }


def _count(wish: Wish, total: int) -> str:
    if wish.kinds == ("gesuche",):
        return ngettext("%(n)s Gesuch", "%(n)s Gesuche", total) % {"n": total}
    return ngettext("%(n)s Angebot", "%(n)s Angebote", total) % {"n": total}


def map_context(request: HttpRequest, city: City) -> dict[str, Any]:
    """What the map script is told: whose tiles it may load, and where to look first (south, west, north, east)."""
    tiles = getattr(settings, "MAP_TILE_URL", "")
    if tiles.startswith("https://"):
        allow(request, "img-src", "/".join(tiles.split("/")[:3]))
    return {"tiles": tiles, "map_box": f"{city.south:.5f},{city.west:.5f},{city.north:.5f},{city.east:.5f}"}


def of_hit(hit: finding.Hit, city: City) -> dict[str, Any]:
    made = cards.card(
        hit.offer, city, hit.next_shift, hit.free, hit.places, distance_km=hit.distance_km, interests=hit.interests
    )
    if hit.shifts > 1:
        more = ngettext("und %(n)s weiterer Termin", "und %(n)s weitere Termine", hit.shifts - 1)
        made["when"] = f"{made['when']} {more % {'n': hit.shifts - 1}}"
    return made


def facets(found: finding.Found) -> list[dict[str, Any]]:
    """The search's groups, and between them what has no count or one only."""
    wish, counts = found.wish, found.counts
    groups = finding.facets(found)
    whens = [{"value": "", "label": _("egal"), "checked": not wish.when}]
    whens += [{"value": k, "label": label, "checked": k == wish.when} for k, label in WHENS.items()]
    days = [
        _typed("von", _("Von"), wish.start.isoformat() if wish.start else "", type="date", min=FIRST, max=LAST),
        _typed("bis", _("Bis"), wish.end.isoformat() if wish.end else "", type="date", min=FIRST, max=LAST),
    ]
    skills = _single(_("Vorkenntnisse"), "ohne", _("ohne Vorkenntnisse"), wish.unskilled, counts["ohne"]["1"])
    skills["fields"] = [_typed("kann", _("Das kann ich"), wish.skills, maxlength=WORDS_MAX)]
    extra = [
        {"title": _("Wann?"), "name": "wann", "type": "radio", "options": whens},
        {"title": _("An bestimmten Tagen"), "fields": days},
        _single(_("Plätze"), "frei", _("nur mit freien Plätzen"), wish.free, None),
        _single(_("Dringend"), "dringend", _("nur Dringendes"), wish.urgent, counts["dringend"]["1"]),
        _single(_("Zu Hause"), "zuhause", _("von zu Hause aus"), wish.from_home, counts["zuhause"]["1"]),
        skills,
    ]
    return groups[:1] + extra + groups[1:]


def _single(title: str, name: str, label: str, checked: bool, count: int | None) -> dict[str, Any]:
    option = {"value": "1", "label": label, "count": count, "checked": checked}
    return {"title": title, "name": name, "type": "checkbox", "options": [option]}


def _typed(name: str, label: str, value: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "label": label, "value": value, "type": "text", **more}


def chosen(found: finding.Found, path: str) -> list[dict[str, str]]:
    """Every filter that is set, in words, with the address of the list without it."""
    wish, made = found.wish, []
    for words, pairs in wish.parts(dict(found.names.values())):
        rest = urlencode([pair for pair in wish.pairs() if pair not in pairs])
        made.append({"words": words, "url": f"{path}?{rest}#liste" if rest else f"{path}#liste"})
    return made


def hidden(wish: Wish, *without: str) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in wish.pairs(*without)]


def block_cards(
    city: City, now: dt.datetime, *, count: int, interest: str = "", region: bool = False
) -> list[dict[str, Any]]:
    """Offers of a block on a content page, never requests: urgent ones first, then what begins next."""
    rows = Offer.shown_in(city, now).exclude(kind=Offer.Kind.REQUEST)
    if not region and not city.is_alliance:
        rows = rows.filter(city=city)
    if interest:
        rows = rows.filter(interest_items__tag__slug=interest)
    rows = rows.filter(~Q(kind=Offer.Kind.SHIFTS) | Q(ends_at__isnull=False))
    order = ("-is_urgent", F("ends_at").asc(nulls_last=True), "-pk")
    found = list(rows.select_related("club", "city__site").order_by(*order)[:count])
    return cards.of_offers(found, city, now)
