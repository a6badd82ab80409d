from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmergencyConfig(AppConfig):
    name = "clubs.emergency"
    label = "emergency"
    verbose_name = _("Hilfsaufrufe")
    default_auto_field = "django.db.models.BigAutoField"
