"""Mail backends that take their time, so that a kill meets every step; the second one forgets what it has sent."""

from __future__ import annotations

import secrets
import time
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from participation.following.spool import SpoolBackend

PAUSE = 0.001


class Knowing(SpoolBackend):
    def send_messages(self, messages):
        time.sleep(PAUSE)
        sent = super().send_messages(messages)
        time.sleep(PAUSE)
        return sent


class Forgetful(BaseEmailBackend):
    """Like a mail server: whatever it is given, it sends, also the second time."""

    def send_messages(self, messages):
        folder = Path(settings.MAIL_SPOOL)
        folder.mkdir(parents=True, exist_ok=True)
        for message in messages:
            time.sleep(PAUSE)
            (folder / f"{secrets.token_hex(8)}.eml").write_bytes(message.message().as_bytes())
            time.sleep(PAUSE)
        return len(messages)
