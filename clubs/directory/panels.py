"""What other apps show on the page of a club.

Contract: an installed app may bring `club_panels.py` with `PANELS`, a list of functions
`(club, city, now) -> {"title", "template", "context"} | None`. `city` is the portal that shows the page. Panels stand in
the order of INSTALLED_APPS; the template gets `context` and nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from importlib import import_module, util
from typing import TYPE_CHECKING, Any

from django.apps import apps

if TYPE_CHECKING:
    from portal.cities.models import City

    from .models import Club

Panel = Callable[["Club", "City", dt.datetime], "dict[str, Any] | None"]


@cache
def panels() -> tuple[Panel, ...]:
    found: list[Panel] = []
    for config in apps.get_app_configs():
        name = f"{config.name}.club_panels"
        if config.name.startswith("clubs.") and util.find_spec(name) is not None:
            found += import_module(name).PANELS
    return tuple(found)


def panels_of(club: Club, city: City, now: dt.datetime) -> list[dict[str, Any]]:
    return [shown for panel in panels() if (shown := panel(club, city, now)) is not None]
