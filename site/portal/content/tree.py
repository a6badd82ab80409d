"""From a page to its city and its address, without a query: the host table knows every root page."""

from __future__ import annotations

from wagtail.models import Page

from portal.cities import hosts
from portal.cities.models import City

ROOT_STEPS = 8  # characters of the tree path that name a portal's home: root "0001" plus one step


def city_of(page: Page) -> City | None:
    """The city whose tree holds the page; None for Wagtail's own root."""
    return city_of_path(page.path)


def city_of_path(tree_path: str) -> City | None:
    for host in hosts.every():
        if host.site.root_page.path == tree_path[:ROOT_STEPS]:
            return host.city
    return None


def path_of(page: Page, city: City | None = None) -> str:
    """Path on the page's own host: "/", "/aktuelles/". "" for a page outside every portal."""
    city = city or city_of(page)
    if city is None:
        return ""
    root = city.site.root_page
    if not page.path.startswith(root.path):
        return ""
    # The home's own slug is the first part of every url_path of its tree
    return "/" + page.url_path.lstrip("/").partition("/")[2]


def address_of(page: Page, city: City | None = None) -> str:
    """Public address with host: what canonical links, feeds and calendars carry."""
    city = city or city_of(page)
    return hosts.absolute(city.site.hostname, path_of(page, city)) if city else ""
