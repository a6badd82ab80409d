"""How often one visitor may do something: counted per real client address, which is never stored.

    if not allow(request, "barrier-report", limit=5, per=600):
        ...  # answer 429 with a friendly text

Windows are fixed (`per` seconds). The key is a keyed hash of name, address and window, so the cache holds no personal
data and forgets by itself. IPv6 visitors count by their /64, the unit that a household gets.
"""

from __future__ import annotations

import fcntl
import hashlib
import ipaddress
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.cache import cache, caches
from django.core.cache.backends.filebased import FileBasedCache
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The visitor's address as our own proxies saw it; "" when there is none (a socket, a test).

    With TRUSTED_PROXY_COUNT = n the n-th entry from the right of X-Forwarded-For counts: what stands further left was
    written by the visitor. A header that is too short or malformed is not believed.
    """
    direct = str(request.META.get("REMOTE_ADDR", "") or "")
    count = int(getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0))
    if count:
        chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if len(chain) >= count and _parsed(chain[-count]) is not None:
            return chain[-count]
    return direct if _parsed(direct) is not None else ""


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text.split("%")[0])
    except ValueError:
        return None


def _household(address: str) -> str:
    parsed = _parsed(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return str(parsed or "")


def allow(request: HttpRequest, name: str, limit: int, per: int) -> bool:
    """Counts this request; False when it is one too many: more than `limit` within `per` seconds."""
    window = int(time.time()) // per
    secret = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32).digest()
    what = f"{name}\n{window}\n{_household(client_address(request))}".encode()
    key = f"rate:{hashlib.blake2b(what, key=secret, digest_size=16).hexdigest()}"
    return _count(key, per) <= limit


def _count(key: str, timeout: int) -> int:
    if not isinstance(caches["default"], FileBasedCache):
        return _add_one(key, timeout)
    with _locked(key):  # the file cache reads and writes in two steps
        return _add_one(key, timeout)


def _add_one(key: str, timeout: int) -> int:
    if cache.add(key, 1, timeout):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # ran out between the two calls
        cache.set(key, 1, timeout)
        return 1


@contextmanager
def _locked(key: str) -> Iterator[None]:
    folder = Path(settings.VAR) / "cache" / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / key[-2:], os.O_CREAT | os.O_RDWR, 0o600)  # 256 locks are enough
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
