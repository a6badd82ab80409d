"""Moderation as data: report → case → decision with reasons → appeal → outcome; and pauses of members.

The content itself stays in its own app; a case names it by `kind` (see registry) and uuid. Rules follow the Digital
Services Act, Regulation (EU) 2022/2065: notice (Art. 16), statement of reasons (Art. 17), appeal to a person (Art. 20).
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from portal.cities.models import CityOwned

if TYPE_CHECKING:
    from portal.accounts.models import User

STATEMENT_MAX = 1000
REPORTER_KEPT = dt.timedelta(days=180)  # who reported is forgotten then
SNAPSHOT_KEPT = dt.timedelta(days=180)  # after the last decision
TARGET_HOURS = 4  # the queue's own promise


class Reason(models.TextChoices):
    """Grounds of a report and of a decision; the same list, so that both can be counted together."""

    INSULT = "insult", _("Beleidigung oder Drohung")
    HATE = "hate", _("Hass oder Diskriminierung")
    ILLEGAL = "illegal", _("Verstoß gegen ein Gesetz")
    PERSONAL = "personal", _("Persönliche Angaben über andere")
    ADVERT = "advert", _("Werbung oder Spam")
    OFF_TOPIC = "off_topic", _("Gehört nicht zum Thema")
    OTHER = "other", _("Anderer Verstoß gegen die Regeln")


class CaseQuerySet(models.QuerySet["Case"]):
    def of(self, kind: str, object_uuid: uuid.UUID) -> CaseQuerySet:
        return self.filter(kind=kind, object_uuid=object_uuid)

    def live(self) -> CaseQuerySet:
        """The one case of a content that still says something about it."""
        return self.filter(status__in=Case.LIVE)

    def waiting(self) -> CaseQuerySet:
        """A moderator has to do something."""
        return self.filter(status__in=Case.WAITING)

    def overdue(self, now: dt.datetime) -> CaseQuerySet:
        return self.waiting().filter(waiting_since__lt=now - dt.timedelta(hours=TARGET_HOURS))

    def about(self, user: User) -> CaseQuerySet:
        """Decisions on what the person wrote; undecided reports are not shown to authors."""
        return self.filter(author=user).exclude(status__in=[Case.Status.OPEN, Case.Status.KEPT])


class Case(CityOwned):
    """What happened to one contribution. At most one live case per content (constraint)."""

    class Status(models.TextChoices):
        OPEN = "open", _("gemeldet")
        KEPT = "kept", _("belassen")
        HIDDEN = "hidden", _("ausgeblendet")
        APPEALED = "appealed", _("Widerspruch")
        UPHELD = "upheld", _("bleibt ausgeblendet")
        RESTORED = "restored", _("wiederhergestellt")
        WITHDRAWN = "withdrawn", _("vom Autor gelöscht")

    WAITING = (Status.OPEN, Status.APPEALED)
    LIVE = (Status.OPEN, Status.HIDDEN, Status.APPEALED, Status.UPHELD)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=30)
    object_uuid = models.UUIDField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=250)  # where it stands: "Kommentar zu „Spielplatz“"
    snapshot = models.TextField(blank=True)  # the text as it was when the case was opened
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)  # of the first report or decision
    report_count = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=timezone.now)
    waiting_since = models.DateTimeField(default=timezone.now)  # report or appeal: what the target is measured from
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(CaseQuerySet), city="city")

    class Meta:
        verbose_name = _("Moderationsfall")
        verbose_name_plural = _("Moderationsfälle")
        ordering: ClassVar = ["waiting_since", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "object_uuid"],
                condition=Q(status__in=["open", "hidden", "appealed", "upheld"]),
                name="one_live_case",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "withdrawn"]) | Q(decided_at__isnull=False), name="case_decided_at"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["hidden", "appealed", "upheld"]) | ~Q(reason=""), name="case_hidden_reason"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["city", "status", "waiting_since"], name="case_queue"),
            models.Index(fields=["author", "-opened_at"], name="case_author"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_status_display()})"

    @property
    def is_waiting(self) -> bool:
        return self.status in self.WAITING

    @property
    def hides(self) -> bool:
        return self.status in (self.Status.HIDDEN, self.Status.APPEALED, self.Status.UPHELD)

    @property
    def can_appeal(self) -> bool:
        return self.status == self.Status.HIDDEN

    @property
    def chip(self) -> str:
        """Kind of chip that stands for the status (themes: shape, word and colour)."""
        return {"open": "err", "appealed": "warn", "hidden": "off", "upheld": "off", "withdrawn": "off"}.get(
            self.status, "ok"
        )


class Report(CityOwned):
    """One person's notice. Visitors report without a name; a member's name is forgotten after 180 days."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    text = models.TextField(max_length=STATEMENT_MAX, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Meldung")
        verbose_name_plural = _("Meldungen")
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "reporter"], condition=Q(reporter__isnull=False), name="reported_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.case_id})"


