"""Host → city, answered from memory: one database look-up per worker and minute, none in between."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from wagtail.models import Site

from .models import City

VERSION_KEY = "cities:version"
TTL = 60.0  # seconds until a worker reads the table again even if nobody told it to


@dataclass(frozen=True, slots=True)
class Host:
    city: City
    site: Site


_table: dict[str, Host] = {}
_loaded_at = 0.0
_version: object = None
_checked_at = 0.0


def _load() -> None:
    global _table, _loaded_at, _version
    cities = City.objects.select_related("site__root_page", "collection").filter(site__isnull=False)
    _table = {c.site.hostname: Host(c, c.site) for c in cities}
    _loaded_at = time.monotonic()


def forget() -> None:
    """Call after a change of City or Site: every worker reads the table again within a second."""
    global _loaded_at
    _loaded_at = 0.0
    cache.set(VERSION_KEY, time.time_ns(), None)


def host_for(hostname: str) -> Host | None:
    """The city that owns a host name (no port, lower case); None for strangers."""
    global _version, _checked_at
    now = time.monotonic()
    if now - _checked_at > 1.0:
        _checked_at = now
        version = cache.get(VERSION_KEY)
        if version != _version:
            _version = version
            _load()
    if not _loaded_at or now - _loaded_at > TTL:
        _load()
    return _table.get(hostname)


def every() -> list[Host]:
    """All portals, the alliance's too, as fresh as `host_for` answers."""
    host_for("")
    return list(_table.values())


def city_of(pk: int) -> City:
    """A city with its site, from memory: what is asked for in every request costs no query."""
    found = next((host.city for host in every() if host.city.pk == pk), None)
    return found or City.objects.select_related("site__root_page", "collection").get(pk=pk)


def table() -> dict[str, Host]:
    """All hosts; the object is another one after every reading, so it may serve as a version."""
    if not _loaded_at:
        _load()
    return _table


def alliance() -> Host | None:
    return next((h for h in list(_table.values()) if h.city.is_alliance), None)


def absolute(hostname: str, path: str = "/") -> str:
    """Public address on a host of this installation, with the port of the demo where there is one."""
    port = settings.PUBLIC_PORT
    standard = {"http": 80, "https": 443}[settings.PUBLIC_SCHEME]
    suffix = "" if port == standard or settings.PUBLIC_SCHEME == "https" else f":{port}"
    return f"{settings.PUBLIC_SCHEME}://{hostname}{suffix}{path}"
