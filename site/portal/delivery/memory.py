"""Built values that know what they rest on: the page cache's little sister, for parts of pages.

`kept(key, build)` remembers what `build()` made, together with the names (see `names`) that its SQL touched. The value
is used while their stamps stand, and a page rendered with it inherits the names, so the page is purged with them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils.translation import get_language

from portal.cities.models import City

from .names import Recorder
from .store import Store, store

T = TypeVar("T")


class Ledger:
    """An execute wrapper that notes names, each with its stamp from BEFORE the query that brought it."""

    def __init__(self, recorder: Recorder, pages: Store) -> None:
        self.recorder = recorder
        self.pages = pages
        self.seen: dict[str, int] = {}
        self._read()

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        if not self.recorder.asleep:
            self.recorder.note(sql, params)
            self._read()
        return execute(sql, params, many, context)

    def _read(self) -> None:
        new = [name for name in self.recorder.names if name not in self.seen]
        if new:
            self.seen.update(zip(new, self.pages.stamps(new), strict=True))

    def inherit(self, names: Sequence[str], stamps: Sequence[int]) -> None:
        self.recorder.names.update(names)
        for name, stamp in zip(names, stamps, strict=True):
            self.seen.setdefault(name, stamp)

    def result(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        names = tuple(sorted(self.recorder.names))
        return names, tuple(self.seen[name] for name in names)


current: ContextVar[Ledger | None] = ContextVar("page ledger", default=None)


def kept(key: str, build: Callable[[], T], seconds: int, city: City | None = None, *, frame: bool = False) -> T:
    """The remembered value of `build()`, at most `seconds` old and never older than what it was built from.

    `city`: whose rows it reads; None for what spans the region. None itself is not remembered. `frame`: menu and
    footer, which every page shows: they rest on the city, not on each page they name. Each language has its own value.
    """
    key = _in_language(key, get_language())
    pages, outer = store(), current.get()
    found = cache.get(key)
    if isinstance(found, tuple) and len(found) == 4 and found[0] == "kept":
        _, names, stamps, value = found
        if pages.stamps(names, fresh=False) == stamps:
            if outer is not None:
                outer.inherit(names, stamps)
            return value
    ledger = Ledger(Recorder(city), pages)
    token = current.set(ledger)
    recorders = [ledger.recorder, *([outer.recorder] if outer is not None else [])]
    before = [recorder.in_frame for recorder in recorders]
    for recorder in recorders:
        recorder.in_frame = frame or (outer is not None and outer.recorder.in_frame)
    try:
        with connection.execute_wrapper(ledger):
            value = build()
    finally:
        current.reset(token)
        for recorder, was in zip(recorders, before, strict=True):
            recorder.in_frame = was
    names, stamps = ledger.result()
    if outer is not None:
        outer.inherit(names, stamps)
    if value is not None:
        cache.set(key, ("kept", names, stamps, value), seconds)
    return value


def forget(key: str) -> None:
    """Drop what `kept` remembers under `key`, in every language."""
    cache.delete_many([_in_language(key, code) for code, _ in settings.LANGUAGES])


def _in_language(key: str, code: str | None) -> str:
    return f"{key}:{code}"
