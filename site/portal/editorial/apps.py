from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    name = "portal.editorial"
    label = "editorial"
    verbose_name = _("Redaktion")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers)
        from .references import guard_page_forms
        from .signals import connect
        from .tags import close_popular_tags

        close_popular_tags()
        guard_page_forms()
        connect()
