"""Handing letters over. Each at most once: a letter that a dead worker left in hand goes out again only where the mail
backend knows a Message-ID again (`same_id_once`); elsewhere it is marked unclear, for the operator to look at."""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
import time

from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.utils import timezone

from .models import Letter

log = logging.getLogger(__name__)
AT_ONCE = 20
ATTEMPTS = 5
LEFT = dt.timedelta(minutes=10)  # a letter in hand for longer was left by a dead worker


def deliver(seconds: float = 50) -> int:
    """Hand over what waits, for so many seconds; answers how many went out. Several workers may do so at once."""
    until = time.monotonic() + seconds
    backend = get_connection()
    once = bool(getattr(backend, "same_id_once", False))
    _left_behind(once)
    sent = 0
    while time.monotonic() < until:
        rows = _claim(AT_ONCE if once else 5)
        if not rows:
            break
        for row in rows:
            sent += _hand_over(row, backend)
    return sent


def _left_behind(once: bool) -> None:
    rows = Letter.objects.filter(state=Letter.State.SENDING, taken_at__lt=timezone.now() - LEFT)
    if once:
        rows.update(state=Letter.State.WAITING)
    elif count := rows.update(state=Letter.State.UNCLEAR, done_at=timezone.now()):
        log.error("mailing: %s letters were interrupted while being handed over", count)


@transaction.atomic
def _claim(count: int) -> list[Letter]:
    now = timezone.now()
    rows = (
        Letter.objects.filter(state=Letter.State.WAITING)
        .exclude(not_before__gt=now)
        .select_related("city__site")
        .order_by("pk")
    )
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    found = list(rows[:count])
    Letter.objects.filter(pk__in=[row.pk for row in found]).update(state=Letter.State.SENDING, taken_at=now)
    return found


def _hand_over(row: Letter, backend: object) -> bool:
    try:
        message_for(row, backend).send()
    except (smtplib.SMTPException, OSError) as error:
        _refused(row, error)
        return False
    Letter.objects.filter(pk=row.pk).update(
        state=Letter.State.SENT, done_at=timezone.now(), to="", reply_to="", subject="", body="", calendar="",
        headers={},
    )  # fmt: skip
    return True


def _refused(row: Letter, error: Exception) -> None:
    final = isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _text in error.recipients.values()
    )
    attempts = row.attempts + 1
    over = final or attempts >= ATTEMPTS
    Letter.objects.filter(pk=row.pk).update(
        state=Letter.State.FAILED if over else Letter.State.WAITING,
        attempts=attempts,
        error=type(error).__name__[:160],
        not_before=timezone.now() + dt.timedelta(minutes=3**attempts),
        done_at=timezone.now() if over else None,
    )
    log.warning("mailing: %s was not taken (%s), attempt %s", row.uuid, type(error).__name__, attempts)


def message_for(row: Letter, backend: object = None) -> EmailMessage:
    headers = {
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<{row.uuid}@{row.city.site.hostname}>",
        **row.headers,
    }
    mail = EmailMessage(
        row.subject, row.body, to=[row.to], headers=headers, connection=backend,
        reply_to=[row.reply_to] if row.reply_to else None,
    )  # fmt: skip
    if row.calendar:
        mail.attach("termin.ics", row.calendar, "text/calendar")
    return mail
