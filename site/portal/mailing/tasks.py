"""Background work of the outbox."""

from django_tasks import task

from . import engine
from .models import Letter


@task()
def deliver() -> int:
    return engine.deliver()


def start() -> None:
    """Every minute: whatever waits goes out."""
    if Letter.objects.filter(state__in=[Letter.State.WAITING, Letter.State.SENDING]).exists():
        deliver.enqueue()
