"""The component gallery: the surface the accessibility tests look at. Demo and test installations only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from themes import samples
from themes.catalogue import CATALOGUE
from themes.drawings import drawing
from themes.motifs import MOTIFS
from themes.stylesheet import theme_stylesheet


def _context(request: HttpRequest) -> dict[str, Any]:
    """`?theme=` and `?scheme=` choose the look, on these pages only."""
    if not getattr(settings, "DEMO", False):
        raise Http404
    key = request.GET.get("theme", "buehl")
    scheme = request.GET.get("scheme", "")
    return {
        "city": samples.city(key if key in CATALOGUE else "buehl"),
        "frame": samples.frame(reverse("gallery:css"), request.path),
        "scheme": scheme if scheme in ("light", "dark") else "",
        "member": {"name": "Kim Beispiel", "unread": 3, "admin_url": "#"} if "member" in request.GET else None,
    }


def index(request: HttpRequest) -> HttpResponse:
    context = _context(request) | samples.data(
        reverse("gallery:picture", args=["street", 1]) + f"?{request.GET.urlencode()}"
    )
    return render(request, "gallery/index.html", context)


def form(request: HttpRequest) -> HttpResponse:
    """The form page; `?fehler` shows it after a failed submit."""
    sample = samples.SampleForm({"hours": "15", "born": "27.3."} if "fehler" in request.GET else None)
    context = {
        "title": "Kita-Platz anmelden",
        "lead": "Es dauert etwa vier Minuten.",
        "form": sample,
        "submit": "Weiter",
    }
    return render(request, "gallery/form.html", _context(request) | context | samples.data(""))


def error(request: HttpRequest, status: int) -> HttpResponse:
    """The error pages, answered with 200 so that they can be looked at."""
    return render(request, "error.html", _context(request) | {"status": status})


def picture(request: HttpRequest, motif: str, seed: int) -> HttpResponse:
    if motif not in MOTIFS:
        raise Http404
    context = _context(request)
    svg = drawing(motif, seed, CATALOGUE[context["city"].theme_key].palette, scheme=context["scheme"] or "light")
    return HttpResponse(svg, content_type="image/svg+xml")


def css(request: HttpRequest) -> HttpResponse:
    _context(request)
    sheet = theme_stylesheet({key: theme.palette for key, theme in CATALOGUE.items()})
    return HttpResponse(sheet, content_type="text/css; charset=utf-8")
