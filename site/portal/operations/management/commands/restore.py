"""`portal restore <file> [--force]`: put a backup in place, completely or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.operations.backup import BackupRefused
from portal.operations.restore import restore


class Command(BaseCommand):
    help = "Stellt eine Sicherung wieder her; verweigert, wo schon ein Portal ist (außer mit --force)"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="Ein vorhandenes Portal vollständig ersetzen")
        parser.add_argument("--no-migrate", action="store_true", help="Migrationen danach nicht ausführen")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore(options["file"], force=options["force"])
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Wiederhergestellt: Stand {manifest['made']}, {len(manifest['files'])} Dateien.")
        if not options["no_migrate"]:
            call_command("migrate", interactive=False, verbosity=0)
            self.stdout.write("Migrationen sind auf dem Stand dieser Fassung.")
