"""The published page decides whether it has a thread."""

from __future__ import annotations

from typing import Any

from django_scopes import scopes_disabled
from wagtail.models import Page

from portal.cities.models import City

from . import actions
from .blocks import NAME
from .models import Thread


def city_of(page: Page) -> City | None:
    """The city whose tree the page stands in."""
    for city in City.objects.select_related("site__root_page").filter(site__isnull=False):
        if page.path.startswith(city.site.root_page.path):
            return city
    return None


def follow_block(sender: type[Page], *, instance: Page, **kwargs: Any) -> None:
    """On publish: open (or switch on again) the thread of a page with the block, switch off one without."""
    body = getattr(instance, "body", None)
    wanted = any(child.block_type == NAME for child in body or ())
    revision = kwargs.get("revision")
    actor = revision.user if revision is not None else None
    with scopes_disabled():
        thread = Thread.objects.filter(page_id=instance.pk).select_related("city").first()
        if wanted and (thread is None or not thread.switched_on):
            city = thread.city if thread else city_of(instance)
            if city is not None:
                actions.ensure_thread(city, instance.page_ptr, actor=actor)
        elif not wanted and thread is not None and thread.switched_on:
            actions.switch_off(thread.city, thread, actor=actor)
