from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnswersConfig(AppConfig):
    name = "participation.answers"
    label = "answers"
    verbose_name = _("Antworten der Stadt")
    default_auto_field = "django.db.models.BigAutoField"
