"""What discussions know about a person (contract: portal.accounts.personal_data)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .hosts import hosts_of
from .models import Comment, Like

if TYPE_CHECKING:
    from portal.accounts.models import User


def export(user: User) -> dict[str, Any]:
    """Own comments, hidden ones too, and what the person found helpful (ids only: the texts are other people's)."""
    rows = list(Comment.objects.filter(author=user).select_related("city", "thread__page").order_by("created_at"))
    hosts = hosts_of({row.thread_id: row.thread for row in rows}.values())
    likes = Like.objects.filter(user=user).select_related("comment").order_by("created_at")
    return {
        "kommentare": [
            {
                "uuid": c.uuid,
                "stadt": c.city.name,
                "seite": hosts[c.thread_id].title if c.thread_id in hosts else "",
                "text": c.text,
                "stand": c.get_status_display(),
                "im_namen_von": c.office,
                "geschrieben": c.created_at,
                "geaendert": c.edited_at,
            }
            for c in rows
        ],
        "hilfreich": [{"kommentar": like.comment.uuid, "am": like.created_at} for like in likes],
    }


def erase(user: User) -> None:
    """Likes lose the person and keep the count. Comments stay with their emptied account: "Gelöschtes Konto"."""
    Like.objects.filter(user=user).update(user=None)
