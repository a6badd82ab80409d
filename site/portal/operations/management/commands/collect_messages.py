"""`portal collect_messages`: bring site/locale in line with the sources, without gettext, and compile it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from portal.operations import messages


class Command(BaseCommand):
    help = "Collect German texts for translation into English (.po), then compile"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        count, missing = messages.update()
        messages.build()
        self.stdout.write(f"{count} messages, {missing} without English")
