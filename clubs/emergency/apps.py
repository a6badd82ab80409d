from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class EmergencyConfig(AppConfig):
    name = "clubs.emergency"
    label = "emergency"
    verbose_name = _("Hilfsaufrufe")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import findable
        from .guards import after_migrate
        from .models import Call

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="emergency.guards")
        post_save.connect(findable.on_save, sender=Call, dispatch_uid="emergency.findable")
        post_delete.connect(findable.on_delete, sender=Call, dispatch_uid="emergency.unfindable")
