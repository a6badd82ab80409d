"""Mails about notifications: plain German text, one link to the matter, one click to unsubscribe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from portal.accounts.places import signin_address

from .models import Notification

if TYPE_CHECKING:
    from portal.accounts.models import User

SALT = "portal.notifications.unsubscribe"


def send(pk: int) -> bool:
    """Send the mail of one notification, once: whoever sets `mailed_at` first sends. Returns whether it was sent."""
    row = Notification.objects.select_related("user").filter(pk=pk, mailed_at=None).first()
    if row is None or not wants_mail(row):
        return False
    if not Notification.objects.filter(pk=pk, mailed_at=None).update(mailed_at=timezone.now()):
        return False
    try:
        with translation.override(row.user.language):
            message_for(row).send()
    except Exception:
        Notification.objects.filter(pk=pk).update(mailed_at=None)  # the task may try again
        raise
    return True


def wants_mail(row: Notification) -> bool:
    user, spec = row.user, row.spec
    return bool(
        user.is_active and not user.deleted_at and spec.mail and (not spec.choice or getattr(user, spec.choice))
    )


def message_for(row: Notification) -> EmailMessage:
    choice = row.spec.choice
    unsubscribe = signin_address(reverse("unsubscribe", args=[token(row.user, choice)])) if choice else ""
    headers = {"Auto-Submitted": "auto-generated"}
    if unsubscribe:  # RFC 2369 and, for one click, RFC 8058
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    context = {"row": row, "unsubscribe": unsubscribe, "settings_url": signin_address(reverse("account_profile"))}
    body = render_to_string("notifications/mail.txt", context)
    subject = " ".join(row.title.split())[:150]
    return EmailMessage(subject, body, to=[row.user.email], headers=headers)


def token(user: User, choice: str) -> str:
    return signing.dumps([str(user.uuid), choice], salt=SALT)


def read_token(value: str) -> tuple[str, str]:
    """(account's UUID, field); BadSignature for a forged one. It does not expire: old mails may be unsubscribed too."""
    uuid, choice = signing.loads(value, salt=SALT)
    return str(uuid), str(choice)
