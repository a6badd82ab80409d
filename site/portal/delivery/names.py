"""What a page rests on: the names whose stamps decide whether a stored page is still true.

    *                       everything (restore, upgrade)
    city:<id>               the city's frame: menu, footer, looks
    path:<host><path>       one address
    below:<tree path>       a list of pages of that branch (a city's whole tree: home, feeds, sitemap, teasers)
    children:<tree path>    a list of that page's direct children (tiles, "previous" and "next")
    page:<id>               one page named by id (a link, a teaser of one page)
    node:<tree path>        one page named by its place (breadcrumbs)
    pages:any               a list of pages that is bound to no branch
    region                  what cities offer to all
    table:<table>:<id>      rows of a city in any other table; table:<table>:any of all cities

Nobody writes these names by hand: while a page for visitors is rendered, `Recorder` reads them off the SQL, and
`purge` renews them when rows change. So a new block or list is purged correctly without knowing the page cache.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from portal.cities.models import City

_TABLES = re.compile(r'(?:FROM|JOIN) "(\w+)"')
_BY_ID = re.compile(r'(?<!NOT \()"(?:wagtailcore_page"\."id|\w+"\."page_ptr_id)" (?:= %s|IN \()')
_OF_PAGE = re.compile(r'"(?:content_object_id|page_id)" (?:= %s|IN \()')
_BY_PLACE = re.compile(r'(?<!NOT \()"wagtailcore_page"\."path" (?:= %s|IN \()')
_DEPTH = re.compile(r'"wagtailcore_page"\."depth" = %s')
_BETWEEN = re.compile(r'"wagtailcore_page"\."path" BETWEEN %s AND %s')
_REGION = re.compile(r"WHERE .*offered_to_region", re.DOTALL)
_PLACE = re.compile(r"(?:[0-9A-Z]{4})+")

# Never a reason to render anew: what no visitor's page shows, or what the host table covers
SILENT = frozenset(
    {"django_content_type", "wagtailcore_site", "cities_city", "wagtailcore_locale", "wagtailcore_collection"}
)


@cache
def page_tables() -> frozenset[str]:
    """Tables of page types."""
    return frozenset(model._meta.db_table for model in apps.get_models() if issubclass(model, Page))


@cache
def child_tables() -> frozenset[str]:
    """Tables of rows that are published together with their page (tiles, topics)."""
    return frozenset(model._meta.db_table for model in apps.get_models() if is_page_part(model))


@cache
def is_page_part(model: type) -> bool:
    return any(
        isinstance(field, ParentalKey) and issubclass(field.related_model, Page)
        for field in model._meta.get_fields()  # type: ignore[attr-defined]
    )


class Recorder:
    """Collects the names that one request's answer rests on, from the SQL that it ran."""

    def __init__(self, city: City | None, address: str = "") -> None:
        self.city = city
        self.root = city.site.root_page.path if city is not None and city.site is not None else "?"
        self.names: set[str] = {"*"}
        if city is not None:
            self.names.add(f"city:{city.pk}")
        if address:
            self.names.add(f"path:{address}")
        self.in_frame = False  # menu and footer read pages, but rest on "city:<id>": see purge.FRAME_FIELDS
        self.asleep = False

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Routing reads the page itself; its path is a name already."""
        self.asleep = True
        try:
            yield
        finally:
            self.asleep = False

    def note(self, sql: str, params: Any) -> None:
        tables = set(_TABLES.findall(sql)) - SILENT
        if not tables or "wagtailcore_pageviewrestriction" in tables:
            return  # restrictions renew the city themselves
        values = list(params) if isinstance(params, list | tuple) else []
        pages, parts = tables & page_tables(), tables & child_tables()
        if pages and not self.in_frame:
            self.names.update(self._page_names(sql, values))
        elif parts and not self.in_frame:  # tiles or topics of certain pages
            ids = {f"page:{value}" for value in values if isinstance(value, int)}
            self.names.update(ids if _OF_PAGE.search(sql.partition(" WHERE ")[2]) else {"pages:any"})
        others = tables - pages - parts
        if others:
            where = sql.partition(" WHERE ")[2]
            # An alternative or a subselect may let other cities' rows in: then the statement rests on all of them
            own = (
                self.city is not None and '"city_id" ' in where and self.city.pk in values
                and " OR " not in where and "SELECT " not in where
            )  # fmt: skip
            for table in others:
                # "*": rows without a city, which a city's page may show as well
                self.names.update(
                    (f"table:{table}:{self.city.pk}", f"table:{table}:*")
                    if own and self.city
                    else (f"table:{table}:any",)
                )

    def _page_names(self, sql: str, values: list[Any]) -> set[str]:
        if _REGION.search(sql):
            return {"region"}
        where = sql.partition(" WHERE ")[2]
        if " OR " not in where:
            if _BY_PLACE.search(where):
                return {f"node:{value}" for value in values if isinstance(value, str) and _PLACE.fullmatch(value)}
            if _BY_ID.search(where):
                return {f"page:{value}" for value in values if isinstance(value, int)}
            if _BETWEEN.search(where):  # treebeard's get_children()
                ends = [v for v in values if isinstance(v, str) and _PLACE.fullmatch(v)]
                if len(ends) >= 2 and ends[0][:-4] == ends[1][:-4]:
                    return {f"children:{ends[0][:-4]}"}
        branches = [v[:-1] for v in values if isinstance(v, str) and v.endswith("%") and _PLACE.fullmatch(v[:-1])]
        own = [branch for branch in branches if branch.startswith(self.root)]
        if branches and "NOT (" not in where and " OR " not in where:
            return {f"{'children' if _DEPTH.search(where) else 'below'}:{max(branches, key=len)}"}
        return {f"below:{self.root}" if own else "pages:any"}
