"""The admin's own Content-Security-Policy; why each source is there: docs/decisions/admin-csp.md."""

from __future__ import annotations

ADMIN_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
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
