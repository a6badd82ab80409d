from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "portal.notifications"
    label = "notifications"
    verbose_name = _("Benachrichtigungen")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.signals import page_published

        page_published.connect(on_published, dispatch_uid="notifications.on_published")


def on_published(sender: Any, instance: Any, **_: Any) -> None:
    """Followers are told after the commit, and only if there are any: one cheap question per publication."""
    from django.db import transaction

    from .models import Follow
    from .tasks import page_changed

    if Follow.objects.filter(page_id=instance.pk).exists():
        transaction.on_commit(lambda: page_changed.enqueue(instance.pk))
