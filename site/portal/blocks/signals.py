"""When kept lists are read again."""

from __future__ import annotations

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_unpublished, post_page_move

from portal.cities.models import City
from portal.offices.signals import offices_changed

from .latest import forget_latest
from .places import forget_offices


def connect() -> None:
    from portal.content.models import EventPage, NewsPage

    for model in (NewsPage, EventPage):
        page_published.connect(forget_latest, sender=model, dispatch_uid=f"blocks.{model.__name__}.published")
        page_unpublished.connect(forget_latest, sender=model, dispatch_uid=f"blocks.{model.__name__}.unpublished")
        post_delete.connect(forget_latest, sender=model, dispatch_uid=f"blocks.{model.__name__}.deleted")
    post_page_move.connect(forget_latest, dispatch_uid="blocks.page.moved")
    post_save.connect(forget_latest, sender=City, dispatch_uid="blocks.city.saved")
    offices_changed.connect(forget_offices, dispatch_uid="blocks.offices.changed")
