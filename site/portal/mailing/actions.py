"""Writing mails: a row now, the mail after the commit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone

from .models import Letter

if TYPE_CHECKING:
    from portal.cities.models import City

KEPT = dt.timedelta(days=90)


def write(
    city: City, to: str, subject: str, body: str, *, key: str, reply_to: str = "", calendar: str = "",
    headers: Mapping[str, str] | None = None, soon: bool = False,
) -> bool:  # fmt: skip
    """Put a mail into the outbox, inside the transaction of what it tells. False: the event `key` was told before.

    `key`: at most 160 signs, "<app>.<event>:<uuid>…"; `calendar`: an iCalendar file. `soon`: a person waits for it
    (a link to confirm): handed over right after the commit. Everything else goes out within a minute.
    """
    row = Letter(
        city=city, to=to, subject=" ".join(subject.split())[:200], body=body, key=key[:160], reply_to=reply_to,
        calendar=calendar, headers=dict(headers or {}),
    )  # fmt: skip
    new = _insert_once(row)
    if soon:
        from .tasks import deliver

        transaction.on_commit(lambda: deliver.enqueue())
    return new


def _insert_once(row: Letter) -> bool:
    """INSERT … ON CONFLICT (key) DO NOTHING, and whether it did: one statement, where Django takes two or a savepoint."""
    fields = [field for field in Letter._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Letter._meta.db_table} ({columns}) VALUES ({marks}) ON CONFLICT (key) DO NOTHING",  # noqa: S608
            values,
        )
        return cursor.rowcount == 1


def forget(now: dt.datetime | None = None) -> int:
    """Daily: what was done with 90 days ago, and texts that nobody took for 14 days."""
    now = now or timezone.now()
    old = Letter.objects.exclude(state=Letter.State.WAITING).filter(created_at__lt=now - KEPT).delete()[0]
    stuck = Letter.objects.filter(created_at__lt=now - dt.timedelta(days=14)).exclude(body="")
    return old + stuck.exclude(state=Letter.State.WAITING).update(to="", subject="", body="", calendar="", reply_to="")
