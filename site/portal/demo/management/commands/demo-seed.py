from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.demo.seed import seed


class Command(BaseCommand):
    help = (
        "Legt die Demo an: fehlende Portale, Konten, Seiten. Ändert nichts, was Menschen geändert oder gelöscht haben."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", help="nur diese Städte (dazu immer die Allianz)")

    def handle(self, *args: Any, **options: Any) -> None:
        seed(only=set(options["slugs"]) or None, say=self.stdout.write)