class Decision(CityOwned):
    """Statement of reasons. Rows are only ever added."""

    class Kind(models.TextChoices):
        KEEP = "keep", _("Belassen")
        HIDE = "hide", _("Ausgeblendet")
        RESTORE = "restore", _("Wiederhergestellt")
        UPHOLD = "uphold", _("Widerspruch zurückgewiesen")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    statement = models.TextField(max_length=STATEMENT_MAX, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Entscheidung")
        verbose_name_plural = _("Entscheidungen")
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="hide") | (~Q(reason="") & ~Q(statement="")), name="hidden_with_reasons"
            ),
            models.CheckConstraint(condition=~Q(kind="uphold") | ~Q(statement=""), name="upheld_with_reasons"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.case_id})"


class Appeal(CityOwned):
    """The author's one answer to a decision (one per case: constraint)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.OneToOneField(Case, models.CASCADE, related_name="appeal")
    text = models.TextField(max_length=STATEMENT_MAX)
    created_at = models.DateTimeField(default=timezone.now)
    outcome = models.OneToOneField(Decision, models.SET_NULL, null=True, blank=True, related_name="appeal")

    class Meta:
        verbose_name = _("Widerspruch")
        verbose_name_plural = _("Widersprüche")

    def __str__(self) -> str:
        return f"{_('Widerspruch')} ({self.case_id})"


class PauseQuerySet(models.QuerySet["Pause"]):
    def running(self, now: dt.datetime | None = None) -> PauseQuerySet:
        now = now or timezone.now()
        return self.filter(lifted_at=None, starts_at__lte=now, until__gt=now)


class Pause(CityOwned):
    """A member may read, but not write, in this city until `until`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="pauses")
    starts_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    reason = models.CharField(max_length=20, choices=Reason.choices)
    statement = models.TextField(max_length=STATEMENT_MAX)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(PauseQuerySet), city="city")

    class Meta:
        verbose_name = _("Schreibpause")
        verbose_name_plural = _("Schreibpausen")
        ordering: ClassVar = ["-until", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("starts_at")), name="pause_has_length"),
            models.CheckConstraint(condition=~Q(statement=""), name="pause_has_reason"),
        ]
        indexes: ClassVar = [models.Index(fields=["city", "user", "until"], name="pause_running")]

    def __str__(self) -> str:
        return f"{self.user_id} bis {self.until:%Y-%m-%d}"


class WordList(CityOwned):
    """Words that a city does not want to read, one per line; empty by default."""

    words = models.TextField(_("Gesperrte Wörter"), max_length=5000, blank=True)

    class Meta:
        verbose_name = _("Wortliste")
        verbose_name_plural = _("Wortlisten")
        constraints: ClassVar = [models.UniqueConstraint(fields=["city"], name="one_word_list")]

    def __str__(self) -> str:
        return str(self.city)

    @property
    def as_list(self) -> list[str]:
        return [w for w in (line.strip().casefold() for line in self.words.splitlines()) if w]
