"""What one page may load beyond the strict Content-Security-Policy.

A block that needs another host (the frame of a video that was agreed to) calls `allow(request, "frame-src", origin)`.
`PolicyMiddleware` then writes the whole header for this one response, django-csp leaves a written header alone, and a
page cache keeps it with the page. Nothing else of the policy changes, and no other page is affected.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from csp.constants import HEADER
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse

DIRECTIVES = frozenset({"frame-src", "img-src"})
_HOST = r"(?=.{4,253}\Z)(?!\d+(?:\.\d+){3}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
_ORIGIN = re.compile(rf"https://{_HOST}\Z")


def is_public_host(host: str) -> bool:
    """A plain lower-case domain name: no IP address, no port, no user name, no single label, nothing to inject with."""
    return bool(re.fullmatch(_HOST, host)) and not host.endswith((".localhost", ".local", ".internal"))


def allow(request: HttpRequest | None, directive: str, origin: str) -> None:
    """Let this response name `origin` in a directive. ValueError for anything that is not an https origin."""
    if directive not in DIRECTIVES or not _ORIGIN.match(origin):
        raise ValueError(f"not an origin for {directive}: {origin!r}")
    if request is None:
        return
    extra: dict[str, set[str]] = request.__dict__.setdefault("csp_extra", {})
    extra.setdefault(directive, set()).add(origin)


class PolicyMiddleware:
    """Innermost: the page is rendered when it comes back here, and outer caches keep the header it sets."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        extra: dict[str, Any] | None = getattr(request, "csp_extra", None)
        if extra and HEADER not in response:
            response[HEADER] = build_policy(update={name: sorted(origins) for name, origins in extra.items()})
        return response
