"""`portal content_daily`: what content needs once a day. Run it from a timer; repeating it changes nothing."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from django_scopes import scopes_disabled

from ...actions import purge_barrier_reports, refresh_events


class Command(BaseCommand):
    help = "Publishes and retires scheduled pages, moves repeating events on, deletes old barrier reports."

    def handle(self, *args: Any, **options: Any) -> None:
        with scopes_disabled():
            call_command("publish_scheduled", verbosity=0)
            self.stdout.write(f"events moved on: {refresh_events(timezone.now())}")
            self.stdout.write(f"barrier reports deleted: {purge_barrier_reports(timezone.localdate())}")
