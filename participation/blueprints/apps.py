from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlueprintsConfig(AppConfig):
    name = "participation.blueprints"
    label = "blueprints"
    verbose_name = _("Vorlagen für Prozesse")
    default_auto_field = "django.db.models.BigAutoField"
