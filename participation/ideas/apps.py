from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdeasConfig(AppConfig):
    name = "participation.ideas"
    label = "ideas"
    verbose_name = _("Ideen und Orte")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from participation.comments.models import Comment
        from participation.projects.models import Module, Project

        from . import handlers

        post_save.connect(handlers.module_saved, sender=Module, dispatch_uid="ideas.module_saved")
        post_save.connect(handlers.project_saved, sender=Project, dispatch_uid="ideas.project_saved")
        post_save.connect(handlers.comment_saved, sender=Comment, dispatch_uid="ideas.comment_saved")
