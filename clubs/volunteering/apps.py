from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class VolunteeringConfig(AppConfig):
    name = "clubs.volunteering"
    label = "volunteering"
    verbose_name = _("Engagement")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clubs.directory.models import Club
        from clubs.directory.signals import club_moved

        from . import findable, handlers
        from .guards import after_migrate
        from .models import Offer

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="volunteering.guards")
        post_save.connect(findable.on_save, sender=Offer, dispatch_uid="volunteering.findable")
        post_delete.connect(findable.on_delete, sender=Offer, dispatch_uid="volunteering.unfindable")
        post_save.connect(handlers.on_club_saved, sender=Club, dispatch_uid="volunteering.club")
        club_moved.connect(handlers.on_club_moved, sender=Club, dispatch_uid="volunteering.club_moved")
