from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuestsConfig(AppConfig):
    name = "participation.guests"
    label = "guests"
    verbose_name = _("Teilnahme ohne Konto")
    default_auto_field = "django.db.models.BigAutoField"
