"""Where finished pages wait, and the stamps that say whether one is still true.

A stored page names the stamps it rests on (its city, its path, the lists and tables it read), each with the value that
was read BEFORE the page was rendered. It may be served while every one of them still has that value. So purging is
writing a new value, and a page that was rendered from old data but stored after a purge is born invalid: no race.

Two stores. `WorkerStore` (no Redis): pages in the memory of each worker, stamps in one small memory-mapped file that
all processes of the machine share, so a purge by any worker, command or task is seen by all at once and a look-up
costs no system call. `CacheStore` (Redis, or any Django cache): both in the cache, pages also kept per worker;
stamps are read at most every `MEMO` seconds, so several machines see a purge within that time.
"""

from __future__ import annotations

import mmap
import os
import secrets
import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.core.cache import BaseCache, caches
from django.core.cache.backends.locmem import LocMemCache

SLOTS = 1 << 16  # stamps in the shared file (512 KB); two names in one slot only mean one purge too many
MEMO = 0.3  # seconds a worker trusts the stamps it read from Redis
MAX_BYTES = 64 * 1024 * 1024  # of pages, per worker
MAX_PAGE = 1024 * 1024

Stamps = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished answer. `bodies` by encoding ("" is plain); `headers` without length and encoding."""

    names: tuple[str, ...]
    stamps: Stamps
    expires: float  # Unix time
    etag: str
    headers: tuple[tuple[str, str], ...]
    bodies: dict[str, bytes]

    @property
    def size(self) -> int:
        return 512 + sum(len(body) for body in self.bodies.values())


class Store(Protocol):
    def stamps(self, names: Sequence[str], *, fresh: bool = True) -> Stamps: ...
    def renew(self, names: Sequence[str]) -> None: ...
    def load(self, key: str) -> Entry | None: ...
    def keep(self, key: str, entry: Entry) -> None: ...


class Shelf:
    """Pages in this worker's memory, the least used ones leave first."""

    def __init__(self) -> None:
        self.entries: OrderedDict[str, Entry] = OrderedDict()
        self.bytes = 0
        self.lock = threading.Lock()

    def get(self, key: str) -> Entry | None:
        return self.entries.get(key)

    def put(self, key: str, entry: Entry) -> None:
        with self.lock:
            self._drop(key)
            self.entries[key] = entry
            self.bytes += entry.size
            while self.bytes > MAX_BYTES and self.entries:
                self._drop(next(iter(self.entries)))

    def drop(self, key: str) -> None:
        with self.lock:
            self._drop(key)

    def _drop(self, key: str) -> None:
        old = self.entries.pop(key, None)
        if old is not None:
            self.bytes -= old.size

    def clear(self) -> None:
        with self.lock:
            self.entries.clear()
            self.bytes = 0


@lru_cache(maxsize=65536)
def _slot(name: str) -> int:
    return zlib.crc32(name.encode()) % SLOTS


class WorkerStore:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / "stamps", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(handle).st_size != SLOTS * 8:
                os.ftruncate(handle, SLOTS * 8)  # zeros are as good a start as any
            self.map = mmap.mmap(handle, SLOTS * 8)
        finally:
            os.close(handle)
        self.values = memoryview(self.map).cast("Q")
        self.shelf = Shelf()

    def stamps(self, names: Sequence[str], *, fresh: bool = True) -> Stamps:
        values = self.values
        return tuple([values[_slot(name)] for name in names])

    def renew(self, names: Sequence[str]) -> None:
        for name in names:
            self.values[_slot(name)] = secrets.randbits(64)

    def load(self, key: str) -> Entry | None:
        return self.shelf.get(key)

    def keep(self, key: str, entry: Entry) -> None:
        self.shelf.put(key, entry)

    def clear(self) -> None:
        self.renew(["*"])
        self.shelf.clear()


class CacheStore:
    def __init__(self, cache: BaseCache, shelf: Shelf | None = None) -> None:
        self.cache = cache
        self.shelf = shelf
        self.memo: dict[str, tuple[float, int]] = {}

    def stamps(self, names: Sequence[str], *, fresh: bool = True) -> Stamps:
        now = time.monotonic()
        if not fresh and self.shelf is not None:
            known = [self.memo.get(name) for name in names]
            if all(k is not None and now - k[0] < MEMO for k in known):
                return tuple(k[1] for k in known if k is not None)
        found = self.cache.get_many([f"stamp:{name}" for name in names])
        values = []
        for name in names:
            value = found.get(f"stamp:{name}")
            if value is None:  # never written, or the cache forgot: start anew rather than trust an old page
                self.cache.add(f"stamp:{name}", secrets.randbits(62), None)
                value = self.cache.get(f"stamp:{name}", 0)
            values.append(value)
        if len(self.memo) > 20_000:
            self.memo.clear()
        self.memo.update((name, (now, value)) for name, value in zip(names, values, strict=True))
        return tuple(values)

    def renew(self, names: Sequence[str]) -> None:
        self.cache.set_many({f"stamp:{name}": secrets.randbits(62) for name in names}, None)
        for name in names:
            self.memo.pop(name, None)

    def load(self, key: str) -> Entry | None:
        entry = self.shelf.get(key) if self.shelf is not None else None
        if entry is None:
            entry = self.cache.get(f"page:{key}")
            if entry is not None and self.shelf is not None:
                self.shelf.put(key, entry)
        elif self.stamps(entry.names, fresh=False) != entry.stamps:
            self.shelf.drop(key)  # type: ignore[union-attr]  # another worker may have stored a newer one
            entry = self.cache.get(f"page:{key}")
        return entry

    def keep(self, key: str, entry: Entry) -> None:
        self.cache.set(f"page:{key}", entry, max(1, int(entry.expires - time.time())))
        if self.shelf is not None:
            self.shelf.put(key, entry)


class SharedPages(LocMemCache):
    """CACHES["pages"] without Redis: names the folder of the stamps; `clear()` forgets every page everywhere."""

    def __init__(self, name: str, params: dict) -> None:
        super().__init__(f"pages:{name}", params)
        self.folder = Path(name)

    def clear(self) -> None:
        super().clear()
        _worker_store(self.folder).clear()


_lock = threading.Lock()
_worker_stores: dict[tuple[int, Path], WorkerStore] = {}
_shelves: dict[int, Shelf] = {}


def _worker_store(folder: Path) -> WorkerStore:
    key = (os.getpid(), folder)  # a forked worker maps the file itself
    found = _worker_stores.get(key)
    if found is None:
        with _lock:
            found = _worker_stores.setdefault(key, WorkerStore(folder))
    return found


_local = threading.local()


def store() -> Store:
    """The store of this thread (Django's caches are per thread; the memory behind them is the worker's)."""
    cache = caches["pages"]
    if isinstance(cache, SharedPages):
        return _worker_store(cache.folder)
    known = getattr(_local, "store", None)
    if known is None or known.cache is not cache:
        # In-process caches need no second memory, and tests clear the first one only.
        shelf = None if isinstance(cache, LocMemCache) else _shelves.setdefault(os.getpid(), Shelf())
        known = _local.store = CacheStore(cache, shelf)
    return known
