"""A member's own pages in the capabilities („Meine Einsätze“), listed in „Mein Konto“.

Contract: an installed app may have a module `member_pages.py` with `PAGES`, a list of (url name, title). The pages stand
on every portal; the list leads to that of the home city, else to the alliance's.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module, util
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.urls import reverse

from portal.cities import hosts

if TYPE_CHECKING:
    from .models import User


@cache
def registered() -> tuple[tuple[str, Any], ...]:
    found: list[tuple[str, Any]] = []
    for config in apps.get_app_configs():
        name = f"{config.name}.member_pages"
        if config.name.startswith(("wagtail", "django", "allauth", "portal.accounts")) or util.find_spec(name) is None:
            continue
        found += import_module(name).PAGES
    return tuple(found)


def pages_of(user: User) -> list[dict[str, str]]:
    """[{title, url}]; no query beyond the home city."""
    alliance = hosts.alliance()
    city = hosts.city_of(user.home_city_id) if user.home_city_id else alliance and alliance.city
    if not city or city.site is None:
        return []
    return [
        {"title": str(title), "url": hosts.absolute(city.site.hostname, reverse(name))} for name, title in registered()
    ]
