"""Makes discussions for tests, through the product's own actions."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from typing import Any

from django.utils import timezone
from django_scopes import scope, scopes_disabled

from participation.comments import actions
from participation.comments.forms import make_mark
from participation.comments.models import Comment, Thread
from portal.accounts.models import User
from portal.cities.models import City
from portal.content.models import ContentPage
from tests.factories import make_page, make_user

BODY = [{"type": "discussion", "value": {"intro": "Worum es geht.", "question": ""}}]
_numbers = itertools.count(1)


def make_discussion(city: City, title: str = "Spielplatz am Bach", **fields: Any) -> Thread:
    """A live page with the block „Diskussion“; answers its thread."""
    page = make_page(city, ContentPage, title=title, slug=f"seite-{next(_numbers)}", body=BODY, **fields)
    with scopes_disabled():
        return Thread.objects.select_related("page", "city").get(page_id=page.pk)


def member(name: str = "Anwohnerin, Weststadt", days: int = 100, **fields: Any) -> User:
    user = make_user(f"m{next(_numbers)}@example.org", display_name=name, **fields)
    user.date_joined = timezone.now() - dt.timedelta(days=days)
    user.save(update_fields=["date_joined"])
    return user


def comment(thread: Thread, author: User | None = None, text: str = "", **kwargs: Any) -> Comment:
    """`at=` sets the time; rules against spam are off."""
    with scope(city=[thread.city]):
        made = actions.post_comment(
            thread.city, thread, author or member(), text or f"Beitrag {next(_numbers)}", trusted=True, **kwargs
        )
        thread.refresh_from_db()
        return made


def sent(user: User, target: uuid.UUID, text: str, age: float = 10, **more: Any) -> dict[str, Any]:
    """What a browser sends when the form was rendered `age` seconds ago."""
    import time_machine

    with time_machine.travel(timezone.now() - dt.timedelta(seconds=age), tick=False):
        mark = make_mark(user, target)
    return {"text": text, "marke": mark, "website": "", **more}
