from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResidencyConfig(AppConfig):
    name = "participation.residency"
    label = "residency"
    verbose_name = _("Wohnsitznachweis")
    default_auto_field = "django.db.models.BigAutoField"
