"""Forms for visitors without a session: no cookie before, no cookie after. See docs/decisions/anonymous-forms.md.

What Django's csrf cookie does for a signed-in member is not needed here: a visitor without a session has no rights
that a foreign page could borrow. What is left to keep out is machines and foreign pages that post in bulk, and that is
done without a cookie:

 1. the browser's own word about where the post comes from (Sec-Fetch-Site, else Origin) must be this very host;
 2. a signed token, bound to the form's name and the host, not older than `MAX_AGE`: posts need a visit of the form;
 3. a field that people never see must stay empty;
 4. a number of accepted posts per client address, form and hour. The address is hashed with the secret key and kept in
    the cache only, for an hour.

A form view uses `protect(request, form)`; its template prints `{{ anonymous.token }}` and `{{ anonymous.trap }}`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

MAX_AGE = 3 * 24 * 3600  # seconds; a page may wait in a cache and then in a tab
TOKEN_FIELD = "formular"  # noqa: S105  (a field's name)
TRAP_FIELD = "website"
PER_HOUR = 8
SALT = "portal.anonymous-forms"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a post is not taken: `status` for the answer, `text` for people. `retry`: show the form again, as filled in."""

    status: int
    text: str
    retry: bool = True


def token(request: HttpRequest, form: str) -> str:
    """Signed and stamped with the time; the same for all visitors of a minute, so the page stays cacheable."""
    return signing.TimestampSigner(salt=f"{SALT}:{form}:{request.get_host()}").sign("1")


def context(request: HttpRequest, form: str) -> dict[str, str]:
    return {"token": token(request, form), "token_field": TOKEN_FIELD, "trap": TRAP_FIELD}


def client_key(request: HttpRequest) -> str:
    """The client's address as the proxies in front of us vouch for it, hashed; "" when there is none."""
    try:
        address = get_adapter().get_client_ip(request)
    except Exception:  # a proxy that sends nonsense must not take the form down
        address = request.META.get("REMOTE_ADDR", "")
    return salted_hmac(SALT, address or "-", algorithm="sha256").hexdigest()[:32]


def own_page(request: HttpRequest) -> bool:
    """Did the browser send this from a page of the very same host?

    Browsers since 2023 say so in Sec-Fetch-Site, which no page can forge; older ones send Origin. A program that sends
    neither is no browser: nobody's rights can be borrowed through it, so it passes here and meets the other guards.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    if origin:
        return urlsplit(origin).netloc.lower() == request.get_host().lower()
    return True


def protect(request: HttpRequest, form: str, *, per_hour: int = PER_HOUR) -> Refusal | None:
    """None when the post may be taken (and counts it); otherwise why not."""
    if not own_page(request):
        return Refusal(403, _("Dieses Formular wurde von einer fremden Seite abgeschickt."), retry=False)
    if request.POST.get(TRAP_FIELD):
        return Refusal(400, _("Bitte lassen Sie das Feld „Webseite“ leer."))
    try:
        signing.TimestampSigner(salt=f"{SALT}:{form}:{request.get_host()}").unsign(
            request.POST.get(TOKEN_FIELD, "")[:200], max_age=MAX_AGE
        )
    except signing.SignatureExpired:
        return Refusal(
            400, _("Das Formular lag zu lange offen. Ihre Angaben sind noch da: Bitte senden Sie es noch einmal ab.")
        )
    except signing.BadSignature:
        return Refusal(
            400, _("Das Formular war unvollständig. Ihre Angaben sind noch da: Bitte senden Sie es noch einmal ab.")
        )
    if too_many(request, form, per_hour):
        return Refusal(
            429,
            _("Von Ihrem Anschluss kamen gerade viele Meldungen. Bitte versuchen Sie es in einer Stunde noch einmal."),
        )
    return None


def _counter(request: HttpRequest, form: str) -> str:
    return "form:" + hashlib.sha256(f"{form}:{request.get_host()}:{client_key(request)}".encode()).hexdigest()


def too_many(request: HttpRequest, form: str, per_hour: int = PER_HOUR) -> bool:
    return (cache.get(_counter(request, form)) or 0) >= per_hour


def count(request: HttpRequest, form: str) -> None:
    """Call after a post was accepted. Mistakes in the form do not count against people."""
    key = _counter(request, form)
    cache.add(key, 0, 3600)
    try:
        cache.incr(key)
    except ValueError:  # expired between the two lines
        cache.set(key, 1, 3600)
