"""Addresses inside a thread: sorting, pages, more replies."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.comments.models import Comment, Thread
from participation.comments.threads import DEFAULT_SORT

register = template.Library()


@register.filter
def write_url(thread: Thread) -> str:
    return reverse("comments:write", args=[thread.uuid])


def _address(thread: Thread, sort: str, number: int) -> str:
    values: dict[str, str | int] = {} if sort == DEFAULT_SORT else {"sort": sort}
    if number > 1:
        values["seite"] = number
    query = f"?{urlencode(values)}" if values else ""
    return f"{reverse('comments:thread', args=[thread.uuid])}{query}"


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
def more_replies(root: Comment) -> int:
    """How many listed replies are not shown under the root."""
    return max(0, root.reply_count - len(root.shown_replies))
