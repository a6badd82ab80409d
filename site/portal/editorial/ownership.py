"""Which Wagtail rows belong to whom: pages by their tree, images and documents by their collection.

Wagtail's own answer is "302 with a message" and sometimes "yes"; ours is a set of primary keys that the gate
turns into 404.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupPagePermission, Page

from portal.cities.models import City
from portal.cities.permissions import cities_with_right

if TYPE_CHECKING:
    from portal.accounts.models import User


def page_roots(user: User) -> list[tuple[int, str]]:
    """(id, path) of the pages on which a group of the user holds a page permission; remembered."""
    known = getattr(user, "_page_roots", None)
    if known is None:
        known = list(
            Page.objects.filter(pk__in=GroupPagePermission.objects.filter(group__user=user).values("page")).values_list(
                "pk", "path"
            )
        )
        user._page_roots = known  # type: ignore[attr-defined]
    return known


def _below(paths: Iterable[str], field: str = "path") -> Q:
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{field}__startswith": path})
    return condition


def own_pages(user: User) -> models.QuerySet[Page]:
    if user.is_superuser:
        return Page.objects.all()
    return Page.objects.filter(_below(path for _pk, path in page_roots(user)))


def explorable_pages(user: User) -> models.QuerySet[Page]:
    """Own pages and what lies above them: the tree's root has no content, but it is where two cities meet."""
    return own_pages(user) | Page.objects.filter(depth=1)


def _own_media(model: type[models.Model], user: User) -> models.QuerySet[Any]:
    """Of the cities in which the user edits."""
    rows = model._default_manager.all()
    if user.is_superuser:
        return rows
    paths = Collection.objects.filter(city__in=cities_with_right(user, "edit")).values_list("path", flat=True)
    return rows.filter(_below(paths, "collection__path"))


def own_images(user: User) -> models.QuerySet[Any]:
    return _own_media(get_image_model(), user)


def own_documents(user: User) -> models.QuerySet[Any]:
    return _own_media(get_document_model(), user)


# --- Of a city, whoever asks ----------------------------------------------------------------------


def city_of_page(page: Page) -> City | None:
    """The city whose tree the page stands in (a page not yet saved: ask with its parent)."""
    for city in City.objects.select_related("site__root_page").filter(site__isnull=False):
        if page.path.startswith(city.site.root_page.path):
            return city
    return None


def pages_of_city(city: City) -> models.QuerySet[Page]:
    return Page.objects.filter(path__startswith=city.site.root_page.path)


def media_of_city(model: type[models.Model], city: City) -> models.QuerySet[Any]:
    return model._default_manager.filter(collection__path__startswith=city.collection.path)
