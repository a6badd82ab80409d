"""Demo mails: written as files instead of being sent, and readable at /demo/mail/. Several workers may write at once.

One message = one file, named by its time; it appears whole (rename) or not at all. The oldest go when there are many.
"""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

KEEP = 500
_NAME = re.compile(r"^\d{19}-[0-9a-f]{8}$")
_CODE = re.compile(r"^\s+(\d{4}-\d{4})\s*$", re.M)


def folder() -> Path:
    path = Path(settings.DEMO_MAIL_DIR)
    path.mkdir(parents=True, exist_ok=True)
    return path


class MailboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            name = f"{time.time_ns():019d}-{secrets.token_hex(4)}"
            draft = folder() / f".{name}"
            mail: Any = message.message()  # Django's SafeMIME: as_bytes takes a line separator
            draft.write_bytes(mail.as_bytes(linesep="\r\n"))
            os.replace(draft, folder() / f"{name}.eml")
        for old in sorted(folder().glob("*.eml"), reverse=True)[KEEP:]:
            old.unlink(missing_ok=True)
        return len(email_messages)


@dataclass(frozen=True)
class Mail:
    key: str
    at: datetime
    to: str
    sender: str
    subject: str
    body: str
    headers: tuple[tuple[str, str], ...]

    @property
    def code(self) -> str:
        found = _CODE.search(self.body)
        return found[1] if found else ""


def read(key: str) -> Mail | None:
    """One message by its key; None for a wrong key or a message that is gone."""
    if not _NAME.match(key):
        return None
    try:
        parsed = message_from_bytes((folder() / f"{key}.eml").read_bytes(), policy=policy.default)
    except FileNotFoundError:
        return None
    assert isinstance(parsed, Parsed)
    part = parsed.get_body(("plain", "html"))
    shown = ("List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted", "Reply-To")
    return Mail(
        key=key,
        at=datetime.fromtimestamp(int(key[:19]) / 1e9, UTC),
        to=str(parsed.get("To", "")),
        sender=str(parsed.get("From", "")),
        subject=str(parsed.get("Subject", "")),
        body=part.get_content().replace("\r\n", "\n") if part else "",
        headers=tuple((name, str(parsed[name])) for name in shown if parsed.get(name)),
    )


def newest_first(recipient: str = "") -> Iterator[Mail]:
    for path in sorted(folder().glob("*.eml"), reverse=True):
        mail = read(path.stem)
        if mail and recipient.lower() in mail.to.lower():
            yield mail


def empty() -> int:
    count = 0
    for path in folder().glob("*.eml"):
        path.unlink(missing_ok=True)
        count += 1
    return count
