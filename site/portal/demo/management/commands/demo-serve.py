import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from portal.demo import serve


class Command(BaseCommand):
    help = "Macht die Demo bereit und liefert zehn Portale mit einem Server für den Ernstfall aus."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--threads", type=int, default=4)
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--prepare-only", action="store_true", help="bereit machen, nicht ausliefern")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("demo-serve gibt es nur mit config.settings.demo.")
        serve.prepare(self.stdout.write)
        if options["prepare_only"]:
            return
        self.stdout.write(serve.overview())
        self.stdout.flush()
        connections.close_all()
        server = Path(sys.executable).with_name("granian")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
        os.execv(  # noqa: S606  (this process becomes the server: one Ctrl+C ends all)
            server,
            [
                str(server), "--interface", "wsgi", "--host", options["host"], "--port", str(settings.PUBLIC_PORT),
                "--workers", str(options["workers"]), "--blocking-threads", str(options["threads"]),
                "--no-access-log", "--log-level", "warning", "config.wsgi:application",
            ],
        )  # fmt: skip
