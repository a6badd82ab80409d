"""What content needs every night: see portal.operations, run_timer."""

from django.utils import timezone

from . import actions


def move_events_on() -> None:
    actions.refresh_events(timezone.now())


def delete_barrier_reports() -> None:
    actions.purge_barrier_reports(timezone.localdate())


DAILY = [move_events_on, delete_barrier_reports]
