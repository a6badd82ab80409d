"""That somebody has seen a certificate of good conduct (§ 72a SGB VIII): when, who, valid until. Never the document."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.cities.models import CityOwned

LONGEST = dt.timedelta(days=5 * 366)  # a certificate is asked for again after five years at the latest
KEPT = dt.timedelta(days=90)  # after its validity has ended


class BackgroundCheck(CityOwned):
    """One per person and club; without club: of the city's own offers. `city`: the club's."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    volunteer = models.ForeignKey("volunteering.Volunteer", models.CASCADE, related_name="checks")
    club = models.ForeignKey("directory.Club", models.CASCADE, null=True, related_name="+")
    seen_on = models.DateField(_("Gesehen am"))
    valid_until = models.DateField(_("Gültig bis"), db_index=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("Vermerk zum Führungszeugnis")
        verbose_name_plural = _("Vermerke zu Führungszeugnissen")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["volunteer", "club"], name="check_once_per_club"),
            models.UniqueConstraint(
                fields=["volunteer", "city"], condition=Q(club__isnull=True), name="check_once_per_city"
            ),
            models.CheckConstraint(condition=Q(valid_until__gte=F("seen_on")), name="check_valid_after_seen"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
