from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class VolunteeringConfig(AppConfig):
    name = "clubs.volunteering"
    label = "volunteering"
    verbose_name = _("Engagement")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .guards import after_migrate

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="volunteering.guards")
