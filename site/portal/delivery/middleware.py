"""The full-page cache for visitors: anonymous pages come from memory, with no query, session or template.

Sits right after the host: everything the inner middleware adds (policy, HSTS …) is stored with the page. Stored are
answers 200 to GET without query string, session, cookie to set or private mark; everything else passes through.
Why and how: docs/features/page-cache.md.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import timedelta

import brotli
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from portal.cities.language import chosen

from .compression import COMPRESSIBLE, MIN_SIZE, accepted, gzip
from .memory import Ledger, current
from .names import Recorder
from .store import MAX_PAGE, Entry, store

GetResponse = Callable[[HttpRequest], HttpResponseBase]

SECONDS = 600  # nothing is kept longer, whatever the stamps say
NEVER = (
    "/admin/",
    "/konto/",
    "/demo/",
    "/suche/",
    "/healthz",
    "/readyz",
    "/_util/",
    "/media/",
    "/static/",
    "/sprache/",
)
DROPPED = frozenset({"content-length", "content-encoding", "etag", "date"})


class PageCacheMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        # Either cookie may show in the page: a member's name, a message
        self.personal = (f"{settings.SESSION_COOKIE_NAME}=", "messages=")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        meta = request.META
        cookies = meta.get("HTTP_COOKIE", "")
        anonymous = not (cookies and any(name in cookies for name in self.personal))
        if (
            not anonymous
            or request.method not in ("GET", "HEAD")
            or meta.get("QUERY_STRING")
            or request.is_admin_host
            or request.city is None
            or "HTTP_AUTHORIZATION" in meta
            or request.path.startswith(NEVER)
        ):
            return self.passing(request, self.get_response(request), anonymous)

        host = request._get_raw_host()
        key = f"{request.scheme}://{host}{request.path}#{chosen(request)}"
        pages = store()
        entry = pages.load(key)
        if entry is not None and entry.expires > time.time() and pages.stamps(entry.names, fresh=False) == entry.stamps:
            request.from_page_cache = True  # for the log
            return answer(request, entry)
        if request.method == "HEAD":
            return self.get_response(request)
        return self.fresh(request, key, host)

    def fresh(self, request: HttpRequest, key: str, host: str) -> HttpResponseBase:
        pages = store()
        hostname = host.rpartition(":")[0] or host
        recorder = request.page_recorder = Recorder(request.city, hostname + request.path)
        ledger = Ledger(recorder, pages)
        token = current.set(ledger)
        try:
            with connection.execute_wrapper(ledger):
                response = self.get_response(request)
        finally:
            current.reset(token)
        if not storable(response):
            return self.passing(request, response, True)
        # `true_for`: how long what the page says holds ("jetzt geöffnet"), set while it was rendered
        holds = [getattr(request, "true_for", None), getattr(response, "true_for", None)]
        seconds = min([SECONDS, *(s for s in holds if s is not None)])
        names, stamps = ledger.result()
        entry = make_entry(response, names, stamps, expires(seconds))
        pages.keep(key, entry)
        return answer(request, entry)

    def passing(self, request: HttpRequest, response: HttpResponseBase, anonymous: bool) -> HttpResponseBase:
        """What is not stored. Pages made for someone say so, and are not compressed: see BREACH in the docs."""
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-cache" if anonymous else "private, no-cache"
        if anonymous and not response.streaming and not response.cookies and "Content-Encoding" not in response:
            compress(request, response)
        return response


def storable(response: HttpResponseBase) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "Content-Encoding" not in response
        and "cookie" not in response.get("Vary", "").lower()
        and not any(word in response.get("Cache-Control", "") for word in ("private", "no-store"))
        and "nonce-" not in response.get("Content-Security-Policy", "")
        and "attachment" not in response.get("Content-Disposition", "")
        and len(response.content) <= MAX_PAGE  # type: ignore[attr-defined]
    )


def expires(seconds: int) -> float:
    """Unix time; at midnight in Germany "heute" is over and every page is made anew."""
    now = timezone.localtime()
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return min(now.timestamp() + seconds, midnight.timestamp())


def make_entry(response: HttpResponseBase, names: tuple[str, ...], stamps: tuple[int, ...], until: float) -> Entry:
    body = bytes(response.content)  # type: ignore[attr-defined]
    bodies = {"": body}
    if len(body) >= MIN_SIZE and response.get("Content-Type", "").startswith(COMPRESSIBLE):
        bodies["gzip"] = gzip(body, 6)
        bodies["br"] = brotli.compress(body, mode=brotli.MODE_TEXT, quality=5)
        patch_vary_headers(response, ["Accept-Encoding"])
    if "Cache-Control" not in response:
        response["Cache-Control"] = "no-cache"  # browsers ask again, mostly answered by 304
    patch_vary_headers(response, ["Cookie"])
    etag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = tuple((name, value) for name, value in response.items() if name.lower() not in DROPPED)
    return Entry(names, stamps, until, etag, (*headers, ("ETag", etag)), bodies)


def answer(request: HttpRequest, entry: Entry) -> HttpResponse:
    known = request.META.get("HTTP_IF_NONE_MATCH")
    if known and (known.strip() == "*" or entry.etag in (part.strip() for part in known.split(","))):
        response = HttpResponse(status=304)
        del response["Content-Type"]
        for name, value in entry.headers:
            if name != "Content-Type":
                response[name] = value
        return response
    encoding = ""
    if len(entry.bodies) > 1:
        encoding = accepted(request.META.get("HTTP_ACCEPT_ENCODING", ""), entry.bodies)
    body = entry.bodies[encoding]
    response = HttpResponse(body)
    headers = response.headers._store  # type: ignore[attr-defined]  # values are clean: they were set once before
    for name, value in entry.headers:
        headers[name.lower()] = (name, value)
    if encoding:
        headers["content-encoding"] = ("Content-Encoding", encoding)
    headers["content-length"] = ("Content-Length", str(len(body)))
    return response


def compress(request: HttpRequest, response: HttpResponseBase) -> None:
    body: bytes = response.content  # type: ignore[attr-defined]
    if len(body) < MIN_SIZE or not response.get("Content-Type", "").startswith(COMPRESSIBLE):
        return
    patch_vary_headers(response, ["Accept-Encoding"])
    encoding = accepted(request.META.get("HTTP_ACCEPT_ENCODING", ""), {"gzip": b"", "br": b"", "": b""})
    if not encoding:
        return
    small = gzip(body, 4) if encoding == "gzip" else brotli.compress(body, mode=brotli.MODE_TEXT, quality=4)
    response.content = small  # type: ignore[attr-defined]
    response["Content-Encoding"] = encoding
    response["Content-Length"] = str(len(small))
    if response.has_header("ETag") and not response["ETag"].startswith("W/"):
        response["ETag"] = f"W/{response['ETag']}"
