"""The outbox: a mail is a row of the transaction that caused it, so it goes out if and only if that was committed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Letter(models.Model):
    """One mail to one address. `key` names its event: the same key is written once, whoever asks how often.

    Sent, it forgets address, subject and text; the row stays for `actions.KEPT`, so that the event is not told again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("wartet")
        SENDING = "sending", _("wird übergeben")
        SENT = "sent", _("übergeben")
        FAILED = "failed", _("abgelehnt")
        UNCLEAR = "unclear", _("unklar")  # the worker died while handing it over

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    city = models.ForeignKey("cities.City", models.CASCADE, related_name="+")
    key = models.CharField(max_length=160, unique=True)
    to = models.EmailField(max_length=254, blank=True)
    reply_to = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    calendar = models.TextField(blank=True)  # text/calendar, attached as termin.ics
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=160, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager()  # handed over for all cities by one worker; no page lists letters

    class Meta:
        verbose_name = _("Brief")
        verbose_name_plural = _("Briefe")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(to="", subject="", body="", calendar=""), name="letter_sent_forgets"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(state__in=["waiting", "sending"]), name="letter_due"),
        ]

    def __str__(self) -> str:
        return self.key
