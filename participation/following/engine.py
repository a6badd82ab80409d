"""Working off the runs: write the outbox in batches, hand the mails over. See docs/decisions/digest-outbox.md.

One worker at a time (a lock that dies with its process), so a row that is found as "sending" was interrupted. Whatever
kills the process: the outbox gets one row per run and person, and a mail is handed over at most once; exactly once
where the mail backend knows a Message-ID again (`same_id_once`).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import logging
import smtplib
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from participation.projects.models import ProjectCity
from portal.kit.distance import box
from portal.notifications.actions import notify

from .letters import Letters
from .matching import FIELDS, Board, News, Wish, news, told, wish
from .models import Change, Delivery, DigestRun, Rhythm, Subscription

if TYPE_CHECKING:
    from portal.accounts.models import User

log = logging.getLogger(__name__)
PEOPLE = 500  # looked at in one transaction
LETTERS = 100  # handed over between two commits, where the backend knows a Message-ID again; otherwise one
MAX_CHANGES = 5000  # of one run; more than anybody reads
ATTEMPTS = 4
LOCK = 0x0F011  # PostgreSQL: session-level advisory lock


@contextlib.contextmanager
def alone() -> Iterator[bool]:
    """True for the one process that works; the lock goes with the process, however it ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            got = cursor.fetchone()[0]
        try:
            yield got
        finally:
            if got:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        return
    folder = Path(settings.VAR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "following.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


def work(seconds: float | None = None) -> bool:
    """Write and hand over what is due, for so many seconds. True: there is more to do."""
    until = None if seconds is None else time.monotonic() + seconds
    with alone() as got:
        if not got:
            return False
        for run in DigestRun.objects.filter(finished_at=None).order_by("pk"):
            writer = Writer(run)
            while writer.batch():
                if until is not None and time.monotonic() > until:
                    return True
        return Sender().work(until)


class Writer:
    """One run: from subscriptions to rows of the outbox."""

    def __init__(self, run: DigestRun) -> None:
        self.run = run
        self.change: Change | None = run.change
        if self.change is not None:
            rows = [self.change]
        else:
            window = Change.in_region().filter(noted_at__gt=run.since, noted_at__lte=run.until)
            rows = list(window.order_by("-pk")[:MAX_CHANGES])
        cities: dict[int, list[int]] = defaultdict(list)
        joined = ProjectCity.objects.filter(project__in={row.project_id for row in rows}, joined_at__isnull=False)
        for project_id, city_id in joined.values_list("project_id", "city_id"):
            cities[project_id].append(city_id)
        self.news: list[News] = [news(row, cities[row.project_id]) for row in rows]
        self.board = Board(self.news)

    def candidates(self) -> Any:
        """Subscriptions that this run may serve, cheaply narrowed; who is told what is decided in memory."""
        rhythms = [self.run.rhythm]
        if self.run.rhythm == Rhythm.DAILY:
            rhythms.append(Rhythm.IMMEDIATE)
        rows = Subscription.objects.filter(rhythm__in=rhythms)
        if self.change is None:
            return rows
        wanted = Q(project=self.change.project_id) | Q(topic__in=self.change.topics.split())
        if self.change.lat is not None and self.change.lon is not None:
            south, west, north, east = box(self.change.lat, self.change.lon, 20)
            wanted |= Q(lat__range=(south, north), lon__range=(west, east))
        return rows.filter(wanted)

    @transaction.atomic
    def batch(self) -> bool:
        """The next people; False when the run is finished."""
        run = DigestRun.objects.select_for_update(of=("self",)).get(pk=self.run.pk)
        if run.finished_at is not None:
            return False
        people: list[int] = []
        if self.news:
            rows = self.candidates().filter(user_id__gt=run.cursor).order_by("user_id")
            people = list(rows.values_list("user_id", flat=True).distinct()[:PEOPLE])
        if not people:
            run.finished_at = timezone.now()
            run.save(update_fields=["finished_at"])
            return False
        wishes: dict[int, list[Wish]] = defaultdict(list)
        active = Subscription.objects.filter(user__in=people, user__is_active=True, user__deleted_at=None)
        for values in active.values_list(*FIELDS):
            wishes[values[1]].append(wish(values))
        made = []
        for user_id, own in wishes.items():
            changes, by = told(self.board, own, run.rhythm)
            if changes:
                made.append(
                    Delivery(
                        uuid=uuid.uuid5(run.uuid, str(user_id)), run=run, user_id=user_id, changes=changes,
                        subscription_id=next(iter(by)) if len(by) == 1 else None, urgent=self.change is not None,
                    )
                )  # fmt: skip
        Delivery.objects.bulk_create(made, batch_size=PEOPLE)
        if self.change is not None and made:
            self.tell(self.change, [row.user_id for row in made])
        run.cursor, run.written = people[-1], run.written + len(made)
        run.save(update_fields=["cursor", "written"])
        return True

    def tell(self, change: Change, people: list[int]) -> None:
        """The same on the page „Benachrichtigungen“ of those who want to know at once."""
        from portal.accounts.models import User

        for user in User.objects.filter(pk__in=people):
            notify(
                user,
                "following.change",
                {"project": change.project.title, "title": change.title},
                url=change.path,
                key=str(change.uuid),
                city=change.city,
            )


class Sender:
    """From rows of the outbox to the mail server."""

    def __init__(self) -> None:
        self.connection = get_connection()
        self.once = bool(getattr(self.connection, "same_id_once", False))
        self.letters = Letters()

    def waiting(self) -> Any:
        now = timezone.now()
        return Delivery.objects.filter(state=Delivery.State.WAITING).filter(Q(not_before=None) | Q(not_before__lte=now))

    def interrupted(self) -> int:
        """Rows that a dead worker left in hand: again where that is safe, otherwise for the operator to look at."""
        rows = Delivery.objects.filter(state=Delivery.State.SENDING)
        if self.once:
            return rows.update(state=Delivery.State.WAITING)
        count = rows.update(state=Delivery.State.UNCLEAR, done_at=timezone.now())
        if count:
            log.error("following: %s mails were interrupted while being handed over; see `portal digests`", count)
        return count

    def work(self, until: float | None) -> bool:
        self.interrupted()
        if not self.waiting().exists():
            return False
        self.connection.open()  # a server that is down is found out before any row is in hand
        done: list[Delivery] = []
        try:
            while rows := self.claim(done):
                done = rows
                for row in rows:
                    self.hand_over(row)
                if until is not None and time.monotonic() > until:
                    return True
            done = []
            return False
        finally:
            self.settle(done)
            self.connection.close()

    @transaction.atomic
    def claim(self, done: list[Delivery]) -> list[Delivery]:
        """Store what became of the last rows, and take the next: one commit."""
        self.settle(done)
        rows = self.waiting().select_related("user", "run", "subscription").order_by("-urgent", "pk")
        found = list(rows.select_for_update(of=("self",))[: LETTERS if self.once else 1])
        Delivery.objects.filter(pk__in=[row.pk for row in found]).update(state=Delivery.State.SENDING)
        return found

    def settle(self, done: list[Delivery]) -> None:
        sent = [row.pk for row in done if row.state == Delivery.State.SENT]
        if sent:
            Delivery.objects.filter(pk__in=sent).update(state=Delivery.State.SENT, done_at=timezone.now())
        for row in done:
            if row.state not in (Delivery.State.SENT, Delivery.State.SENDING):
                row.save(update_fields=["state", "error", "attempts", "not_before", "done_at"])

    def hand_over(self, row: Delivery) -> None:
        """Set `row.state` to what became of the mail."""
        row.done_at = timezone.now()
        try:
            message = self.letters.write(row) if _may_get(row.user) else None
        except Exception as bad:  # one person's mail must not hold up everybody else's
            log.exception("following: mail %s cannot be written", row.uuid)
            row.state, row.error = Delivery.State.FAILED, type(bad).__name__
            return
        if message is None:
            row.state = Delivery.State.DROPPED
            return
        row.state = Delivery.State.SENDING
        try:
            self.connection.send_messages([message])
            row.state = Delivery.State.SENT
        except smtplib.SMTPSenderRefused:  # the server takes nothing from us now
            row.state = Delivery.State.WAITING
            raise
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as refused:  # surely not taken
            self._again(row, refused)
        except ValueError as bad:  # an address or header that no mail can have
            row.state, row.error = Delivery.State.FAILED, str(bad)[:200]
        except OSError as broken:  # connection lost: nobody knows
            row.state = Delivery.State.WAITING if self.once else Delivery.State.UNCLEAR
            row.error = str(broken)[:200]
            raise

    def _again(self, row: Delivery, refused: smtplib.SMTPException) -> None:
        """A "later" (4xx) is tried again, up to four times in some hours; a "no" (5xx) is final."""
        codes = [refused.smtp_code] if isinstance(refused, smtplib.SMTPResponseException) else []
        if isinstance(refused, smtplib.SMTPRecipientsRefused):
            codes = [code for code, _text in refused.recipients.values()]
        row.attempts += 1
        row.error = type(refused).__name__ + f" {codes}"[:150]
        if codes and all(400 <= code < 500 for code in codes) and row.attempts < ATTEMPTS:
            row.state = Delivery.State.WAITING
            row.not_before = timezone.now() + dt.timedelta(minutes=15 * 4 ** (row.attempts - 1))
        else:
            row.state = Delivery.State.FAILED


def _may_get(user: User) -> bool:
    return bool(user.is_active and not user.deleted_at and user.email)
