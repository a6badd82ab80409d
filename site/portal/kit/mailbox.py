"""When two e-mail addresses are one person."""

from __future__ import annotations


def mailbox_of(email: str) -> str:
    """One mailbox, one guest: lower case, without a "+label" before the @."""
    local, _at, domain = email.strip().lower().rpartition("@")
    return f"{local.split('+')[0] or local}@{domain}"
