"""Calls for helpers in an emergency: who helps, what is to be done, who does it, and which neighbours join in.

The database holds two rules, whoever writes (guards.py): never more people at a task than it needs, and never one person
at two tasks at the same time.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager, scopes_disabled

from clubs.codes import codes_field
from portal.cities.models import CityOwned

from .kinds import CHOICES

if TYPE_CHECKING:
    from portal.cities.models import City

TITLE_MAX = 120
TEXT_MAX = 3000
MOST = 2000  # people of one task
KEPT = dt.timedelta(days=30)  # people, after the call has ended
LONGEST = dt.timedelta(days=90)  # a call that nobody ends, ends by itself


class CallQuerySet(models.QuerySet["Call"]):
    def published(self) -> CallQuerySet:
        """Once public; a paused or closed call keeps its page, so that everybody learns how it stands."""
        return self.filter(opened_at__isnull=False)

    def open(self) -> CallQuerySet:
        return self.published().filter(state=Call.State.OPEN)


class Call(CityOwned):
    """A call for helpers. `city` leads it. Paused and never opened: a draft."""

    class State(models.TextChoices):
        OPEN = "open", _("offen")
        PAUSED = "paused", _("angehalten")
        CLOSED = "closed", _("beendet")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("Art"), max_length=8, choices=CHOICES)
    state = models.CharField(_("Zustand"), max_length=6, choices=State.choices, default=State.PAUSED)
    is_exercise = models.BooleanField(_("Übung"), default=False)
    title = models.CharField(_("Überschrift"), max_length=TITLE_MAX)
    text = models.TextField(_("Worum geht es?"), max_length=TEXT_MAX)
    easy_text = models.TextField(_("In Leichter Sprache"), max_length=1000, blank=True)
    place = models.CharField(_("Ort"), max_length=160, blank=True)
    latitude = models.FloatField(_("Breite"), null=True, blank=True)
    longitude = models.FloatField(_("Länge"), null=True, blank=True)
    meeting_point = models.CharField(_("Treffpunkt"), max_length=160, blank=True)
    bring = models.CharField(_("Bitte mitbringen"), max_length=240, blank=True)
    hotline = models.CharField(_("Telefon für Fragen"), max_length=40, blank=True)
    in_region = models.BooleanField(_("Nachbarstädte dürfen mithelfen"), default=True)
    thanks = models.CharField(_("Dank zum Schluss"), max_length=400, blank=True)
    helped = models.PositiveIntegerField(default=0)  # people at the end, once their data is gone
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    delete_after = models.DateTimeField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(CallQuerySet), city="city")

    class Meta:
        verbose_name = _("Hilfsaufruf")
        verbose_name_plural = _("Hilfsaufrufe")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="call_has_title"),
            models.CheckConstraint(condition=~Q(state="open") | Q(opened_at__isnull=False), name="call_opened"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, delete_after__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="call_closed_forgets",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(47, 50), longitude__range=(7, 11)),
                name="call_lies_here",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.opened_at is None

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @staticmethod
    def everywhere() -> CallQuerySet:
        """Of all cities, on purpose: a neighbour helps. Only published ones may be shown to others."""
        with scopes_disabled():
            return Call.objects.all()  # type: ignore[return-value]

    @staticmethod
    def shown_in(city: City) -> CallQuerySet:
        """On this portal: the city's own, those it joined; on the alliance's those that ask the region."""
        rows = Call.everywhere().published()
        if city.is_alliance:
            return rows.filter(in_region=True)
        with scopes_disabled():
            joined = CallCity.objects.filter(city=city, state=CallCity.State.JOINED).values("call")
            return rows.filter(Q(city=city) | Q(pk__in=joined, in_region=True))


class CallCity(CityOwned):
    """A neighbour was asked to carry a call on its own portal. `city` is the one asked, and only its desk answers."""

    class State(models.TextChoices):
        ASKED = "asked", _("gefragt")
        JOINED = "joined", _("hilft mit")
        DECLINED = "declined", _("kann gerade nicht")

    call = models.ForeignKey(Call, models.CASCADE, related_name="neighbours")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    ring = models.PositiveSmallIntegerField()  # 1: the nearest
    distance_km = models.FloatField()
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Gefragte Nachbarstadt")
        verbose_name_plural = _("Gefragte Nachbarstädte")
        ordering: ClassVar = ["distance_km", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["call", "city"], name="call_asks_city_once")]

    def __str__(self) -> str:
        return f"{self.call_id} in {self.city_id}"

    @staticmethod
    def of_call(call: Call) -> models.QuerySet[CallCity]:
        """All cities asked for a call, on purpose: its own desk sees who helps."""
        with scopes_disabled():
            return CallCity.objects.filter(call=call).select_related("city")


class CallTask(CityOwned):
    """What is to be done, when, by how many. `assigned` is counted by the database (triggers)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, models.CASCADE, related_name="tasks")
    title = models.CharField(_("Aufgabe"), max_length=80)
    place = models.CharField(_("Wo"), max_length=160, blank=True)
    starts_at = models.DateTimeField(_("Von"))
    ends_at = models.DateTimeField(_("Bis"))
    needed = models.PositiveSmallIntegerField(_("Wie viele Menschen"))
    assigned = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("Aufgabe")
        verbose_name_plural = _("Aufgaben")
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="calltask_ends_after_start"),
            models.CheckConstraint(condition=Q(needed__range=(1, MOST)), name="calltask_needed"),
            models.CheckConstraint(
                condition=Q(assigned__gte=0, assigned__lte=F("needed")), name="calltask_never_too_many"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """`assigned` belongs to the triggers: a stale copy of it is never written back."""
        if self.pk and kwargs.get("update_fields") is None and not kwargs.get("force_insert"):
            kwargs["update_fields"] = [
                f.attname for f in self._meta.concrete_fields if f.attname not in ("id", "assigned")
            ]
        super().save(*args, **kwargs)

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.assigned)


