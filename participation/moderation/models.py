"""Moderation as data: report → case → decision with reasons → appeal → outcome; and pauses of members.

The content itself stays in its own app; a case names it by `kind` (see registry) and uuid. Rules follow the Digital
Services Act, Regulation (EU) 2022/2065: notice (Art. 16), statement of reasons (Art. 17), appeal to a person (Art. 20).
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager, scopes_disabled

from portal.cities.models import City, CityOwned

if TYPE_CHECKING:
    from portal.accounts.models import User

STATEMENT_MAX = 1000
REPORTER_KEPT = dt.timedelta(days=180)  # who reported is forgotten then
SNAPSHOT_KEPT = dt.timedelta(days=180)  # after the last decision
TARGET_HOURS = 4  # the queue's own promise
HELP_DAYS = 7  # another city decides an appeal within this time, else it comes home


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
        """A moderator of the case's own city has to do something."""
        return self.filter(status__in=Case.WAITING).exclude(Case.handed_over())

    def overdue(self, now: dt.datetime) -> CaseQuerySet:
        return self.waiting().filter(waiting_since__lt=now - dt.timedelta(hours=TARGET_HOURS))

    def about(self, user: User) -> CaseQuerySet:
        """Decisions on what the person wrote; undecided reports are not shown to authors."""
        return self.filter(author=user).decided_for_author()

    def decided_for_author(self) -> CaseQuerySet:
        return self.exclude(status__in=[Case.Status.OPEN, Case.Status.KEPT])

    def count_by_city(self) -> list[dict[str, Any]]:
        """Rows of {"name", "hostname", "n"}, one for each city."""
        rows = self.values(name=F("city__portal_name"), hostname=F("city__site__hostname"))
        return list(rows.annotate(n=models.Count("pk")).order_by("name"))


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
    guest = models.UUIDField(null=True, blank=True)  # of participation.guests: an author without an account
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

    @staticmethod
    def handed_over() -> Q:
        """The appeal lies with another city: its own city waits."""
        return Q(status=Case.Status.APPEALED, appeal__decided_in__isnull=False, appeal__returned_at__isnull=True)

    @staticmethod
    def elsewhere_about(user: User, city: City) -> CaseQuerySet:
        """Decisions of other cities on what the person wrote (in a joint project, say): the person's own on purpose."""
        with scopes_disabled():
            return Case.objects.about(user).exclude(city=city)

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


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> AppealQuerySet:
        """Without an outcome, while the content is still hidden."""
        return self.filter(outcome__isnull=True, case__status=Case.Status.APPEALED)

    def overdue_help(self, now: dt.datetime) -> AppealQuerySet:
        """Handed to another city that has not decided in time."""
        return self.open().filter(
            decided_in__isnull=False, returned_at__isnull=True, created_at__lt=now - dt.timedelta(days=HELP_DAYS)
        )


class Appeal(CityOwned):
    """The author's one answer to a decision (one per case: constraint).

    `decided_in`: the city that decides on the author's wish, chosen by `helpers.choose`; None: the own city.
    `returned_at`: that city did not decide in time (`HELP_DAYS`), the own city does.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.OneToOneField(Case, models.CASCADE, related_name="appeal")
    text = models.TextField(max_length=STATEMENT_MAX)
    created_at = models.DateTimeField(default=timezone.now)
    outcome = models.OneToOneField(Decision, models.SET_NULL, null=True, blank=True, related_name="appeal")
    decided_in = models.ForeignKey(City, models.SET_NULL, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(AppealQuerySet), city="city")

    class Meta:
        verbose_name = _("Widerspruch")
        verbose_name_plural = _("Widersprüche")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_in__isnull=True) | ~Q(decided_in=F("city")), name="appeal_decided_elsewhere"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["decided_in", "created_at"], name="appeal_helper")]

    def __str__(self) -> str:
        return f"{_('Widerspruch')} ({self.case_id})"

    @staticmethod
    def handed_to(helper: City) -> AppealQuerySet:
        """Appeals of other cities that this city decides or has decided: across cities on purpose, the only way there.

        Each row carries what the decision needs and no more: the snapshot (`case.snapshot`), the statement of the
        hiding with its reason, and the appeal's text; `hidden_by` keeps out who hid it.
        """
        with scopes_disabled():
            hiding = Decision.objects.filter(case=OuterRef("case"), kind=Decision.Kind.HIDE).order_by("-pk")
            return (
                Appeal.objects.filter(decided_in=helper, returned_at__isnull=True)
                .select_related("case", "city__site", "outcome")
                .annotate(
                    statement=Subquery(hiding.values("statement")[:1]),
                    hidden_by=Subquery(hiding.values("decided_by")[:1]),
                    hidden_at=Subquery(hiding.values("created_at")[:1]),
                )
            )

    @property
    def due_at(self) -> dt.datetime:
        """Until then the helping city decides."""
        return self.created_at + dt.timedelta(days=HELP_DAYS)

    @property
    def is_away(self) -> bool:
        return self.decided_in_id is not None and self.returned_at is None


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
