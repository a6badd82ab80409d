"""Runs inside the product's own environment: `python -m tests.comments.crowd prepare|tally` prints one JSON line."""

from __future__ import annotations

import datetime as dt
import json
import sys

PEOPLE = 50


def prepare() -> dict:
    """One discussion, fifty members with sessions, a form each (rendered ten seconds ago), one comment to like."""
    import time_machine
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from participation.comments.forms import make_mark
    from tests.comments.making import comment, make_discussion, member
    from tests.factories import make_city

    make_city("redi")
    city = make_city("bruchsal")
    thread = make_discussion(city)
    target = comment(thread, text="Wer findet das hilfreich?")
    people = []
    for number in range(PEOPLE):
        user = member(f"Mitglied {number}")
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        with time_machine.travel(timezone.now() - dt.timedelta(seconds=10), tick=False):
            mark = make_mark(user, thread.uuid)
        people.append({"session": session.session_key, "mark": mark})
    return {
        "cookie": settings.SESSION_COOKIE_NAME,
        "csrf": settings.CSRF_COOKIE_NAME,
        "host": city.site.hostname,
        "page": f"/{thread.page.slug}/",
        "thread": str(thread.uuid),
        "comment": str(target.uuid),
        "people": people,
    }


def tally() -> dict:
    from django_scopes import scopes_disabled

    from participation.comments.models import Comment, Like, Thread
    from portal.audit.models import AuditEntry

    with scopes_disabled():
        thread = Thread.objects.get()
        return {
            "texts": sorted(Comment.objects.filter(text__startswith="Gleichzeitig").values_list("text", flat=True)),
            "comment_count": thread.comment_count,
            "root_count": thread.root_count,
            "like_count": Comment.objects.get(text__startswith="Wer findet").like_count,
            "likes": Like.objects.count(),
            "audit": AuditEntry.objects.filter(action="comments.post").count(),
        }


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write("CROWD" + json.dumps({"prepare": prepare, "tally": tally}[sys.argv[1]]()) + "\n")
