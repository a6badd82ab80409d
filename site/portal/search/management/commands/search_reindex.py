"""`portal search_reindex [city …]`: build the search index anew, for all portals or for some."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.cities.models import City
from portal.search.actions import reindex


class Command(BaseCommand):
    help = "Build the search index anew"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("city", nargs="*", help="slugs; without any: all portals")

    def handle(self, *args: Any, **options: Any) -> None:
        cities = City.objects.filter(site__isnull=False).select_related("site__root_page")
        if options["city"]:
            cities = cities.filter(slug__in=options["city"])
            missing = set(options["city"]) - {c.slug for c in cities}
            if missing:
                raise CommandError(f"no such portal: {', '.join(sorted(missing))}")
        for city in cities:
            self.stdout.write(f"{city.slug}: {reindex(city)} entries")
