"""What a discussion is about: a page, or a row of another app (an idea, a paragraph, a module).

Any installed app may bring a `thread_hosts.py` (found by name, like Django's `admin.py`) with a module-level list
`HOSTS` of objects with `kind` (stored, never rename it) and `load(uuids) -> dict[uuid, Host]`. Discussions know none
of the apps by name. A discussion about a row is made with its first comment.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module, util
from typing import TYPE_CHECKING, Protocol

from django.apps import apps
from django_scopes import scopes_disabled

from .models import Thread
from .permissions import YES, Verdict

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

NAMESPACE = uuid.UUID("0f5c0c1e-3f0a-5d0e-9c55-2d1c6f3f7a11")  # makes the thread's key from what it is about


@dataclass(frozen=True)
class Host:
    """`city` owns the thread, `cities` show it. `url`: path on each of their portals. `public`: visitors may read it.

    `may_write` is asked again inside the transaction of each write, under whatever lock it takes itself.
    `stance`: a new contribution says whether it is for or against.
    """

    title: str
    url: str
    city: City
    cities: list[City]
    public: bool
    may_write: Callable[[User], Verdict]
    stance: bool = False


class HostSource(Protocol):
    kind: str

    def load(self, uuids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Host]:
        """Region-wide on purpose: who may see what is decided by `Host.cities`. Missing rows are left out."""


@cache
def sources() -> dict[str, HostSource]:
    found: dict[str, HostSource] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.thread_hosts"
        if config.name.startswith(("wagtail", "django", "allauth")) or util.find_spec(name) is None:
            continue
        for source in import_module(name).HOSTS:
            if source.kind in found:
                raise RuntimeError(f"Kind of discussion {source.kind!r} is used twice")
            found[source.kind] = source
    return found


def key_of(kind: str, item: uuid.UUID) -> uuid.UUID:
    """Key of the thread about a row, also before it exists."""
    return uuid.uuid5(NAMESPACE, f"{kind}:{item}")


def find(kind: str, item: uuid.UUID) -> Host | None:
    source = sources().get(kind)
    return source.load([item]).get(item) if source else None


def new_thread(kind: str, item: uuid.UUID, host: Host | None) -> Thread:
    """The thread about a row as it will be; not stored."""
    city = {"city": host.city} if host else {}
    return Thread(uuid=key_of(kind, item), subject=kind, subject_uuid=item, **city)


def host_of(thread: Thread) -> Host | None:
    """None when what it was about is gone, or its app is not installed."""
    if thread.subject:
        return find(thread.subject, thread.subject_uuid) if thread.subject_uuid else None
    return page_host(thread)


def page_host(thread: Thread) -> Host:
    from .addresses import page_path

    page = thread.page
    return Host(
        title=page.title,
        url=page_path(page),
        city=thread.city,
        cities=[thread.city],
        public=thread.switched_on and page.live,
        may_write=lambda user: YES,
    )


def hosts_of(threads: Iterable[Thread]) -> dict[int, Host]:
    """Host of each thread by its id, one `load` per kind."""
    found: dict[int, Host] = {}
    waiting: dict[str, dict[uuid.UUID, int]] = {}
    for thread in threads:
        if thread.subject:
            if thread.subject_uuid:
                waiting.setdefault(thread.subject, {})[thread.subject_uuid] = thread.pk
        else:
            found[thread.pk] = page_host(thread)
    for kind, items in waiting.items():
        source = sources().get(kind)
        for item, host in (source.load(list(items)) if source else {}).items():
            found[items[item]] = host
    return found


def counts(kind: str, items: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Readable comments about each of these rows; rows without a discussion are left out. One query."""
    with scopes_disabled():
        rows = Thread.objects.filter(subject=kind, subject_uuid__in=list(items))
        return dict(rows.values_list("subject_uuid", "comment_count"))  # type: ignore[arg-type]
