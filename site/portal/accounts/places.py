"""Which host is which, and which addresses we may send a browser to."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from portal.cities import hosts
from portal.cities.models import City

View = Callable[..., HttpResponse]
MAX_NEXT = 2000  # characters; longer return addresses are dropped


def hostname(request: HttpRequest) -> str:
    return split_domain_port(request.get_host())[0]


def is_signin_host(request: HttpRequest) -> bool:
    """Passwords, codes and passkeys exist on this one host only."""
    return hostname(request) == settings.SIGNIN_HOST


def signin_address(path: str = "/") -> str:
    return hosts.absolute(settings.SIGNIN_HOST, path)


def own_hosts() -> dict[str, City | None]:
    """Host name → city of every host of this installation; the admin host has none."""
    rows = City.objects.select_related("site").filter(site__isnull=False)
    return {settings.ADMIN_HOST: None, **{c.site.hostname: c for c in rows if c.site}}


def own_origins() -> list[str]:
    return sorted({hosts.absolute(name, "") for name in (*own_hosts(), settings.SIGNIN_HOST)})


def is_own_url(url: str | None) -> bool:
    """May a browser be sent there? A path of this host, or any address on an own host with the own scheme and port."""
    if not url or len(url) > MAX_NEXT:
        return False
    allowed = {urlsplit(origin).netloc for origin in own_origins()}
    if not url_has_allowed_host_and_scheme(url, allowed_hosts=allowed):
        return False
    parts = urlsplit(url)
    return not parts.netloc or parts.scheme == settings.PUBLIC_SCHEME


def own_path(request: HttpRequest, url: str | None, default: str = "/") -> str:
    """The path (with query and fragment) of a return address on this very host; anything else is `default`."""
    if not url or len(url) > MAX_NEXT:
        return default
    if not url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}):
        return default
    parts = urlsplit(url)
    path = parts._replace(scheme="", netloc="").geturl()
    if (
        not path.startswith("/")
        or path.startswith(("//", "/\\"))
        or parts.path.startswith(("/konto/anmelden", "/konto/abmelden"))
    ):
        return default
    return path


def on_signin_host(view: View) -> View:
    """The page lives on the sign-in host: elsewhere a visit is sent there, anything else is a 404.

    Its forms may end on every own host (`form-action`): browsers apply that rule to redirects after a form too.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_signin_host(request):
            if request.method not in ("GET", "HEAD"):
                raise Http404
            return HttpResponseRedirect(signin_address(request.get_full_path()))
        return private(view(request, *args, **kwargs))

    return guarded


def private(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    response._csp_update = {"form-action": own_origins()}  # type: ignore[attr-defined]
    return response


def portal_of_next(request: HttpRequest) -> City | None:
    """The portal that a visitor of the sign-in pages came from, read from the return address; None if unknown."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    if len(target) > MAX_NEXT:
        return None
    client = parse_qs(urlsplit(target).query).get("client_id", [""])[0]
    host = client.removeprefix("portal:")
    if not client.startswith("portal:") or host == settings.ADMIN_HOST:
        return None
    return City.objects.select_related("site").filter(site__hostname=host).first()
