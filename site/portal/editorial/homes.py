"""A city's home page stays: without it the portal would answer 404, and the database refuses its deletion anyway."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.cities.models import City


def keep_home(request: HttpRequest, page: Page, *_more: Any) -> HttpResponse | None:
    """Hooks before_delete_page, before_unpublish_page, before_move_page."""
    return _refuse(request) if _any_home([page]) else None


def keep_homes(request: HttpRequest, action: str, objects: list[Any], _view: Any) -> HttpResponse | None:
    """Hook before_bulk_action."""
    taken = action in ("delete", "unpublish", "move")
    return _refuse(request) if taken and _any_home([o for o in objects if isinstance(o, Page)]) else None


def _any_home(pages: list[Page]) -> bool:
    return City.objects.filter(site__root_page__in=[page.pk for page in pages]).exists()


def _refuse(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Die Startseite eines Portals kann nicht gelöscht, verschoben oder abgeschaltet werden."))
    return redirect("wagtailadmin_explore_root")
