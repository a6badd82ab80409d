"""Calls, tasks and helpers for tests.

call = make_call(bruchsal)                # open
task = make_task(call, needed=2)          # tomorrow, four hours
helper = make_helper(call, phone="0721 1")
"""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from django.utils import timezone
from django_scopes import scopes_disabled

from clubs.emergency.actions import calls, people, tasks
from clubs.emergency.models import Call, CallTask, Helper
from portal.cities.models import City

_numbers = itertools.count(1)
START = dt.timedelta(days=1)


def make_call(city: City, title: str = "", *, kind: str = "flood", publish: bool = True, **fields: Any) -> Call:
    if title:
        fields["title"] = title
    with scopes_disabled():
        return calls.create_call(city, kind, actor=None, publish=publish, **fields)


def make_task(
    call: Call, *, needed: int = 2, starts_in: dt.timedelta = START, hours: float = 4, **fields: Any
) -> CallTask:
    start = timezone.now() + starts_in
    fields.setdefault("title", f"Aufgabe {next(_numbers)}")
    with scopes_disabled():
        return tasks.save_task(
            call, starts_at=start, ends_at=start + dt.timedelta(hours=hours), needed=needed, actor=None, **fields
        )


def make_helper(call: Call, via: City | None = None, **fields: Any) -> Helper:
    number = next(_numbers)
    fields.setdefault("name", f"Person {number}")
    if "email" not in fields:
        fields.setdefault("phone", f"07222 {100000 + number}")
    with scopes_disabled():
        return people.register(call, via or call.city, consent=True, **fields)[0]
