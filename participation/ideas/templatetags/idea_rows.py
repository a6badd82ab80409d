"""Ideas in a list: see participation.pieces."""

from __future__ import annotations

from typing import Any

from django import template

from participation.ideas.models import Idea
from portal.kit.pieces import piece

register = template.Library()


@register.simple_tag
def idea_row(idea: Idea, url: str, room: Any, may_support: bool, asks_support: bool, here: str, csrf_token: str) -> str:
    """One idea as ideas/parts/row.html."""
    context = {
        "idea": idea, "url": url, "room": room, "may_support": may_support, "asks_support": asks_support, "here": here,
        "csrf_token": csrf_token,
    }  # fmt: skip
    key = None
    if room.user is None:
        key = (
            url, idea.number, idea.title, idea.text, idea.state, idea.is_visible, bool(asks_support), idea.support_count,
            idea.comment_count, getattr(idea, "city_name", ""), idea.category.name if idea.category else "", idea.author_name,
        )  # fmt: skip
    return piece("ideas/parts/row.html", context, key)
