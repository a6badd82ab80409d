from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "portal.content"
    label = "content"
    verbose_name = _("Inhalte")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.cities.signals import city_added

        from . import receivers
        from .actions import plant_tree

        city_added.connect(plant_tree, dispatch_uid="content.plant_tree")
        receivers.connect()
