"""Addresses inside a thread: sorting, pages, more replies."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from participation.comments.forms import WriteForm
from participation.comments.hosts import find, key_of
from participation.comments.models import Comment, Thread
from participation.comments.permissions import may_speak_officially, may_write
from participation.comments.threads import DEFAULT_SORT, Viewer, member_of, read, viewer_of
from participation.comments.views import sign_in_url
from participation.moderation.permissions import may_moderate
from portal.kit.pieces import piece

if TYPE_CHECKING:
    from portal.cities.models import City

register = template.Library()
EMPTY = Paginator((), 1).page(1)


@register.filter
def write_url(thread: Thread) -> str:
    if thread.pk is None:  # about a row that nobody has written about yet
        return reverse("comments:write_about", args=[thread.subject, thread.subject_uuid])
    return reverse("comments:write", args=[thread.uuid])


@register.inclusion_tag("comments/about.html", takes_context=True)
def discussion_about(
    context: Any, kind: str, item: uuid.UUID, city: City, request: HttpRequest, title: str = "", level: int = 2
) -> dict[str, Any]:
    """The discussion about a row of another app, with its form: at most four queries.

    `city` owns the row. Inside a module (`room` in the context) the room's plan says who may write; elsewhere the host is
    asked. Visitors see it as the page's own language and cache allow.
    """
    with scopes_disabled():
        thread = Thread.objects.filter(uuid=key_of(kind, item)).first()
    if thread is None:
        thread = Thread(uuid=key_of(kind, item), subject=kind, subject_uuid=item, city=city)
    thread.city = city
    viewer = Viewer()
    room, user = context.get("room"), member_of(request)
    stance = False
    if user is not None:
        if room is not None:
            write = may_write(user, thread)
            write = room.may("comment") if write else write
            stance = bool(room.module.setting("stance"))
            moderates, official = may_moderate(user, city), may_speak_officially(user, city)
            viewer = Viewer(user, write, moderates, official=official)
        else:
            with scopes_disabled():
                host = find(kind, item)
            stance = bool(host and host.stance)
            viewer = viewer_of(request, thread, city, host)
    open_now = room.asks_for("comment") != "" if room is not None else True
    form = None
    if viewer.user is not None and viewer.write:
        form = WriteForm(user=viewer.user, target=thread.uuid, official=viewer.official, stance=stance)
    return {
        "thread": thread,
        "comments": read(thread, request.city, viewer=viewer) if thread.pk else EMPTY,
        "viewer": viewer,
        "sort": DEFAULT_SORT,
        "form": form,
        "title": title,
        "level": level,
        "closed": "" if open_now else room.may("comment").why,
        "sign_in_url": sign_in_url(f"{request.path}#kommentare"),
        "csrf_token": context.get("csrf_token") if viewer.user is not None else "",
        "here": request.path,
    }


def _address(thread: Thread, sort: str, number: int) -> str:
    values: dict[str, str | int] = {} if sort == DEFAULT_SORT else {"sort": sort}
    if number > 1:
        values["seite"] = number
    query = f"?{urlencode(values)}" if values else ""
    return f"{reverse('comments:thread', args=[thread.uuid])}{query}"


@register.simple_tag
def comment_html(comment: Comment, viewer: Any, is_open: bool, csrf_token: str, here: str) -> str:
    """One comment as comments/comment.html."""
    context = {"comment": comment, "viewer": viewer, "open": is_open, "csrf_token": csrf_token, "here": here}
    key = None
    if viewer.user is None:
        key = (
            is_open, comment.uuid, comment.text, comment.status, comment.hidden_reason, comment.like_count,
            comment.edited_at, comment.author_name, comment.is_official, comment.stance, comment.created_at,
            getattr(comment, "by_moderator", False),
        )  # fmt: skip
    return piece("comments/comment.html", context, key)


@register.simple_tag
def sort_links(thread: Thread) -> list[dict[str, Any]]:
    """The three orders, each an address of the thread's own page."""
    titles = {"neu": _("Neueste"), "alt": _("Älteste"), "beliebt": _("Hilfreichste")}
    return [{"key": key, "title": title, "url": _address(thread, key, 1)} for key, title in titles.items()]


@register.simple_tag
def thread_pages(thread: Thread, page: Page, sort: str) -> list[dict[str, Any]]:
    """Numbers of the pager, as addresses of the thread's own page; empty when there is only one page."""
    if page.paginator.num_pages < 2:
        return []
    found: list[dict[str, Any]] = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if isinstance(number, int):
            found.append({"number": number, "url": _address(thread, sort, number), "current": number == page.number})
        else:
            found.append({"gap": True})
    return found


@register.simple_tag
def more_replies(root: Comment) -> str:
    """The way to the listed replies that are not shown under the root, as comments/more.html; "" when all are."""
    more = root.reply_count - len(root.shown_replies)
    if more < 1:
        return ""
    return piece("comments/more.html", {"root": root, "more": more}, (root.uuid, more, root.author_name))
