"""`portal backup <file>`: database and media in one file, with checksums."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.operations.backup import BackupRefused, backup


class Command(BaseCommand):
    help = "Sichert Datenbank und Dateien in eine Datei (.tar.gz)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = backup(options["file"])
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        size = options["file"].stat().st_size / 1e6
        self.stdout.write(f"{options['file']}: {len(manifest['files'])} Dateien, {size:.1f} MB, mit Prüfsummen.")
        self.stdout.write("Die Datei enthält personenbezogene Daten: verschlüsselt aufbewahren.")
