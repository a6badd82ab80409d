"""Wagtail's own changes of pages leave a row in our audit trail, too."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, pre_page_move

from portal.audit.actions import record

from .ownership import city_of_page


def _witness(verb: str, page: Page) -> None:
    city = city_of_page(page)
    if city is not None:
        with transaction.atomic():
            record(city, verb, f"wagtailcore.page:{page.pk}", actor=get_active_log_context().user)


def published(sender: Any, instance: Page, **_: Any) -> None:
    _witness("pages.publish", instance)


def unpublished(sender: Any, instance: Page, **_: Any) -> None:
    _witness("pages.unpublish", instance)


def deleted(sender: Any, instance: Any, **_: Any) -> None:
    if isinstance(instance, Page):
        _witness("pages.delete", instance)


def moved(sender: Any, instance: Page, **_: Any) -> None:
    _witness("pages.move", instance)


def connect() -> None:
    from django.db.models.signals import pre_delete

    page_published.connect(published, dispatch_uid="editorial.published")
    page_unpublished.connect(unpublished, dispatch_uid="editorial.unpublished")
    pre_page_move.connect(moved, dispatch_uid="editorial.moved")
    pre_delete.connect(deleted, sender=Page, dispatch_uid="editorial.deleted")
