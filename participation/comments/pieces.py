"""A comment as visitors see it, rendered once per worker: a page of 80 comments is mostly the same 80 pieces of HTML.

The key holds everything the piece shows, so nothing has to be thrown away after a change: a changed comment has
another key. What members see (their own controls) is always rendered anew.
"""

from __future__ import annotations

from typing import Any

from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import get_language

from .models import Comment

MOST = 5000  # pieces per worker, about 2 KB each; then it starts over
_pieces: dict[tuple[Any, ...], str] = {}


def comment_html(comment: Comment, viewer: Any, is_open: bool, csrf_token: str, here: str) -> str:
    """The rendered comments/comment.html."""
    context = {"comment": comment, "viewer": viewer, "open": is_open, "csrf_token": csrf_token, "here": here}
    if viewer.user is not None:
        return get_template("comments/comment.html").render(context)
    key = (
        get_language(), timezone.get_current_timezone_name(), is_open, comment.uuid, comment.text, comment.status,
        comment.hidden_reason, comment.like_count, comment.edited_at, comment.author_name, comment.is_official,
        comment.stance, getattr(comment, "by_moderator", False), comment.created_at,
    )  # fmt: skip
    piece = _pieces.get(key)
    if piece is None:
        if len(_pieces) >= MOST:
            _pieces.clear()
        piece = _pieces[key] = get_template("comments/comment.html").render(context)
    return piece
