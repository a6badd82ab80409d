from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TextworkConfig(AppConfig):
    name = "participation.textwork"
    label = "textwork"
    verbose_name = _("Textarbeit")
    default_auto_field = "django.db.models.BigAutoField"
