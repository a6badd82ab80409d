"""How an app makes its things findable.

Contract: an installed app may have a module `search.py` with `SOURCES`, a list of `Source`. A source names its kinds
(they become a filter) and gives all public documents of a city, for `portal search_reindex`. Between rebuilds the
app's own actions call

    portal.search.actions.put(city, "clubs", document)        # new or changed
    portal.search.actions.remove(city, "clubs", document_key)  # withdrawn

inside their transaction, so a search never shows what was rolled back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module, util
from typing import Any

from django.apps import apps

from portal.cities.models import City


@dataclass(frozen=True)
class Kind:
    """`icon`: a name of themes/static/themes/icons.svg."""

    key: str
    label: Any
    icon: str = "file"


@dataclass(frozen=True)
class Document:
    """`url`: path on the city's host. `text`: plain. `topics`: (slug, title). `key`: stable, unique in its source."""

    key: str
    kind: str
    url: str
    title: str
    summary: str = ""
    text: str = ""
    topics: tuple[tuple[str, str], ...] = ()
    date: dt.date | None = None
    page_id: int | None = None


@dataclass(frozen=True)
class Source:
    key: str
    kinds: tuple[Kind, ...]
    documents: Callable[[City], Iterable[Document]] = field(repr=False)


@cache
def sources() -> dict[str, Source]:
    from . import pages

    found = {pages.SOURCE.key: pages.SOURCE}
    for config in apps.get_app_configs():
        name = f"{config.name}.search"
        if config.name.startswith(("wagtail", "django", "allauth", "portal.search")) or util.find_spec(name) is None:
            continue
        for source in getattr(import_module(name), "SOURCES", ()):
            found[source.key] = source
    return found


@cache
def kinds() -> dict[str, Kind]:
    return {kind.key: kind for source in sources().values() for kind in source.kinds}
