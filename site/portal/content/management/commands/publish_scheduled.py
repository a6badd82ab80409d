"""Wagtail's command for all cities at once: revisions point at city-owned offices, which are read in a scope only."""

from __future__ import annotations

from typing import Any

from django_scopes import scopes_disabled
from wagtail.management.commands.publish_scheduled import Command as Stock


class Command(Stock):
    def handle(self, *args: Any, **options: Any) -> None:
        with scopes_disabled():
            super().handle(*args, **options)
