from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowingConfig(AppConfig):
    name = "participation.following"
    label = "following"
    verbose_name = _("Verfolgen und Überblick")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from participation.projects.signals import changed

        changed.connect(note, dispatch_uid="following.note")


def note(sender: Any, *, city: Any, project: Any, kind: str, title: str, path: str, key: str, **_: Any) -> None:
    from .actions import note_change

    note_change(city, project, kind, title, path, key=key)
