"""What follows from changes in other apps: categories from a module's settings, counted comments, search."""

from __future__ import annotations

from typing import Any

from django_scopes import scopes_disabled

from participation.comments.models import Comment
from participation.projects.models import Module, Project

from .addresses import KIND
from .hosting import has_ideas
from .models import Idea


def module_saved(sender: type[Module], instance: Module, raw: bool = False, **_: Any) -> None:
    from .actions import follow_settings

    if not raw and has_ideas(instance):
        follow_settings(instance)


def project_saved(
    sender: type[Project], instance: Project, raw: bool = False, update_fields: Any = None, **_: Any
) -> None:
    """A project that goes online or offline takes its ideas along in the search."""
    from . import findable

    if raw or update_fields is None or "status" not in update_fields:
        return
    with scopes_disabled():
        for idea in Idea.objects.filter(project=instance).readable().select_related("module__project").iterator():
            findable.put(idea) if instance.is_public else findable.remove(idea)


def comment_saved(sender: type[Comment], instance: Comment, raw: bool = False, **_: Any) -> None:
    """The number of readable comments is a column of the idea: lists sort by it."""
    if raw or instance.thread.subject != KIND:
        return
    with scopes_disabled():
        idea = Idea.objects.filter(uuid=instance.thread.subject_uuid).first()
        count = Comment.objects.filter(thread=instance.thread_id).readable().count()
        if idea is not None and idea.comment_count != count:
            idea.comment_count = count
            idea.save(update_fields=["comment_count"])
