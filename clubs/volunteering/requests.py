"""„Ich möchte helfen“ of a person without account, until the link in the mail is used."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.cities.models import CityOwned


class RequestAsk(CityOwned):
    """Words of a request and the address to confirm; used or expired it forgets both. `city` will decide on it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(max_length=254, blank=True)
    mailbox = models.CharField(max_length=254, blank=True)
    payload = models.JSONField(default=dict)  # keyword arguments of `actions.offers.create_offer`
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Unbestätigtes Gesuch")
        verbose_name_plural = _("Unbestätigte Gesuche")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(email="", mailbox=""), name="request_used_forgets"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["mailbox", "created_at"], name="request_pace")]

    def __str__(self) -> str:
        return str(self.uuid)
