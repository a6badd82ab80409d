"""Answers as visitors read them."""

from __future__ import annotations

import uuid

from django_scopes import scopes_disabled

from .models import Answer

SHOWN = 20


def answers_about(kind: str, item: uuid.UUID) -> list[Answer]:
    """The current answer first, then earlier ones. Region-wide on purpose: a joint project shows every city's answers;
    call it for a contribution that the visitor may see. One query."""
    with scopes_disabled():
        rows = Answer.objects.filter(kind=kind, object_uuid=item).select_related("city")
        return list(rows.order_by("-current", "-created_at", "-pk")[:SHOWN])
