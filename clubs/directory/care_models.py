"""What needs looking after: messages to clubs that wait for an answer."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.cities.models import CityOwned

INQUIRY_MAX = 2000
INQUIRY_KEPT = dt.timedelta(days=180)


class Inquiry(CityOwned):
    """A message through a club's form. `city` is the club's: its desk sees how long clubs let people wait.

    The desk reads no messages: it sees when one came and whether somebody answered.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    club = models.ForeignKey("directory.Club", models.CASCADE, related_name="inquiries")
    form_key = models.CharField(max_length=64, unique=True)  # of sender and text: sent twice, one message
    name = models.CharField(max_length=80)
    email = models.EmailField(max_length=254)
    text = models.TextField(max_length=INQUIRY_MAX)
    created_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Anfrage")
        verbose_name_plural = _("Anfragen")
        ordering: ClassVar = ["created_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["created_at"], condition=Q(answered_at=None), name="inquiry_open")]

    def __str__(self) -> str:
        return str(self.uuid)
