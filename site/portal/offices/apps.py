from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficesConfig(AppConfig):
    name = "portal.offices"
    label = "offices"
    verbose_name = _("Ämter und Öffnungszeiten")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .signals import offices_changed

        offices_changed.connect(_touch, dispatch_uid="offices.touch")


def _touch(sender: object, *, city: Any, **_: Any) -> None:
    from portal.cities.context import touch

    touch(city.pk)
