"""What the map of the marketplace asks for: the points of a list, and what its card says about one of them."""

from __future__ import annotations

from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.views.decorators.http import require_safe

from clubs.volunteering import finding, listing, visits
from clubs.volunteering.visits import Visit
from clubs.volunteering.wishes import QUERY_MAX, Wish


@visits.public_page
@require_safe
def points(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every place of the list, with the same filters."""
    found = finding.find(Wish.of(request.GET, visit.city), visit.city)
    return HttpResponse(finding.points(found), content_type="application/json")


@visits.public_page
@require_safe
def card(request: HttpRequest, visit: Visit, query: str, number: int) -> HttpResponse:
    """By its number in the list that `query` (quoted, "-": none) asks for."""
    text = "" if query == "-" else unquote(query[:QUERY_MAX])
    found = finding.find(Wish.of(QueryDict(text), visit.city), visit.city)
    shown = listing.point(found, number, visit.city) if number < 10**6 else None
    if shown is None:
        raise Http404
    return JsonResponse(shown)
