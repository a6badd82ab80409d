"""`portal build_messages`: compile translations without gettext; does nothing where all are up to date."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from portal.operations import messages


class Command(BaseCommand):
    help = "Compile the translations (.po → .mo)"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for source in messages.build():
            if options["verbosity"]:
                self.stdout.write(f"compiled {source.name} ({source.parts[-3]})")
