"""People who take part without an account, and what waits until they confirm their e-mail address."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager, scopes_disabled

from portal.cities.models import CityOwned

if TYPE_CHECKING:
    from django.db.models import QuerySet

KEPT = dt.timedelta(days=180)  # a guest, after the last use
LINK_LIFE = dt.timedelta(hours=48)
USED_KEPT = dt.timedelta(days=7)  # a used or expired link still answers what became of it
PAYLOAD_MAX = 20_000  # bytes of JSON


class Guest(CityOwned):
    """A confirmed e-mail address, known to contributions by `uuid` only. `city`: where it was first confirmed.

    `mailbox` is the address by which one person is recognised again: lower case, without a "+label".
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("E-Mail"), max_length=254)
    mailbox = models.CharField(max_length=254, unique=True, editable=False)
    confirmed_at = models.DateTimeField(default=timezone.now)
    delete_after = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("Gast")
        verbose_name_plural = _("Gäste")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(mailbox=""), name="guest_has_mailbox"),
            models.CheckConstraint(condition=Q(delete_after__gt=F("confirmed_at")), name="guest_is_kept"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @staticmethod
    def in_region() -> QuerySet[Guest]:
        """Every city's guests, on purpose: one address is one guest on all portals, so that nobody votes twice."""
        with scopes_disabled():
            return Guest.objects.all()


class PendingQuerySet(models.QuerySet["Pending"]):
    def waiting(self) -> PendingQuerySet:
        return self.filter(used_at__isnull=True, expires_at__gt=timezone.now())


class Pending(CityOwned):
    """A contribution that waits for the click in the mail. Used or expired, it forgets text and address.

    Only the hash of the link's token is stored; the token itself is derived from `uuid` with the secret key.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    module = models.ForeignKey("projects.Module", models.CASCADE, related_name="+")
    action = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    email = models.EmailField(max_length=254, blank=True)
    mailbox = models.CharField(max_length=254, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    path = models.CharField(max_length=500, blank=True)  # where the contribution stands

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(PendingQuerySet), city="city")

    class Meta:
        verbose_name = _("Unbestätigter Beitrag")
        verbose_name_plural = _("Unbestätigte Beiträge")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(email="", mailbox=""), name="pending_used_forgets_address"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="pending_lasts"),
        ]
        indexes: ClassVar = [models.Index(fields=["mailbox", "created_at"], name="pending_pace")]

    def __str__(self) -> str:
        return f"{self.action}: {self.uuid}"

    def is_over(self) -> bool:
        return self.expires_at <= timezone.now()
