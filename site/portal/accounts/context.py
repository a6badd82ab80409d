"""Templates get `user` and `member` without touching the session of anonymous visitors."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest

from portal.cities import hosts
from portal.cities.permissions import roles_of

from .actions import member_key
from .models import User

SECONDS = 60


def auth(request: HttpRequest) -> dict[str, Any]:
    """`member` is None without a session cookie, so that pages for visitors stay cacheable."""
    user = getattr(request, "user", None)
    if user is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return {"user": AnonymousUser(), "member": None}
    if not isinstance(user, User) and not user.is_authenticated:
        return {"user": user, "member": None}
    return {"user": user, "member": member(user)}


def member(user: User) -> dict[str, Any]:
    """Name, unread messages and, with a role, the way to the editors: two queries a minute, none in between."""
    known = cache.get(member_key(user.pk))
    if known is None:
        from portal.notifications.models import Notification

        known = {
            "unread": Notification.objects.of(user).unread().count(),
            "staff": user.is_superuser or bool(roles_of(user)),
        }
        cache.set(member_key(user.pk), known, SECONDS)
    admin_url = hosts.absolute(settings.ADMIN_HOST, "/admin/") if known["staff"] else ""
    return {"name": user.public_name, "unread": known["unread"], "admin_url": admin_url}
