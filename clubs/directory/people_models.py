"""Who wants to change or represent a club: edits that wait, claims, invitations, and clubs on their way to another city."""

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
    from portal.cities.models import City

REASON_MAX = 500
INVITED_FOR = dt.timedelta(days=14)


class Decision(models.TextChoices):
    OPEN = "open", _("offen")
    ACCEPTED = "accepted", _("angenommen")
    REFUSED = "refused", _("abgelehnt")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


class ClubChange(CityOwned):
    """Edits of a public club that wait for its city. `before` and `after`: only the fields that differ.

    One open change per club: who edits again adds to it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    club = models.ForeignKey("directory.Club", models.CASCADE, related_name="changes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=Decision.choices, default=Decision.OPEN)
    reason = models.CharField(max_length=REASON_MAX, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Änderung eines Vereins")
        verbose_name_plural = _("Änderungen von Vereinen")
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["club"], condition=Q(state="open"), name="club_change_open_once")
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Claim(CityOwned):
    """ "I speak for this club": the club's city looks and decides. `text`: how the city can tell; emptied by the decision."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    club = models.ForeignKey("directory.Club", models.CASCADE, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.CharField(max_length=REASON_MAX, blank=True)
    state = models.CharField(max_length=9, choices=Decision.choices, default=Decision.OPEN)
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Anspruch auf einen Verein")
        verbose_name_plural = _("Ansprüche auf Vereine")
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["club", "user"], condition=Q(state="open"), name="club_claim_open_once")
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Invitation(CityOwned):
    """A link by mail: whoever signs in with this address joins the club. Deleted when used, withdrawn or too old."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    club = models.ForeignKey("directory.Club", models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=6, default="editor")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Einladung in einen Verein")
        verbose_name_plural = _("Einladungen in Vereine")
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["club", "email"], name="club_invited_once")]

    def __str__(self) -> str:
        return str(self.uuid)


class HandOver(CityOwned):
    """A club moves to another city. `city` gives it away, `to_city` takes it: both desks must agree."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    club = models.ForeignKey("directory.Club", models.CASCADE, related_name="handovers")
    to_city = models.ForeignKey("cities.City", models.CASCADE, related_name="+")
    reason = models.CharField(max_length=REASON_MAX, blank=True)
    state = models.CharField(max_length=9, choices=Decision.choices, default=Decision.OPEN)
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Übergabe eines Vereins")
        verbose_name_plural = _("Übergaben von Vereinen")
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["club"], condition=Q(state="open"), name="club_handover_open_once"),
            models.CheckConstraint(condition=~Q(city=F("to_city")), name="club_handover_elsewhere"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @staticmethod
    def left(club_id: int | None, city: City) -> bool:
        """The club belonged to this city once: links that its people and helpers got there lead on to where it is now."""
        if club_id is None:
            return False
        with scopes_disabled():
            return HandOver.objects.filter(club=club_id, city=city, state=Decision.ACCEPTED).exists()
