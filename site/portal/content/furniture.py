"""What stands around a page: way back, topics, office in charge, picture, metadata, neighbours.

Remembered per page under the city's version, so a warm content page asks the database for nothing but itself.
Previews and drafts are built fresh.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope
from wagtail.models import Page

from portal.cities import hosts
from portal.cities.context import remember
from portal.cities.models import City
from portal.offices import opening
from portal.offices.directory import office_card

from . import jsonld, pictures
from .tree import city_of, path_of

if TYPE_CHECKING:
    from .models import PortalPage

NEIGHBOURED = ("ContentPage", "SectionPage")  # page types that show "previous" and "next" of their chapter


def shown_city(request: HttpRequest, page: Page) -> City:
    """Whose portal the page belongs to; on the admin host (preview) that is not the request's city."""
    city = city_of(page) if page.path else None
    city = city or getattr(request, "city", None)
    if city is None:
        raise RuntimeError("a page outside every portal cannot be shown")
    request.shown_city = city
    return city


def furniture_of(request: HttpRequest, page: PortalPage) -> dict[str, Any]:
    city = shown_city(request, page)
    if getattr(request, "is_preview", False) or not page.pk or not page.live:
        with scope(city=[city]):
            known = build(city, page)
    else:
        known = remember(city, f"page:{page.pk}:{page.live_revision_id or 0}", lambda: build(city, page))
    result = {**known, "home_city": city}
    if known["office"]:
        at = timezone.now()
        result["contact"] = known["office"].now(at)
        truth(request, opening.seconds_of_truth([known["office"].table], at))
    return result


def truth(request: HttpRequest, seconds: int) -> None:
    """Note for how long the page's words ("jetzt geöffnet", "heute") hold; the shortest wins.

    `PortalPage.serve` hands it to the page cache as `response.true_for`.
    """
    request.true_for = min(seconds, getattr(request, "true_for", seconds))


def build(city: City, page: PortalPage) -> dict[str, Any]:
    """Plain data only: it is pickled. Queries: ancestors, topics, renditions, office, neighbours."""
    path = path_of(page, city)
    address = hosts.absolute(city.site.hostname, path)
    crumbs = _crumbs(city, page)
    topics = [{"title": t.name, "slug": t.slug} for t in page.topics.all()]
    share = pictures.share_picture(page.picture, city)
    previous, following = _neighbours(city, page)
    updated = page.last_published_at or page.latest_revision_created_at
    return {
        "path": path,
        "address": address,
        "crumbs": crumbs if len(crumbs) > 1 else [],
        "page_topics": topics,
        "lead_picture": pictures.picture(page.picture, page.picture_alt, pictures.LEAD),
        "share_picture": share,
        "description": page.search_description or page.summary,
        "office": office_card(city, page.office_id),
        "updated": updated,
        "previous_page": previous,
        "next_page": following,
        "data": jsonld.for_page(city, page, address=address, crumbs=crumbs, picture=share, updated=updated),
    }


def _crumbs(city: City, page: PortalPage) -> list[dict[str, str]]:
    root = city.site.root_page
    if page.pk == root.pk or not page.path:
        return [{"title": page.title, "url": "/"}]
    above = Page.objects.ancestor_of(page).filter(path__startswith=root.path).order_by("path")
    crumbs = [{"title": _("Startseite") if p.pk == root.pk else p.title, "url": path_of(p, city)} for p in above]
    return [*crumbs, {"title": page.title, "url": path_of(page, city)}]


def _neighbours(city: City, page: PortalPage) -> tuple[dict[str, str] | None, dict[str, str] | None]:
    """Previous and next page of the same chapter, in the order of the menu; none at the first level."""
    if type(page).__name__ not in NEIGHBOURED or not page.path or page.depth <= city.site.root_page.depth + 1:
        return None, None
    around = list(
        Page.objects.filter(path__startswith=page.path[: -Page.steplen], depth=page.depth)
        .live()
        .public()
        .order_by("path")
    )
    here = next((n for n, p in enumerate(around) if p.pk == page.pk), None)
    if here is None:
        return None, None
    link = [{"title": p.title, "url": path_of(p, city)} for p in around]
    return (link[here - 1] if here else None), (link[here + 1] if here + 1 < len(link) else None)
