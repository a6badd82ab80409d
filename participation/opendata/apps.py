from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpendataConfig(AppConfig):
    name = "participation.opendata"
    label = "opendata"
    verbose_name = _("Offene Daten der Beteiligung")
    default_auto_field = "django.db.models.BigAutoField"
