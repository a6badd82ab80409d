"""Sessions of all hosts: opened after the one sign-in, listed per browser, ended together.

Every host has its own session with its own host-only cookie. Sessions that grew from one sign-in of one browser carry
the same `sign_in` id, so that signing out anywhere ends all of them.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, login
from django.http import HttpRequest

from .models import User
from .places import hostname
from .provider import SID

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HOST = "sign_in_host"


def _store(key: str) -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore(key)


def open_session(request: HttpRequest, user: User, *, sid: str, brief: bool) -> None:
    """This host's own session. `login` gives it a new key: a cookie planted before is worth nothing."""
    login(request, user, backend=BACKEND)
    mark(request, user, sid)
    if brief:
        request.session.set_expiry(0)


def mark(request: HttpRequest, user: User, sid: str = "") -> None:
    request.session[SID] = sid or uuid.uuid4().hex
    request.session[HOST] = hostname(request)
    request.session["language"] = user.language
    UserSession.objects.create_from_request(request)


@dataclass
class SignIn:
    """One sign-in of one browser, with the hosts it opened."""

    sid: str
    started: datetime
    ip: str
    user_agent: str
    hosts: list[str] = field(default_factory=list)
    rows: list[UserSession] = field(default_factory=list)
    current: bool = False


def sign_ins(user: User, current_key: str | None = None) -> list[SignIn]:
    """Living sign-ins, newest first; dead rows are swept away."""
    found: dict[str, SignIn] = {}
    for row in UserSession.objects.filter(user=user).order_by("created_at"):
        data = _store(row.session_key).load()
        if BACKEND_SESSION_KEY not in data:
            row.delete()
            continue
        sid = data.get(SID) or row.session_key
        entry = found.setdefault(sid, SignIn(sid, row.created_at, row.ip, row.user_agent))
        entry.rows.append(row)
        if data.get(HOST):
            entry.hosts.append(data[HOST])
        entry.current = entry.current or row.session_key == current_key
    return sorted(found.values(), key=lambda s: s.started, reverse=True)


def end_sessions(user: User, *, sid: str = "", except_sid: str = "") -> int:
    """End the sessions of one sign-in, of all but one, or (without either) all; on every host. Returns how many."""
    count = 0
    for entry in sign_ins(user):
        if (sid and entry.sid != sid) or (except_sid and entry.sid == except_sid):
            continue
        for row in entry.rows:
            row.end()
            count += 1
    return count


def set_language(user: User) -> None:
    """A new language counts on all hosts at once."""
    for entry in sign_ins(user):
        for row in entry.rows:
            store = _store(row.session_key)
            store["language"] = user.language
            store.save()


def on_signed_in(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    """Receiver of allauth's `user_logged_in`: the sign-in at the provider gets its id."""
    if SID not in request.session:
        mark(request, user)
