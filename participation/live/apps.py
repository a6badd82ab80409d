from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiveConfig(AppConfig):
    name = "participation.live"
    label = "live"
    verbose_name = _("Fragen zur Veranstaltung")
    default_auto_field = "django.db.models.BigAutoField"
