"""What our own admin screens share: the city in question and the frame around the screen."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.cities.models import City
from portal.cities.permissions import cities_with_right


def the_city(request: HttpRequest, right: str, slug: str = "") -> City:
    """The city of the address, or the person's first one; 404 where the right is missing."""
    cities = cities_with_right(request.user, right).select_related("site__root_page", "collection")  # type: ignore[arg-type]
    city = cities.filter(slug=slug).first() if slug else own_first(request, cities)
    if city is None:
        raise Http404
    return city


def own_first(request: HttpRequest, cities: Any) -> City | None:
    """A city in which the person holds a role before one that is merely visible."""
    return cities.filter(role_groups__group__user=request.user).distinct().first() or cities.first()


def screen(
    request: HttpRequest, template: str, title: str, *, icon: str, right: str = "", city: City | None = None,
    view: str = "", status: int = 200, **context: Any,
) -> HttpResponse:  # fmt: skip
    """Render inside Wagtail's frame; with several cities a switch leads to the same screen of another one."""
    switch = []
    if right and city is not None:
        cities = cities_with_right(request.user, right)  # type: ignore[arg-type]
        switch = [
            {"name": c.name, "url": reverse(f"editorial:{view}", args=[c.slug]), "current": c.pk == city.pk}
            for c in cities
        ]
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Übersicht")}, {"url": "", "label": title}]
    return render(
        request,
        template,
        {
            "page_title": title,
            "header_title": title,
            "page_subtitle": city.portal_name if city else "",
            "header_icon": icon,
            "breadcrumbs_items": crumbs,
            "the_city": city,
            "switch": switch if len(switch) > 1 else [],
            **context,
        },
        status=status,
    )
