"""Proof that a person lives in one of the cities: given once, valid for every portal of the alliance.

Stored is only that, where and until when; no address, no date of birth.
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
from django_scopes import scopes_disabled

from portal.cities.models import CityOwned

if TYPE_CHECKING:
    from portal.accounts.models import User

VALID = dt.timedelta(days=2 * 365)


class Residency(CityOwned):
    """The person lived in `city` when it was proven. One per person: a new proof replaces the old one."""

    class Means(models.TextChoices):
        LETTER = "letter", _("Code per Brief")
        CLERK = "clerk", _("vor Ort geprüft")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="residency")
    means = models.CharField(_("Nachweis"), max_length=8, choices=Means.choices)
    proven_at = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField()

    class Meta:
        verbose_name = _("Wohnsitznachweis")
        verbose_name_plural = _("Wohnsitznachweise")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(valid_until__gt=F("proven_at")), name="residency_lasts"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.city_id}"


def home_city_id(user: User, now: dt.datetime | None = None) -> int | None:
    """The city in which the person has proven to live, None without a valid proof. Region-wide on purpose: the proof
    counts on every portal, and it is asked for the person's own rights only."""
    now = now or timezone.now()
    with scopes_disabled():
        row = Residency.objects.filter(user=user, valid_until__gt=now).values_list("city_id", flat=True)
        return row.first()
