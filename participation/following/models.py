"""What is new in projects, who wants to hear of it, and the outbox of the mails about it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from portal.cities.models import CityOwned

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.accounts.models import User

TITLE_MAX, PATH_MAX = 160, 300
RADIUS_MAX = 20  # km
MAX_SUBSCRIPTIONS = 100


class Change(CityOwned):
    """Something worth telling. `noted_at` decides in which digest it appears, `at` is the moment it stands for.

    `topics`: slugs of the project's topics at that time, each between spaces (" bauen umwelt "). `key`: the event's
    name, the same event is noted once.
    """

    class Kind(models.TextChoices):
        PHASE = "phase", _("Phase")
        ANSWER = "answer", _("Antwort der Stadt")
        RESULT = "result", _("Ergebnis")
        NEWS = "news", _("Neuigkeit")
        MILESTONE = "milestone", _("Umsetzung")
        CONTRIBUTION = "contribution", _("Neuer Beitrag")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=TITLE_MAX)
    path = models.CharField(max_length=PATH_MAX)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    topics = models.CharField(max_length=500, blank=True)
    key = models.CharField(max_length=120, unique=True, editable=False)
    at = models.DateTimeField(default=timezone.now)
    noted_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("Neuigkeit eines Projekts")
        verbose_name_plural = _("Neuigkeiten der Projekte")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["project", "-at", "-id"], name="change_of_project"),
            models.Index(fields=["lat", "lon"], condition=Q(lat__isnull=False), name="change_place"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title="") & Q(path__startswith="/"), name="change_says_what"),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__isnull=False, lon__isnull=False),
                name="change_whole_place",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @staticmethod
    def in_region() -> QuerySet[Change]:
        """Public news of every city, on purpose: a person may follow projects of several cities."""
        with scopes_disabled():
            return Change.objects.filter(project__status="published")


class Rhythm(models.TextChoices):
    """From the fastest to none: what several subscriptions catch is told once, by the fastest."""

    IMMEDIATE = "immediate", _("sofort")
    DAILY = "daily", _("einmal am Tag")
    WEEKLY = "weekly", _("einmal in der Woche")
    NONE = "none", _("keine E-Mails, nur auf dieser Seite")


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def of(self, user: User) -> SubscriptionQuerySet:
        return self.filter(user=user)

    def mailed(self) -> SubscriptionQuerySet:
        return self.exclude(rhythm=Rhythm.NONE)


class Subscription(models.Model):
    """A person follows a project, a topic (in one city or everywhere) or an area. It belongs to the person."""

    class What(models.TextChoices):
        PROJECT = "project", _("Projekt")
        TOPIC = "topic", _("Thema")
        AREA = "area", _("Umkreis")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    what = models.CharField(max_length=8, choices=What.choices)
    project = models.ForeignKey("projects.Project", models.CASCADE, null=True, blank=True, related_name="+")
    topic = models.SlugField(max_length=100, blank=True)
    within = models.ForeignKey("cities.City", models.CASCADE, null=True, blank=True, related_name="+")  # of a topic
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    radius_km = models.PositiveSmallIntegerField(null=True, blank=True)
    label = models.CharField(max_length=80, blank=True)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.DAILY)
    created_at = models.DateTimeField(default=timezone.now)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Abonnement")
        verbose_name_plural = _("Abonnements")
        ordering: ClassVar = ["what", "label", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(what="project", project__isnull=False, topic="", lat__isnull=True)
                | (Q(what="topic", project__isnull=True, lat__isnull=True) & ~Q(topic=""))
                | Q(
                    what="area",
                    project__isnull=True,
                    topic="",
                    lat__isnull=False,
                    lon__isnull=False,
                    radius_km__gte=1,
                    radius_km__lte=RADIUS_MAX,
                ),
                name="subscription_one_thing",
            ),
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="subscription_rhythm"),
            models.UniqueConstraint(fields=["user", "project"], name="subscription_project_once"),
            models.UniqueConstraint(
                fields=["user", "topic", "within"],
                condition=Q(what="topic", within__isnull=False),
                name="subscription_topic_once",
            ),
            models.UniqueConstraint(
                fields=["user", "topic"], condition=Q(what="topic", within__isnull=True), name="subscription_topic_all"
            ),
            models.UniqueConstraint(fields=["user", "lat", "lon", "radius_km"], name="subscription_area_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["rhythm", "user"], name="subscription_run")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.what}"

    @property
    def title(self) -> str:
        if self.what == self.What.PROJECT and self.project is not None:
            return self.project.title
        if self.what == self.What.AREA:
            return gettext("%(label)s, %(km)s km Umkreis") % {"label": self.label, "km": self.radius_km}
        return self.label


class DigestRun(models.Model):
    """One round of mails: every person with something new gets one `Delivery`. `key` names the period, once.

    Rhythm "immediate": about one change. Otherwise about what was noted in (since, until]. `cursor`: the last person
    (id) already looked at; whoever continues after a crash starts behind it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=60, unique=True)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices)
    change = models.ForeignKey(Change, models.CASCADE, null=True, blank=True, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    cursor = models.BigIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)  # deliveries
    finished_at = models.DateTimeField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Versand")
        verbose_name_plural = _("Versände")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="run_forward")]

    def __str__(self) -> str:
        return self.key


class Delivery(models.Model):
    """The outbox: one mail to one person in one run. Written in the transaction that moves the run's cursor."""

    class State(models.TextChoices):
        WAITING = "waiting", _("wartet")
        SENDING = "sending", _("wird übergeben")
        SENT = "sent", _("übergeben")
        UNCLEAR = "unclear", _("unklar: bei der Übergabe unterbrochen")
        FAILED = "failed", _("abgelehnt")
        DROPPED = "dropped", _("entfallen")

    uuid = models.UUIDField(unique=True, editable=False)
    run = models.ForeignKey(DigestRun, models.CASCADE, related_name="deliveries")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    changes = models.JSONField(default=list)  # ids
    # the only subscription that caught them: what "unsubscribe" in this mail means
    subscription = models.ForeignKey(Subscription, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    urgent = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Zustellung")
        verbose_name_plural = _("Zustellungen")
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "user"], name="delivery_once")]
        indexes: ClassVar = [
            models.Index(fields=["-urgent", "id"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["state"], condition=Q(state__in=["sending", "unclear"]), name="delivery_open"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
