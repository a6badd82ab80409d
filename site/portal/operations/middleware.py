"""One line of JSON per request: who waited for what and how long, and nothing about the person.

No address, no e-mail, no query string, no cookie; the path as its pattern (`kommentare/<uuid:…>/`), so that ids and
search words of people never reach a log. The request id goes back in `X-Request-ID`.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from . import logs

GetResponse = Callable[[HttpRequest], HttpResponseBase]
MAX_URL = 4000
MAX_COOKIE = 16_384
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
QUIET = ("/healthz", "/readyz", "/static/")


class RequestLogMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.log = logs.request_log()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request.id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex  # type: ignore[attr-defined]
        response = refuse(request) or self.get_response(request)
        response.headers["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        if self.log is not None and not request.path.startswith(QUIET):
            logs.write(self.log, request, response.status_code, (time.perf_counter() - started) * 1000)
        return response


def refuse(request: HttpRequest) -> HttpResponse | None:
    """What no browser sends: answered before anything reads it, so that it is a clear 4xx and never a 500."""
    meta = request.META
    query = meta.get("QUERY_STRING", "")
    if len(request.path) + len(query) > MAX_URL:
        return plain(414, "Die Adresse ist zu lang.")
    if "\x00" in request.path or "%00" in query or "\x00" in query:
        return plain(400, "Die Adresse enthält ein unzulässiges Zeichen.")
    if "�" in request.path:
        return plain(400, "Die Adresse ist nicht in UTF-8 geschrieben.")
    if len(meta.get("HTTP_COOKIE", "")) > MAX_COOKIE:
        return plain(400, "Die Cookies sind zu groß.")
    length = meta.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        return plain(400, "Die Länge der Anfrage ist unverständlich.")
    return None


def plain(status: int, text: str) -> HttpResponse:
    return HttpResponse(f"{status} {text}\n", status=status, content_type="text/plain; charset=utf-8")
