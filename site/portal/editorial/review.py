"""The four-eyes rule: where a city requires it, nothing goes online past the review workflow."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.action_menu import PublishMenuItem
from wagtail.models import Page

from .ownership import city_of_page


def review_required(page: Page) -> bool:
    city = city_of_page(page)
    return city is not None and city.review_required


def _refuse(request: HttpRequest, page: Page) -> HttpResponse:
    messages.error(
        request,
        _(
            "Hier gilt das Vier-Augen-Prinzip: Bitte reichen Sie die Seite zur Prüfung ein. Ihr Entwurf ist gespeichert."
        ),
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def hand_in_instead(request: HttpRequest, view_name: str, kwargs: dict[str, Any]) -> None:
    """A "publish" on a form becomes "submit for review", before Wagtail adds the page as live."""
    if request.method != "POST" or "action-publish" not in request.POST:
        return
    pk = {"wagtailadmin_pages:add": "parent_page_id", "wagtailadmin_pages:edit": "page_id"}.get(view_name)
    page = Page.objects.filter(pk=kwargs.get(pk)).first() if pk else None
    if page is not None and review_required(page):
        data = request.POST.copy()
        del data["action-publish"]
        data["action-submit"] = "1"
        request.POST = data  # type: ignore[assignment]


def stop_direct_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hook before_publish_page; Wagtail has already stored the draft then."""
    user: Any = request.user
    if user.is_superuser or not review_required(page):
        return None
    return _refuse(request, page)


def stop_bulk_publishing(request: HttpRequest, action: str, objects: list[Any], _view: Any) -> HttpResponse | None:
    user: Any = request.user
    if action != "publish" or user.is_superuser:
        return None
    for page in objects:
        if isinstance(page, Page) and review_required(page):
            return _refuse(request, page)
    return None


def stop_published_copies(request: HttpRequest, page: Page) -> HttpResponse | None:
    user: Any = request.user
    if (
        request.method == "POST"
        and request.POST.get("publish_copies")
        and not user.is_superuser
        and review_required(page)
    ):
        messages.error(request, _("Hier gilt das Vier-Augen-Prinzip: Bitte kopieren Sie die Seite als Entwurf."))
        return redirect("wagtailadmin_pages:copy", page.pk)
    return None


def hide_publish(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Hook construct_page_action_menu."""
    page = context.get("page") or context.get("parent_page")
    user: Any = request.user
    if page is not None and not user.is_superuser and review_required(page):
        items[:] = [item for item in items if not isinstance(item, PublishMenuItem)]
