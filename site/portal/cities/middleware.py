"""From the host to the scope. Order matters: see MIDDLEWARE in config.settings.base."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils import translation
from django_scopes import scope, scopes_disabled

from . import hosts
from .language import chosen
from .models import City

GetResponse = Callable[[HttpRequest], HttpResponse]
HOSTLESS = ("/healthz", "/readyz")  # asked by load balancers under any host name


class HostMiddleware:
    """Sets `request.city` and Wagtail's site; a host nobody owns gets a plain 404 and no content.

    The admin host has no city of its own: `request.city` is the alliance there, `request.is_admin_host` is True.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.city = None
        request.is_admin_host = False
        if request.path in HOSTLESS:
            return self.get_response(request)
        hostname = split_domain_port(request._get_raw_host())[0]
        if not hostname:
            return plain_404()
        if hostname == settings.ADMIN_HOST:
            request.is_admin_host = True
            hosts.host_for(hostname)
            found = hosts.alliance()
        else:
            found = hosts.host_for(hostname)
        if found is None:
            return plain_404()
        request.city = found.city
        request._wagtail_site = found.site  # read by Site.find_for_request: saves its query
        if request.is_admin_host is False and request.path.startswith("/admin/"):
            return plain_404()
        return self.get_response(request)


def plain_404() -> HttpResponse:
    return HttpResponse("404 Nicht gefunden\n", status=404, content_type="text/plain; charset=utf-8")


class LanguageMiddleware:
    """German, unless a visitor chose English or a signed-in member has set it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = chosen(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            language = request.session.get("language", language)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            return self.get_response(request)


class CityScopeMiddleware:
    """Public requests run in the host's city, admin requests in the user's cities, superusers in all."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.city is None:
            return self._finish(request)
        if request.is_admin_host:
            user = request.user
            if user.is_authenticated and user.is_active and user.is_superuser:
                request.staff_cities = list(City.objects.all())
                with scopes_disabled():
                    return self._finish(request)
            request.staff_cities = list(City.objects.staffed_by(user)) if user.is_authenticated else []
            with scope(city=request.staff_cities):
                return self._finish(request)
        with scope(city=[request.city]):
            return self._finish(request)

    def _finish(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if hasattr(response, "render") and not response.is_rendered:
            response.render()  # lazy templates must query inside the scope
        return response
