"""Texts of people in the templates of this app."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from portal.kit import text

register = template.Library()


@register.filter
def paragraphs(value: str) -> SafeString:
    """Plain text as paragraphs, escaped, web addresses as links."""
    return text.paragraphs(value)


@register.filter
def excerpt(value: str, length: int = 160) -> str:
    return text.excerpt(value, length)
