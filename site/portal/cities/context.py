"""The page frame: what header and footer need, built once per city and kept until something in it changes.

Everything a page shows that is not the page itself (menu, footer, office hours, teasers) is remembered under the
city's version. One `touch(city)` after a change and all of it is built anew; nothing has to be found and deleted.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_scopes import scope
from wagtail.models import Page

from . import hosts
from .models import City
from .views import theme_css_url

KEPT = 600  # seconds; a change shows at once, this only bounds what nobody announced
T = TypeVar("T")


def version_key(city_id: int) -> str:
    return f"city:{city_id}:version"


def version(city_id: int) -> int:
    """Number that changes with every change of the city's pages, offices or settings."""
    return cache.get(version_key(city_id)) or 0


def touch(city_id: int) -> None:
    """Forget everything remembered for a city: at once, for this transaction's own reads, and again on commit.

    The second is the one that counts: until then another worker builds it again from the old rows.
    """
    cache.set(version_key(city_id), time.time_ns(), None)
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(lambda: cache.set(version_key(city_id), time.time_ns(), None))


def remember(city: City, name: str, build: Callable[[], T], seconds: int = KEPT) -> T:
    """The value under `name` for this version of the city; built inside the city's scope when it is not there."""
    from portal.delivery.memory import kept  # notes what the value rests on, for the page cache

    def in_scope() -> T:
        with scope(city=[city]):
            return build()

    return kept(f"city:{city.pk}:{version(city.pk)}:{name}", in_scope, seconds, city, frame=name.startswith("frame:"))


def forget_frame(city_id: int) -> None:
    touch(city_id)


def build_frame(city: City) -> dict[str, Any]:
    """Menu, footer and addresses of a portal, as base.html expects them."""
    root = city.site.root_page
    legal = _legal_pages(city)
    by_kind = {page["kind"]: page for page in legal}
    english = Page.objects.filter(path__startswith=root.path, depth=root.depth + 1, slug="english").live().first()
    others = [h for h in hosts.every() if not h.city.is_alliance]
    alliance = hosts.alliance()
    alliance_url = hosts.absolute(alliance.site.hostname) if alliance else ""
    return {
        "nav": [
            {"title": p.title, "path": _path(p, root), "url": _path(p, root)}
            for p in Page.objects.child_of(root).live().public().in_menu().exclude(slug="english")
        ],
        "topline": {
            "easy_language_url": by_kind.get("easy", {}).get("url", ""),
            "sign_language_url": by_kind.get("sign", {}).get("url", ""),
            "english_url": _path(english, root) if english else "",
        },
        "alliance_url": alliance_url,
        "search_url": "/suche/",
        "suggest_url": "/suche/vorschlaege/",
        "icon_url": "/zeichen.svg",
        "manifest_url": "/portal.webmanifest",
        "signin_url": "/konto/anmelden/",
        "account_url": "/konto/",
        "footer": _footer(city, by_kind, alliance_url, others),
        "feed_urls": [
            {"title": _("Nachrichten: %s") % city.portal_name, "url": "/feeds/nachrichten.rss", "type": "application/rss+xml"},
            {"title": _("Nachrichten: %s (Atom)") % city.portal_name, "url": "/feeds/nachrichten.atom", "type": "application/atom+xml"},
            {"title": _("Veranstaltungen: %s") % city.portal_name, "url": "/feeds/kalender.ics", "type": "text/calendar"},
        ],
    }  # fmt: skip


def _path(page: Page, root: Page) -> str:
    return "/" + page.url_path[len(root.url_path) :]


def _legal_pages(city: City) -> list[dict[str, str]]:
    from portal.content.models import LegalPage

    root = city.site.root_page
    pages = LegalPage.objects.for_city(city).visible().order_by("path")
    return [{"title": p.title, "url": _path(p, root), "kind": p.kind} for p in pages]


def _footer(
    city: City, by_kind: dict[str, dict[str, str]], alliance_url: str, others: list[hosts.Host]
) -> dict[str, Any]:
    from portal.content.models import ContentPage, DirectoryPage, SectionPage
    from portal.offices import opening
    from portal.offices.directory import offices_of

    main = next((o for o in offices_of(city) if o.is_main), None)
    root = city.site.root_page
    lines = [city.street, f"{city.postcode} {city.name}".strip()] if city.street else []
    if main:
        lines = [main.name, main.street, f"{main.postcode} {main.place}".strip()]
        lines += [f"{row.days} {row.times}" for row in opening.week_table(main.table.slots)][:4]
    directory = DirectoryPage.objects.for_city(city).visible().first()
    used = [
        {"title": p.title, "url": _path(p, root)}
        for model in (SectionPage, ContentPage)
        for p in model.objects.for_city(city)
        .visible()
        .filter(depth=root.depth + 1, show_in_menus=True)
        .order_by("path")[:4]
    ][:4]
    if directory:
        used.insert(0, {"title": directory.title, "url": _path(directory, root)})
    for_all = [by_kind[kind] for kind in ("easy", "sign", "barrier", "accessibility") if kind in by_kind]
    together = [{"title": _("Aus der Region"), "url": "/aus-der-region/", "own": True}]
    if city.is_alliance:
        columns = [
            {
                "title": _("Die Städte"),
                "links": [{"title": h.city.name, "url": hosts.absolute(h.site.hostname)} for h in others],
            }
        ]
    else:
        together.insert(0, {"title": "re@di – regional.digital", "url": alliance_url})
        columns = [{"title": _("Häufig gebraucht"), "links": used}]
    columns += [{"title": _("Für alle"), "links": for_all}, {"title": _("Offen und gemeinsam"), "links": together}]
    return {
        "contact_lines": [line for line in lines if line],
        "phone": (main.phone if main else "") or city.phone,
        "email": (main.email if main else "") or city.email,
        "contact_url": "",
        "columns": [column for column in columns if column["links"]],
        "legal": [by_kind[kind] for kind in ("imprint", "privacy", "accessibility", "rules") if kind in by_kind],
    }


def frame_for(city: City) -> dict[str, Any]:
    return remember(city, "frame:all", lambda: build_frame(city))


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `city` and `frame`. A page may set `request.shown_city` (previews on the admin host)."""
    city = getattr(request, "shown_city", None) or getattr(request, "city", None)
    if city is None:
        return {"city": None, "frame": None}
    # The style sheet's address changes with any city's colours, so it is not part of what one city remembers.
    return {"city": city, "frame": {**frame_for(city), "theme_css_url": theme_css_url()}}
