"""What every screen of the admin knows; public pages get nothing of it, so they stay free of sessions."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest


def messages(request: HttpRequest) -> dict[str, Any]:
    """Wagtail says what it did („veröffentlicht“) with messages."""
    inside = getattr(request, "is_admin_host", False) and request.path.startswith("/admin/")
    return {"messages": get_messages(request)} if inside else {}
