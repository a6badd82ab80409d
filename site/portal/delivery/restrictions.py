"""Which branches of the tree are private: known by heart, so that public pages need no query to learn they are public."""

from __future__ import annotations

import threading
import time

from wagtail.models import PageViewRestriction

from .store import store

NAME = "restrictions"  # a stamp of its own: every worker reads again at once
KEPT = 60.0

_lock = threading.Lock()
_paths: tuple[str, ...] = ()
_stamp: int | None = None
_read_at = 0.0


def private_paths() -> tuple[str, ...]:
    """Tree paths under which a visitor needs a password, a sign-in or a group."""
    global _paths, _stamp, _read_at
    stamp = store().stamps([NAME])[0]
    if stamp != _stamp or time.monotonic() - _read_at > KEPT:
        with _lock:
            _paths = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
            _stamp, _read_at = stamp, time.monotonic()
    return _paths


def is_private(tree_path: str) -> bool:
    return any(tree_path.startswith(path) for path in private_paths())


def forget_restrictions() -> None:
    from .purge import renew

    renew(NAME)
