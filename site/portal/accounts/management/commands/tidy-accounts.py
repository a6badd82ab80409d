from typing import Any

from django.core.management.base import BaseCommand
from django_scopes import scopes_disabled

from portal.accounts.actions import UNVERIFIED_DAYS, purge_sessions, purge_unverified
from portal.notifications.actions import purge_expired


class Command(BaseCommand):
    help = "Deletes what has had its time: unconfirmed accounts, old notifications, ended sessions, used tokens. Run daily."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--days", type=int, default=UNVERIFIED_DAYS, help="unconfirmed accounts older than this")

    def handle(self, *args: Any, **options: Any) -> None:
        with scopes_disabled():
            accounts, rows, sessions = purge_unverified(days=options["days"]), purge_expired(), purge_sessions()
        self.stdout.write(f"{accounts} Konten, {rows} Benachrichtigungen, {sessions} Sitzungen gelöscht")
