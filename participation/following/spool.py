"""A mail backend that writes each mail into a folder, once per Message-ID, for a forwarder beside the portal.

`MAIL_SPOOL`: the folder (default: `spool` below VAR). A mail appears whole or not at all, as <hash of its
Message-ID>.eml. The forwarder moves what it has sent into `done/` and keeps it there for a week: what stands in either
folder is not written again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class SpoolBackend(BaseEmailBackend):
    same_id_once = True  # handing a mail over again adds nothing

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(getattr(settings, "MAIL_SPOOL", None) or Path(settings.VAR) / "spool")
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            mail: Any = message.message()
            name = hashlib.sha256(str(mail["Message-ID"]).encode()).hexdigest()[:40] + ".eml"
            if (folder / name).exists() or (folder / "done" / name).exists():
                continue
            draft = folder / f".{name}.{os.getpid()}"
            draft.write_bytes(mail.as_bytes(linesep="\r\n"))
            os.replace(draft, folder / name)
        return len(email_messages)