class Helper(CityOwned):
    """Somebody who wants to help with one call. `city` is the call's; `via` the portal where they came in."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, models.CASCADE, related_name="helpers")
    via = models.ForeignKey("cities.City", models.CASCADE, related_name="+")
    number = models.CharField(max_length=7)  # said on the telephone: "K7M-3QX"
    name = models.CharField(_("Name"), max_length=80)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    email = models.EmailField(_("E-Mail"), max_length=254, blank=True)
    phone_key = models.CharField(max_length=20, blank=True, editable=False)
    mailbox = models.CharField(max_length=254, blank=True, editable=False)
    postcode = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    distance_km = models.FloatField(null=True, blank=True)  # from the middle of that town to the call
    skills = codes_field(_("Das kann ich"))
    times = codes_field(_("Wann ich kann"))
    tools = models.CharField(_("Das bringe ich mit"), max_length=160, blank=True)
    consent_at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now)
    delete_after = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("Helfende Person")
        verbose_name_plural = _("Helfende")
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "number"], name="helper_number"),
            models.UniqueConstraint(fields=["call", "phone_key"], condition=~Q(phone_key=""), name="helper_one_phone"),
            models.UniqueConstraint(fields=["call", "mailbox"], condition=~Q(mailbox=""), name="helper_one_mailbox"),
            models.CheckConstraint(condition=~Q(phone_key="", mailbox=""), name="helper_can_be_reached"),
        ]

    def __str__(self) -> str:
        return self.number


class Assignment(CityOwned):
    """One person at one task."""

    task = models.ForeignKey(CallTask, models.CASCADE, related_name="assignments")
    helper = models.ForeignKey(Helper, models.CASCADE, related_name="assignments")
    attended = models.BooleanField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Einteilung")
        verbose_name_plural = _("Einteilungen")
        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "helper"], name="assigned_once")]

    def __str__(self) -> str:
        return f"{self.helper_id} → {self.task_id}"
