from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "clubs.directory"
    label = "directory"
    verbose_name = _("Vereine")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(first_interests, sender=self, dispatch_uid="directory.interests")


def first_interests(**kwargs: object) -> None:
    """A new installation starts with a list of interests; later ones are the editors' own."""
    from django.db import connections

    from .vocabulary import ensure

    using = str(kwargs.get("using") or "default")
    if using != "default" or "directory_interest" not in connections[using].introspection.table_names():
        return
    from .models import Interest

    if not Interest.objects.exists():
        ensure()
