"""Barriers that visitors report. Personal data: an optional e-mail address; deleted after twelve months."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from portal.cities.models import City

KEPT = dt.timedelta(days=365)


def deletion_date() -> dt.date:
    """Twelve months from today: long enough to mend and to prove it, then nothing is kept."""
    return timezone.localdate() + KEPT


class BarrierReportQuerySet(models.QuerySet["BarrierReport"]):
    def open(self) -> BarrierReportQuerySet:
        return self.exclude(status=BarrierReport.Status.DONE)

    def expired(self, today: dt.date | None = None) -> BarrierReportQuerySet:
        return self.filter(delete_on__lte=today or timezone.localdate())


class BarrierReport(models.Model):
    """Something on the portal (or in the city) that keeps a person out."""

    class Status(models.TextChoices):
        NEW = "new", _("neu")
        IN_PROGRESS = "in_progress", _("in Arbeit")
        DONE = "done", _("erledigt")

    city = models.ForeignKey(City, models.CASCADE, related_name="+", verbose_name=_("Stadt"))
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    what = models.TextField(_("Was hindert?"), max_length=4000)
    where = models.CharField(_("Wo?"), max_length=500, blank=True)
    email = models.EmailField(_("E-Mail für die Antwort"), blank=True)
    status = models.CharField(_("Stand"), max_length=12, choices=Status.choices, default=Status.NEW)
    answer = models.TextField(_("Antwort"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(_("beantwortet am"), null=True, blank=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("eingegangen am"), default=timezone.now, editable=False)
    delete_on = models.DateField(_("wird gelöscht am"), default=deletion_date, editable=False, db_index=True)

    objects = ScopedManager(city="city", _manager_class=models.Manager.from_queryset(BarrierReportQuerySet))

    class Meta:
        verbose_name = _("gemeldete Barriere")
        verbose_name_plural = _("Eingang Barrieren")
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="barrier_answer_dated",
                condition=models.Q(answer="", answered_at__isnull=True)
                | ~models.Q(answer="") & models.Q(answered_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()}: {self.what[:60]}"
