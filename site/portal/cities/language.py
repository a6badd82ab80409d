"""A visitor's choice of language: no cookie until they choose, then one host-only cookie that holds nothing else.

Members have their own setting (`User.language`, kept in the session); it goes before the cookie. What editors write
stays as it is written; only the portal's own texts change.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

SECONDS = 60 * 60 * 24 * 365
CODES = tuple(code for code, _name in settings.LANGUAGES)


def chosen(request: HttpRequest) -> str:
    """What this visitor chose, else German. Reads one cookie, never the session."""
    code = ""
    if f"{settings.LANGUAGE_COOKIE_NAME}=" in request.META.get("HTTP_COOKIE", ""):
        code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return code if code in CODES else settings.LANGUAGE_CODE


def remember(response: HttpResponse, code: str) -> None:
    """German needs no cookie: choosing it takes the cookie away."""
    name = settings.LANGUAGE_COOKIE_NAME
    if code == settings.LANGUAGE_CODE:
        response.delete_cookie(name, samesite="Lax")
        return
    secure = settings.PUBLIC_SCHEME == "https"
    response.set_cookie(name, code, max_age=SECONDS, secure=secure, httponly=True, samesite="Lax")


@never_cache
@require_safe
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Remember, then go to `?weiter=/path` or back. A member's choice counts for this sign-in, without cookie."""
    if code not in CODES:
        raise Http404
    response = HttpResponseRedirect(_target(request))
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        request.session["language"] = code
    else:
        remember(response, code)
    return response


def _target(request: HttpRequest) -> str:
    """Where to go on: only ever on this host. The page one comes from names itself (it keeps `next` of a sign-in)."""
    for url in (request.GET.get("weiter", ""), request.META.get("HTTP_REFERER", "")):
        if url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}):
            path = urlsplit(url)._replace(scheme="", netloc="").geturl()
            if path.startswith("/") and not path.startswith(("//", "/sprache/")):
                return path
    return "/"
