"""Pages of offers and sign-ups: what `clubs.visits` gives all pages of clubs, and their frame."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clubs.visits import (
    REFUSED,
    Visit,
    crumbs,
    foreign,
    member_of,
    personal_page,
    public_page,
    sign_in_url,
)

__all__ = ["REFUSED", "Visit", "crumbs", "foreign", "member_of", "page", "personal_page", "public_page", "sign_in_url"]


def page(request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page in the frame `volunteering/frame.html`."""
    context.setdefault("crumbs", crumbs((title, "")))
    return render(request, template, {"title": title, **context}, status=status)
