"""`portal build_messages`: compile translations without gettext; does nothing where all are up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile the translations (.po → .mo)"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for source in Path(folder).rglob("*.po"):
                target = source.with_suffix(".mo")
                if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                    continue
                with source.open("rb") as po:
                    catalog = read_po(po)
                temporary = target.with_suffix(".tmp")
                with temporary.open("wb") as mo:
                    write_mo(mo, catalog)
                temporary.replace(target)
                self.stdout.write(f"compiled {source.relative_to(folder)}")
