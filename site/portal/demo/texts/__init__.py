"""The demo's texts as data, one module per portal; `load(slug)` answers a `kinds.Portal`."""

from __future__ import annotations

from importlib import import_module

from portal.demo.kinds import Portal


def load(slug: str) -> Portal:
    """KeyError-free: every slug of facts.CITIES and `redi` has its module (hyphens become underscores)."""
    return import_module(f"{__name__}.{slug.replace('-', '_')}").PORTAL
