"""Proof that a person lives in one of the cities: given once, valid for every portal of the alliance.

Stored is only that, where and until when; no address, no date of birth. An address lives in `LetterRequest` until the
letter is printed. What stays is `holder`: a keyed fingerprint of name and address, so that one person cannot prove two
accounts; it cannot be turned back into the address.
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
REMIND = dt.timedelta(days=30)  # before the proof ends
WAITS = dt.timedelta(days=30)  # for the print, then again for the code
ADDRESS_KEPT = dt.timedelta(days=1)  # after the print, in case the printer jams
REQUESTS_KEPT = dt.timedelta(days=365)  # without address: at most three letters a year
LETTERS_A_YEAR = 3
MAX_TRIES = 5


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
    holder = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("Wohnsitznachweis")
        verbose_name_plural = _("Wohnsitznachweise")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(valid_until__gt=F("proven_at")), name="residency_lasts"),
            models.UniqueConstraint(fields=["holder"], condition=~Q(holder=""), name="residency_holder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.city_id}"

    def is_valid(self, now: dt.datetime | None = None) -> bool:
        return self.valid_until > (now or timezone.now())


class LetterRequest(CityOwned):
    """Someone asked `city` for a letter with a code. The code itself is never stored, only its keyed fingerprint.

    The address is there only while the letter waits for the print, and a day longer; see `actions.tidy`.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("wartet auf den Druck")
        PRINTED = "printed", _("gedruckt")
        USED = "used", _("eingelöst")
        LOCKED = "locked", _("gesperrt")
        WITHDRAWN = "withdrawn", _("zurückgezogen")
        EXPIRED = "expired", _("abgelaufen")

    OPEN = (Status.WAITING, Status.PRINTED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="residency_letters")
    name = models.CharField(_("Name"), max_length=100, blank=True)
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postcode = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    place = models.CharField(_("Ort"), max_length=80, blank=True)
    holder = models.CharField(max_length=64, editable=False)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    printed_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Brief zum Wohnsitznachweis")
        verbose_name_plural = _("Briefe zum Wohnsitznachweis")
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(status__in=["waiting", "printed"]), name="residency_one_open_letter"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "printed"])
                | Q(name="", street="", postcode="", place="", code_hash=""),
                name="residency_address_only_while_needed",
            ),
            models.CheckConstraint(condition=Q(tries__lte=MAX_TRIES), name="residency_tries"),
        ]
        indexes: ClassVar = [models.Index(fields=["city", "status", "created_at"], name="residency_letters")]

    def __str__(self) -> str:
        return f"{self.uuid}: {self.status}"

    @property
    def has_address(self) -> bool:
        return bool(self.street)


def home_city_id(user: User, now: dt.datetime | None = None) -> int | None:
    """The city in which the person has proven to live, None without a valid proof. Region-wide on purpose: the proof
    counts on every portal, and it is asked for the person's own rights only."""
    now = now or timezone.now()
    with scopes_disabled():
        row = Residency.objects.filter(user=user, valid_until__gt=now).values_list("city_id", flat=True)
        return row.first()
