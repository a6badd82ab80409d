"""`portal upgrade`: everything after new code was installed; safe to repeat."""

from __future__ import annotations

from typing import Any

from django.core.cache import caches
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django_scopes import scopes_disabled

from portal.cities.actions import grant_roles
from portal.cities.models import City
from portal.delivery.purge import purge_everything
from portal.search.actions import reindex


class Command(BaseCommand):
    help = "Migrationen, Rollen, statische Dateien, Suchverzeichnis; leert die Zwischenspeicher"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--data-only",
            action="store_true",
            help="ohne Übersetzungen und statische Dateien: die bringt das Image mit",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write("Datenbank: auf dem Stand.")
        cities = list(City.objects.filter(site__isnull=False).select_related("site__root_page", "collection"))
        with scopes_disabled():
            for city in cities:
                grant_roles(city)
        self.stdout.write(f"Rollen: {len(cities)} Portale.")
        if not options["data_only"]:
            call_command("build_messages", verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
            self.stdout.write("Statische Dateien: gesammelt.")
        self.stdout.write(f"Suche: {sum(reindex(city) for city in cities)} Einträge.")
        caches["default"].clear()
        purge_everything()
        self.stdout.write("Zwischenspeicher: geleert.")
