"""Where a comment stands. Addresses are paths on the city's own host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from .hosts import host_of
from .models import REPLIES_PER_PAGE, REPLIES_SHOWN, ROOTS_PER_PAGE, Comment

if TYPE_CHECKING:
    from wagtail.models import Page

    from .models import Thread


def page_path(page: Page) -> str:
    """Path of a page on its own host; "/" for a page that has no address."""
    parts = page.get_url_parts()
    return (parts[2] if parts else None) or "/"


def on_page(thread: Thread) -> str:
    """Where the thread stands. Once the row it is about is gone: the thread's own page."""
    host = host_of(thread)
    return f"{host.url if host else reverse('comments:thread', args=[thread.uuid])}#kommentare"


def permalink(comment: Comment) -> str:
    """Stays the same for ever; leads to the page of the thread that shows the comment."""
    return reverse("comments:comment", args=[comment.uuid])


def locate(comment: Comment) -> str:
    """The page of the thread (sorted by newest) or of the replies that contains the comment, with its anchor."""
    thread = comment.thread
    if not comment.listed:
        return on_page(thread)
    root = comment.parent or comment
    if comment.parent is not None:
        place = _place_of_reply(comment)
        if place is not None:
            number = place // REPLIES_PER_PAGE + 1
            query = f"?seite={number}" if number > 1 else ""
            return f"{reverse('comments:replies', args=[root.uuid])}{query}#{comment.anchor}"
    newer = Q(created_at__gt=root.created_at) | Q(created_at=root.created_at, pk__gt=root.pk)
    number = thread.comments.roots().listed().filter(newer).count() // ROOTS_PER_PAGE + 1
    if number == 1:
        return f"{on_page(thread).partition('#')[0]}#{comment.anchor}"
    return f"{reverse('comments:thread', args=[thread.uuid])}?seite={number}#{comment.anchor}"


def _place_of_reply(comment: Comment) -> int | None:
    """Position among the replies of the root, or None when it is shown right under the root."""
    earlier = Q(created_at__lt=comment.created_at) | Q(created_at=comment.created_at, pk__lt=comment.pk)
    rows = Comment.objects.filter(parent=comment.parent_id).listed()
    before = rows.filter(earlier).count()
    official_before = rows.filter(is_official=True).filter(earlier).count()
    official = official_before if comment.is_official else rows.filter(is_official=True).count()
    ordinary = 0 if comment.is_official else before - official_before
    return None if official + ordinary < REPLIES_SHOWN else before
