"""Search page and suggestions. Thin: read the address, ask, render. Nothing is stored about who searched for what."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.cities.context import frame_for
from portal.cities.models import City
from portal.operations.ratelimit import allow

from . import engine
from .german import MAX_QUERY

MAX_VALUES = 20


def _city(request: HttpRequest) -> City:
    city: City | None = request.city  # type: ignore[attr-defined]
    if city is None or request.is_admin_host:  # type: ignore[attr-defined]
        raise Http404
    return city


def question_of(request: HttpRequest, city: City) -> engine.Question:
    """From the address, whatever it holds: over-long, malformed and unknown values fall away."""

    def values(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(v for v in request.GET.getlist(name)[:MAX_VALUES] if 0 < len(v) <= 100))

    number = request.GET.get("seite", "1")
    return engine.Question(
        text=" ".join(request.GET.get("q", "").replace("\x00", " ").split())[:MAX_QUERY],
        region=city.is_alliance or request.GET.get("bereich") == "region",
        kinds=values("art"),
        cities=values("stadt"),
        topics=values("thema"),
        page=int(number) if number.isascii() and number.isdigit() and len(number) <= 4 else 1,
    )


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    city = _city(request)
    question = question_of(request, city)
    context: dict[str, Any] = {
        "question": question,
        "crumbs": [{"title": _("Startseite"), "url": "/"}, {"title": _("Suche")}],
    }
    status = 200
    if question.text:
        if allow(request, "search", limit=60, per=60):
            answer = engine.ask(city, question)
            chosen = [*question.kinds, *question.cities, *question.topics]
            keep = [{"name": "q", "value": question.text}]
            if question.region and not city.is_alliance:
                keep.append({"name": "bereich", "value": "region"})
            context |= {
                "answer": answer,
                "active": len(chosen),
                "keep": keep,
                "reset_url": f"?{urlencode([(row['name'], row['value']) for row in keep])}" if chosen else "",
                "frame_links": frame_for(city)["nav"],
            }
        else:
            context["too_many"], status = True, 429
    response = render(request, "search/results.html", context, status=status)
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """{"suggestions": [{"title", "url", "kind"}]} for the combobox in themes/portal.js."""
    city = _city(request)
    text = request.GET.get("q", "").replace("\x00", " ")
    if not allow(request, "suggest", limit=240, per=60):
        return JsonResponse({"suggestions": []}, status=429)
    response = JsonResponse({"suggestions": engine.suggest(city, text)})
    response["Cache-Control"] = "private, max-age=30"
    response["X-Robots-Tag"] = "noindex"
    return response
