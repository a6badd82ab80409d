"""Errors in the city's look. A page that cannot be drawn any more (no database) becomes a static one."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from .middleware import plain

log = logging.getLogger(__name__)
WORDS = {400: "Fehlerhafte Anfrage", 403: "Kein Zugang", 404: "Nicht gefunden", 500: "Technischer Fehler"}


def error_page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    """themes/templates/error.html for the city of the host; plain text where there is none or a program asks."""
    accepts = request.META.get("HTTP_ACCEPT", "")
    if getattr(request, "city", None) is None or ("text/html" not in accepts and "*/*" not in accepts and accepts):
        return plain(status, WORDS.get(status, "Fehler"))
    # Each status has its own words in themes/templates/<status>.html
    template = f"{status}.html" if status in (400, 403, 404) and not context else "error.html"
    try:
        with scopes_disabled():  # an error may come before the scope is open; the frame reads one city only
            body = render_to_string(template, {"status": status, **context}, request)
    except Exception:
        log.exception("the error page could not be drawn")
        return static_page(status)
    response = HttpResponse(body, status=status)
    response["Cache-Control"] = "no-store" if status >= 500 else "no-cache"
    return response


def static_page(status: int) -> HttpResponse:
    """themes/templates/500.html as it lies on the disk: no template engine, no database."""
    import themes

    try:
        body = (Path(themes.__file__).parent / "templates" / "500.html").read_text(encoding="utf-8")
        body = body[body.index("<!doctype") :]
    except (OSError, ValueError):
        return plain(status, WORDS.get(status, "Fehler"))
    response = HttpResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Mostly a form that lay open for long, or a browser without cookies: say what to do, not "CSRF"."""
    return error_page(
        request,
        403,
        title=_("Das Formular ist abgelaufen"),
        text=_(
            "Zu Ihrem Schutz gilt ein Formular nur eine Zeit lang und nur mit Cookies dieser Seite. "
            "Gehen Sie zurück, laden Sie die Seite neu und senden Sie das Formular noch einmal ab."
        ),
    )
