"""{{ text|call_text }}: a call's plain text as paragraphs, escaped."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from portal.kit.text import paragraphs

register = template.Library()


@register.filter
def call_text(value: str) -> SafeString:
    return paragraphs(value or "")
