"""The admin's own Content-Security-Policy; why each source is there: docs/decisions/admin-csp.md."""

from __future__ import annotations

import base64
import hashlib
import json
import re

# Wagtail 8 starts some widgets by inline calls: `new ImageChooser("id_picture", {…});`
_INLINE = re.compile(r"<script>(((?:new )?\w+)\((.*?)\);)</script>", re.S)
_STARTERS = {
    "initDateChooser", "initTimeChooser", "initDateTimeChooser", "initTagField",
    "new ImageChooser", "new DocumentChooser", "new SnippetChooser", "new PageChooser", "new Chooser",
}  # fmt: skip

_DIRECTIVES = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'{hashes}",
        # Draftail and jQuery UI write style attributes; scripts stay strict.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",  # the preview panel
        "form-action 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)


def admin_policy(html: str) -> str:
    """The policy for a page. An inline script runs only if it is one call of a known starter with plain data (JSON);
    it is let in by its own hash, so nothing else that slips into a page runs."""
    hashes = [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script, starter, arguments in _INLINE.findall(html)
        if starter in _STARTERS and _is_data(arguments)
    ]
    return _DIRECTIVES.format(hashes="".join(f" 'sha256-{h}'" for h in dict.fromkeys(hashes)))


def _is_data(arguments: str) -> bool:
    try:
        json.loads(f"[{arguments}]")
    except ValueError:
        return False
    return True
