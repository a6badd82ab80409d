"""A search that people keep: new offers that fit come by mail. `city`: the portal whose list it searches."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from portal.cities.models import CityOwned

if TYPE_CHECKING:
    from django.db.models import QuerySet

QUERY_MAX = 800
LINK_LIFE = dt.timedelta(hours=48)
SEARCH_LIFE = dt.timedelta(days=365)
ASKED_AHEAD = dt.timedelta(days=14)  # before its end the person is asked whether it shall go on


class SavedSearch(CityOwned):
    """Of a member, or of a mailbox that confirmed it by a link. Unconfirmed it sends nothing and is gone in 48 hours."""

    class Rhythm(models.TextChoices):
        DAILY = "daily", _("täglich")
        WEEKLY = "weekly", _("wöchentlich")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField(_("E-Mail"), max_length=254, blank=True)  # of people without account
    mailbox = models.CharField(max_length=254, blank=True)  # see portal.kit.mailbox
    query = models.CharField(max_length=QUERY_MAX, blank=True)  # `Wish.filter_query`
    rhythm = models.CharField(_("Wie oft?"), max_length=6, choices=Rhythm.choices, default=Rhythm.DAILY)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    seen_until = models.DateTimeField(default=timezone.now)  # offers published later are new
    next_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    asked_at = models.DateTimeField(null=True, blank=True)  # whether it shall go on

    class Meta:
        verbose_name = _("Gespeicherte Suche")
        verbose_name_plural = _("Gespeicherte Suchen")
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, email="", mailbox="") | Q(user__isnull=True) & ~Q(email="") & ~Q(mailbox=""),
                name="saved_search_has_one_person",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True) | Q(confirmed_at__isnull=False), name="saved_search_member_needs_no_link"
            ),
            models.UniqueConstraint(
                fields=["city", "user", "query"], condition=Q(user__isnull=False), name="saved_search_once"
            ),
            models.UniqueConstraint(
                fields=["city", "mailbox", "query"], condition=Q(user__isnull=True), name="saved_search_once_by_mail"
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["next_at"], condition=Q(confirmed_at__isnull=False), name="saved_search_due"),
            models.Index(fields=["mailbox", "created_at"], name="saved_search_pace"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def address(self) -> str:
        return self.user.email if self.user is not None else self.email

    @staticmethod
    def in_region() -> QuerySet[SavedSearch]:
        """Of all portals, on purpose: a person's own list, and the rounds of the clock."""
        with scopes_disabled():
            return SavedSearch.objects.all()
