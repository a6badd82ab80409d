"""Background work. Each may run any number of times."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.utils import timezone
from django_scopes import scopes_disabled
from django_tasks import task

from . import actions


@task()
def send_mail(subject: str, body: str, to: str, reply_to: str = "") -> None:
    """One plain-text mail. Addresses were validated by the form; the backend refuses line breaks in headers."""
    EmailMessage(subject, body, to=[to], reply_to=[reply_to] if reply_to else None).send()


@task()
def refresh_events() -> int:
    with scopes_disabled():
        return actions.refresh_events(timezone.now())


@task()
def purge_barrier_reports() -> int:
    with scopes_disabled():
        return actions.purge_barrier_reports(timezone.localdate())
