"""Registration only: what the admin shows, and the hooks that narrow it to one's own cities."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.models import Page

from . import homes, menus, ownership, panels, review, urls
from .adminapi import OwnDocuments, OwnImages
from .pages import own_page_viewset


@hooks.register("register_admin_urls")
def own_urls() -> list[URLPattern | URLResolver]:
    return [path("portal/", include((urls.urlpatterns, "editorial")))]


@hooks.register("register_admin_viewset")
def page_viewset() -> object:
    return own_page_viewset


@hooks.register("construct_page_chooser_queryset")
def only_own_pages(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    return pages & ownership.own_pages(request.user)  # type: ignore[arg-type]


@hooks.register("construct_explorer_page_queryset")
def only_own_branches(parent: Page, pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    return pages & ownership.own_pages(request.user)  # type: ignore[arg-type]


@hooks.register("construct_admin_api", order=1000)
def only_own_media(router: Any) -> None:
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)


@hooks.register("construct_main_menu")
def main_menu(request: HttpRequest, items: list[Any]) -> None:
    menus.keep_open_ones(request, items)


@hooks.register("construct_settings_menu")
def settings_menu(request: HttpRequest, items: list[Any]) -> None:
    menus.keep_open_ones(request, items)


for _hook in ("before_delete_page", "before_unpublish_page", "before_move_page"):
    hooks.register(_hook, homes.keep_home)
hooks.register("before_bulk_action", homes.keep_homes)
hooks.register("before_publish_page", review.stop_direct_publishing)
hooks.register("before_bulk_action", review.stop_bulk_publishing)
hooks.register("before_copy_page", review.stop_published_copies)
hooks.register("construct_page_action_menu", review.hide_publish)


for _item in menus.ITEMS:
    hooks.register("register_admin_menu_item", lambda item=_item: item)


@hooks.register("construct_homepage_panels")
def dashboard(request: HttpRequest, found: list[Any]) -> None:
    found[:] = panels.for_request(request, found)


@hooks.register("construct_homepage_summary_items")
def no_counts(request: HttpRequest, items: list[Any]) -> None:
    items.clear()  # our own panels count, city by city


@hooks.register("insert_global_admin_css")
def looks() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("editorial/admin.css"))
