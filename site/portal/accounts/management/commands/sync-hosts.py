from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django_scopes import scopes_disabled

from portal.accounts.actions import sync_hosts


class Command(BaseCommand):
    help = (
        "Brings ports of the portals' sites (demo) and their sign-in clients in line with the settings; safe to repeat."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with scopes_disabled():
            hosts = sync_hosts(port=settings.PUBLIC_PORT if settings.DEMO else None)
        self.stdout.write(f"{len(hosts)} Portale: {', '.join(hosts)}")
