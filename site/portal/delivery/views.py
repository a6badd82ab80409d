"""Fast routing: a page by its address in two queries, however deep it lies.

Wagtail walks the tree from the site's root, two queries per level, and asks for view restrictions each time. Here the
site comes from the host table, the page from its `url_path`, restrictions from memory. What is not an ordinary page
(a page with routes of its own, an alias, a private page, an unknown address) goes Wagtail's own way.

`request._wagtail_site` and `request._wagtail_route_for_request` are names Wagtail reads: pinned by
tests/delivery/test_routing.py.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from wagtail import hooks
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve
from wagtail.views import serve_chain
from wagtail.wagtail_hooks import check_view_restrictions

from .restrictions import is_private


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    recorder = getattr(request, "page_recorder", None)
    with recorder.paused() if recorder is not None else nullcontext():
        page = find(request, path)
    if page is None:
        return wagtail_serve(request, path)
    request._wagtail_route_for_request = RouteResult(page, [], {})  # type: ignore[attr-defined]

    chain: Callable[..., HttpResponseBase] = serve_chain
    for hook in reversed(hooks.get_hooks("on_serve_page")):
        if hook is not check_view_restrictions:  # `find` leaves private pages to Wagtail
            chain = hook(chain)
    for hook in hooks.get_hooks("before_serve_page"):
        result = hook(page, request, [], {})
        if isinstance(result, HttpResponse):
            return result
    return chain(page, request, [], {})


def find(request: HttpRequest, path: str) -> Any:
    """The specific live page at an address of this host, or None where Wagtail should decide."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    root = site.root_page
    url_path = root.url_path + path
    if len(url_path) > 2000:
        return None
    found = Page.objects.filter(live=True, url_path=url_path, path__startswith=root.path).first()
    if found is None or found.alias_of_id is not None or is_private(found.path):
        return None
    page = found.specific
    return None if hasattr(page, "resolve_subpage") else page
