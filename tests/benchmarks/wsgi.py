"""The portal and, at /leer/, an empty Django view in one process: what Django itself costs on this server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.test.utils import override_settings
from django.urls import path

EMPTY = "/leer/"


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"", headers={"Content-Length": "0"})


urlpatterns = [path("leer/", empty)]


class BareRequest(WSGIRequest):
    urlconf = __name__


class BareDjango(WSGIHandler):
    request_class = BareRequest


portal = get_wsgi_application()
with override_settings(MIDDLEWARE=[]):  # read once, while the handler is made
    bare = BareDjango()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
    return (bare if environ["PATH_INFO"] == EMPTY else portal)(environ, start_response)
