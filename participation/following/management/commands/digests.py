"""`portal digests`: the last rounds of mails, and what could not be handed over."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count
from django.utils import timezone
from django_scopes import scopes_disabled

from ...models import Delivery, DigestRun
from ...tasks import start_work

ROUNDS = 14


class Command(BaseCommand):
    help = "Zeigt die letzten Versände an Menschen, die Beteiligung verfolgen, und was unklar oder abgelehnt ist"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--again", action="store_true", help="Unklare noch einmal übergeben (kann sie doppelt zustellen)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with scopes_disabled():
            if options["again"]:
                unclear = Delivery.objects.filter(state=Delivery.State.UNCLEAR)
                count = unclear.update(state=Delivery.State.WAITING, done_at=None, error="")
                self.stdout.write(f"{count} noch einmal vorgemerkt.")
                start_work()
            for run in DigestRun.objects.filter(change=None).order_by("-pk")[:ROUNDS]:
                self.stdout.write(f"{run.key}: {run.written} Zustellungen{self._states(run)}")
            bad = Delivery.objects.filter(state__in=[Delivery.State.UNCLEAR, Delivery.State.FAILED])
            for row in bad.select_related("user", "run").order_by("pk")[:200]:
                at = timezone.localtime(row.done_at or row.created_at)
                self.stdout.write(
                    f"{row.get_state_display()}: {row.run.key} {row.user.uuid} {at:%d.%m.%Y %H:%M} {row.error}"
                )

    def _states(self, run: DigestRun) -> str:
        counts = run.deliveries.values("state").annotate(n=Count("pk")).order_by("state")
        words = ", ".join(f"{Delivery.State(c['state']).label} {c['n']}" for c in counts)
        return f" ({words})" if words else ""
