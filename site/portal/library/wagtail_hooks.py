"""Registration only: a document is served on the host of the city that owns its collection, and nowhere else."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from wagtail import hooks

from .models import PortalDocument


@hooks.register("before_serve_document", order=0)
def own_city_only(document: PortalDocument, request: HttpRequest) -> None:
    """404 elsewhere. On the admin host editors read the documents of the cities they work in."""
    if getattr(request, "is_admin_host", False):
        cities = getattr(request, "staff_cities", [])
    else:
        city = getattr(request, "city", None)
        cities = [city] if city is not None else []
    if not any(document.belongs_to(city.collection) for city in cities):
        raise Http404
