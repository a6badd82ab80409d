from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections

from portal.demo import serve


class Command(BaseCommand):
    help = "Löscht Datenbank und Medien der Demo unter var/ und legt sie neu an. Fragt nicht nach."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        serve.require_own_database()
        connections.close_all()
        serve.drop()
        serve.prepare(self.stdout.write)
        self.stdout.write("Die Demo ist wie am ersten Tag.")
