"""The colours of all portals as one style sheet, at an address that changes with its content."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from themes.catalogue import Palette
from themes.stylesheet import digest as digest_of
from themes.stylesheet import theme_stylesheet

from . import hosts


@dataclass(frozen=True, slots=True)
class Sheet:
    palettes: dict[str, Palette]
    css: str
    digest: str

    @property
    def url(self) -> str:
        return f"/gestaltung-{self.digest}.css"


_kept: Sheet | None = None
_kept_from: object = None


def current_sheet() -> Sheet:
    """Made from the host table, so it costs no query and is exactly as fresh as `request.city`."""
    global _kept, _kept_from
    table = hosts.table()
    if _kept is None or _kept_from is not table:
        palettes = {host.city.slug: host.city.palette for host in table.values()}
        if _kept is None or _kept.palettes != palettes:
            _kept = Sheet(palettes, theme_stylesheet(palettes), digest_of(palettes))
        _kept_from = table
    return _kept


def theme_css_url() -> str:
    return current_sheet().url


def theme_css(request: HttpRequest, digest: str = "") -> HttpResponse:
    """The hashed address is kept by browsers for good; an old or wrong one leads to the current sheet."""
    sheet = current_sheet()
    if digest and digest != sheet.digest:
        response: HttpResponse = HttpResponseRedirect(sheet.url)
        response["Cache-Control"] = "no-store"
        return response
    response = HttpResponse(sheet.css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable" if digest else "public, max-age=60"
    return response
