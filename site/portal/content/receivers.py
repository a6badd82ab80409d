"""What a change of pages, cities and offices makes out of date. Registered in apps.ready()."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from portal.cities.context import touch
from portal.cities.models import City
from portal.cities.signals import city_added, city_changed

from . import region
from .models import NewsPage
from .signals import region_changed
from .tree import ROOT_STEPS


def _changed(page: Page, *paths: str) -> None:
    """Asks the database, not the host table: while a city is being made, no other request knows it yet."""
    roots = {path[:ROOT_STEPS] for path in (page.path, *paths) if path}
    cities = list(City.objects.filter(site__root_page__path__in=roots))
    if not cities:
        return
    for city in cities:
        touch(city.pk)
    region.touch()
    if isinstance(page.specific_deferred, NewsPage) or paths:
        for city in cities:
            transaction.on_commit(lambda c=city: region_changed.send(sender=NewsPage, city=c))


def page_changed(sender: type[Page], instance: Page, **_: Any) -> None:
    _changed(instance)


def page_moved(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    old, new = kwargs.get("parent_page_before"), kwargs.get("parent_page_after")
    _changed(instance, *(p.path for p in (old, new) if p is not None))


def page_deleted(sender: type[Page], instance: Page, **_: Any) -> None:
    _changed(instance)


def city_saved(sender: type[City], instance: City, **_: Any) -> None:
    touch(instance.pk)
    region.touch()


def city_settings_changed(sender: Any, city: City, **_: Any) -> None:
    touch(city.pk)
    region.touch()


def connect() -> None:
    for signal in (page_published, page_unpublished, page_slug_changed):
        signal.connect(page_changed, dispatch_uid=f"content.{id(signal)}")
    post_page_move.connect(page_moved, dispatch_uid="content.moved")
    post_delete.connect(page_deleted, sender=Page, dispatch_uid="content.deleted")
    post_save.connect(city_saved, sender=City, dispatch_uid="content.city_saved")
    city_changed.connect(city_settings_changed, dispatch_uid="content.city_changed")
    city_added.connect(city_settings_changed, dispatch_uid="content.city_added")
