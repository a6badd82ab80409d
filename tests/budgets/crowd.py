"""Runs inside the product's own environment: `python -m tests.budgets.crowd prepare|tally [people]`, one JSON line."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

PAPERS = 8
COSTS = (10, 20, 30, 40, 50, 60)


def session_of(user: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def prepare(people: int) -> dict[str, Any]:
    """A vote that has begun without a single ballot, residents with sessions and forms, paper that waits."""
    from django.conf import settings
    from django.test import override_settings
    from django_scopes import scopes_disabled

    from participation.budgets import actions, rules
    from tests.budgets.making import clerk_of, make_budget, member, path, proposal
    from tests.factories import make_city

    make_city("redi")
    city = make_city("bruchsal")
    module = make_budget(city)
    rows = [proposal(module, cost) for cost in COSTS]
    clerk = clerk_of(city)
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):  # nobody signs in
        voters = [member(city) for _ in range(people)]
    found = {
        "cookie": settings.SESSION_COOKIE_NAME,
        "csrf": settings.CSRF_COOKIE_NAME,
        "host": city.site.hostname,
        "vote": path(module, "abstimmen/"),
        "paper": path(module, "papier/stimmzettel/"),
        "ideas": [str(row.uuid) for row in rows],
        "clerk": session_of(clerk),
        "people": [
            {"session": session_of(user), "mark": rules.make_mark(user, module), "other": rules.make_mark(user, module)}
            for user in voters
        ],
    }
    with scopes_disabled():
        for number in range(PAPERS):
            actions.admit_slip(city, module, actor=clerk, slip=f"W{number}")
        from participation.budgets.models import Box

        Box.objects.all().delete()  # the crowd itself shall meet the empty box: slips do not need one
    return found


def tally(people: int) -> dict[str, Any]:
    from django_scopes import scopes_disabled

    from participation.budgets import closing
    from participation.budgets.models import BallotLine, Box, Option, Voter
    from participation.projects.models import Module
    from portal.audit.models import AuditEntry
    from tests.budgets.making import end_vote

    with scopes_disabled():
        module = Module.objects.select_related("project__city").get(kind="budget")
        before = closing.recount(module)
        votes = Counter(BallotLine.objects.values_list("option__cost", flat=True))
        end_vote(module)
        box = closing.close(module.project.city, module, actor=None)
        after = closing.recount(module)
        online = Voter.objects.filter(source="online")
        return {
            "boxes": Box.objects.count(),
            "options": Option.objects.count(),
            "voters": online.count(),
            "people": online.values("user").distinct().count(),
            "online": before.online,
            "paper": before.paper,
            "slips": before.slips,
            "problems": before.problems + after.problems,
            "votes": [votes[cost] for cost in COSTS],
            "published": [n for _number, n in box.result["votes"]],
            "audit": AuditEntry.objects.filter(action="budgets.vote").count(),
        }


if __name__ == "__main__":
    import django

    django.setup()
    done = {"prepare": prepare, "tally": tally}[sys.argv[1]](int(sys.argv[2]))
    sys.stdout.write("ANSWER" + json.dumps(done) + "\n")
