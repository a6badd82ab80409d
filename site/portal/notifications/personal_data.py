"""What this app knows of a person; contract: portal.accounts.personal_data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .models import Follow, Notification

if TYPE_CHECKING:
    from portal.accounts.models import User


def export(user: User) -> dict[str, Any]:
    return {
        "benachrichtigungen": [
            {
                "kind": n.kind,
                "title": n.title,
                "text": n.text,
                "url": n.url,
                "created_at": n.created_at,
                "read_at": n.read_at,
            }
            for n in Notification.objects.of(user)
        ],
        "verfolgte-seiten": [
            {"page": f.page.title, "url": f.page.full_url, "since": f.created_at}
            for f in Follow.objects.of(user).select_related("page")
        ],
    }


def erase(user: User) -> None:
    Notification.objects.of(user).delete()
    Follow.objects.of(user).delete()
