"""When a club meets: weekly times, and single dates for the calendar."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.cities.models import CityOwned

WEEKDAYS = [
    (0, _("Montag")), (1, _("Dienstag")), (2, _("Mittwoch")), (3, _("Donnerstag")), (4, _("Freitag")), (5, _("Samstag")),
    (6, _("Sonntag")),
]  # fmt: skip


class ClubTime(CityOwned):
    """A weekly meeting. Local time in Germany: it keeps its hour over the change of clocks."""

    club = models.ForeignKey("directory.Club", models.CASCADE, related_name="times")
    day = models.PositiveSmallIntegerField(_("Wochentag"), choices=WEEKDAYS, validators=[MaxValueValidator(6)])
    starts = models.TimeField(_("von"))
    ends = models.TimeField(_("bis"))
    title = models.CharField(_("Was"), max_length=80)
    place = models.CharField(_("Wo, wenn nicht am Treffpunkt"), max_length=120, blank=True)
    note = models.CharField(_("Hinweis"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("Regelmäßige Zeit")
        verbose_name_plural = _("Regelmäßige Zeiten")
        ordering: ClassVar = ["day", "starts", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="club_time_has_length"),
            models.CheckConstraint(condition=Q(day__lte=6), name="club_time_in_week"),
        ]

    def __str__(self) -> str:
        return self.title


class ClubEvent(CityOwned):
    """A date of a club. `sequence` counts every change that calendars must notice (RFC 5545, 3.8.7.4)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    club = models.ForeignKey("directory.Club", models.CASCADE, related_name="events")
    title = models.CharField(_("Titel"), max_length=120)
    text = models.TextField(_("Beschreibung"), max_length=1000, blank=True)
    place = models.CharField(_("Wo, wenn nicht am Treffpunkt"), max_length=160, blank=True)
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"), null=True, blank=True)
    is_cancelled = models.BooleanField(_("Abgesagt"), default=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("Termin eines Vereins")
        verbose_name_plural = _("Termine der Vereine")
        ordering: ClassVar = ["starts_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["club", "starts_at"], name="club_event_by_date")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="club_event_has_length"
            )
        ]

    def __str__(self) -> str:
        return self.title
