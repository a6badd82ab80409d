"""What a person should hear about, and which pages they follow."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .kinds import Kind, all_kinds

if TYPE_CHECKING:
    from portal.accounts.models import User

KEEP_DAYS = 180


def keep_until() -> Any:
    return timezone.now() + timedelta(days=KEEP_DAYS)


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, user: User) -> NotificationQuerySet:
        return self.filter(user=user)

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None)

    def expired(self) -> NotificationQuerySet:
        return self.filter(delete_after__lt=timezone.now())


class Notification(models.Model):
    """One message to one person. It belongs to the person, not to a city, and is read on the sign-in host.

    `key` makes it idempotent: the same event (kind, key) reaches a person once. Deleted after 180 days.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120, blank=True)
    context = models.JSONField(default=dict)
    url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    delete_after = models.DateTimeField(default=keep_until, db_index=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Benachrichtigung")
        verbose_name_plural = _("Benachrichtigungen")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind", "key"], condition=~Q(key=""), name="notified_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "-created_at"], name="notification_list"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notification_unread"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def spec(self) -> Kind:
        return all_kinds().get(self.kind) or Kind(self.kind, str(_("Neuigkeit")))

    @property
    def title(self) -> str:
        return self._filled(self.spec.title)

    @property
    def text(self) -> str:
        return self._filled(self.spec.text)

    def _filled(self, pattern: str) -> str:
        return str(pattern).format_map(_Blank(self.context))


class _Blank(dict):  # type: ignore[type-arg]
    """A value that an older row lacks is left out instead of failing the page."""

    def __missing__(self, key: str) -> str:
        return ""


class FollowQuerySet(models.QuerySet["Follow"]):
    def of(self, user: User) -> FollowQuerySet:
        return self.filter(user=user)


class Follow(models.Model):
    """A person follows a page: they hear of it when it is published with changes."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, blank=True, editable=False)  # of the content that the person last heard of
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("Verfolgte Seite")
        verbose_name_plural = _("Verfolgte Seiten")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "page"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.user} → {self.page_id}"
