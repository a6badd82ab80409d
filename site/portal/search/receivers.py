"""When pages appear, change, move, go private or vanish, their entries follow in the same transaction."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from django_scopes import scopes_disabled
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from . import actions
from .models import SearchEntry
from .pages import host_of


def published(sender: type[Page], instance: Page, **_: Any) -> None:
    with scopes_disabled():
        actions.refresh_page(instance)


def unpublished(sender: type[Page], instance: Page, **_: Any) -> None:
    """Removed, not refreshed: a page that is being deleted is unpublished first and still looks live in the database."""
    host = host_of(instance)
    if host is not None:
        actions.remove(host.city, "pages", str(instance.pk))


def moved(sender: type[Page], instance: Page, **_: Any) -> None:
    with scopes_disabled():
        actions.refresh_branch(Page.objects.get(pk=instance.pk))


def deleted(sender: type[Page], instance: Page, **_: Any) -> None:
    if not isinstance(instance, Page):
        return
    with scopes_disabled():
        for entry in SearchEntry.objects.filter(page_id=instance.pk):
            actions.forget(entry)


def restricted(sender: type[PageViewRestriction], instance: PageViewRestriction, raw: bool = False, **_: Any) -> None:
    if not raw:
        with scopes_disabled():
            actions.refresh_branch(instance.page)


def connect() -> None:
    page_published.connect(published, dispatch_uid="search.published")
    page_unpublished.connect(unpublished, dispatch_uid="search.unpublished")
    page_slug_changed.connect(moved, dispatch_uid="search.slug")
    post_page_move.connect(moved, dispatch_uid="search.moved")
    pre_delete.connect(deleted, dispatch_uid="search.deleted")
    for signal in (post_save, post_delete):
        # After delivery's own receiver, which forgets the list of private branches
        signal.connect(restricted, sender=PageViewRestriction, dispatch_uid=f"search.restricted.{id(signal)}")
