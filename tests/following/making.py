"""News and followers for tests."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from django.utils import timezone
from django_scopes import scope, scopes_disabled

from participation.following import actions
from participation.following.models import Change, Subscription
from participation.projects.models import Project
from portal.accounts.models import User
from tests.factories import make_user

_numbers = itertools.count(1)
HERE = (49.1243, 8.5980)


def member(**fields: Any) -> User:
    return make_user(f"liest{next(_numbers)}@example.org", display_name="Leserin", **fields)


def note(project: Project, kind: str = "answer", title: str = "", **more: Any) -> Change | None:
    with scope(city=[project.city]):
        title = title or f"Neuigkeit {next(_numbers)}"
        return actions.note_change(project.city, project, kind, title, f"/projekt/{project.slug}/", **more)


def backdate(days: int = 30) -> None:
    """Subscriptions as if they were made long ago."""
    Subscription.objects.update(created_at=timezone.now() - dt.timedelta(days=days))


def forget_changes() -> None:
    """What projects told about themselves while they were made."""
    with scopes_disabled():
        Change.objects.all().delete()
