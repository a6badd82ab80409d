"""Pages behind a password: Wagtail shows the form for any restriction with any page, of whatever city, even a draft."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page
from wagtail.views import authenticate_with_password


def page_password(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    """Only for a live page of this host's city that stands behind exactly this restriction; else 404."""
    city = request.city  # type: ignore[attr-defined]
    root = city.site.root_page if city is not None else None
    page = Page.objects.descendant_of(root, inclusive=True).live().filter(pk=page_id).first() if root else None
    if page is None or not page.get_view_restrictions().filter(pk=page_view_restriction_id).exists():
        raise Http404
    response: HttpResponse = authenticate_with_password(request, page_view_restriction_id, page_id)
    return response
