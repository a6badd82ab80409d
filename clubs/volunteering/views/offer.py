"""One offer: everything it tells, and the sign-up on the same page. Foreign, hidden and unknown ones are 404; one whose
club left this city leads on to where it is now."""

from __future__ import annotations

import sys
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clubs.directory.addresses import link
from clubs.volunteering import addresses, published, reading, visits, words
from clubs.volunteering.actions import asks, questions
from clubs.volunteering.forms import SignUpForm
from clubs.volunteering.models import Offer, Shift
from clubs.volunteering.visits import Visit
from portal.blocks import backdrop
from portal.blocks.policy import allow
from portal.cities import anonymous_forms
from portal.content.furniture import truth

if TYPE_CHECKING:
    from portal.cities.models import City

FORM = "volunteering-ask"  # name of the visitors' form


@visits.public_page
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    now = timezone.now()
    found = reading.offer_of(visit.city, slug, now)
    if found is None:
        elsewhere = reading.offer_elsewhere(visit.city, slug, request.get_full_path(), now)
        if not elsewhere:
            raise Http404
        return HttpResponseRedirect(elsewhere)
    if found.kind != Offer.Kind.SHIFTS:
        if request.method == "POST":
            raise Http404
        return _page(request, visit, found, [], None)
    shifts = list(reading.shifts_of(found, now))
    for shift in shifts:
        shift.offer = found
    if shifts:
        truth(request, max(1, int((shifts[0].starts_at - now).total_seconds())))
    by_key = {str(shift.uuid): shift for shift in shifts}
    if request.method == "POST":
        form = SignUpForm(request.POST, offer=found, shifts=by_key, user=visit.user)
        return _sign_up(request, visit, found, shifts, form)
    wanted = request.GET.get("einsatz", "")
    first = wanted if wanted in by_key else str(shifts[0].uuid) if len(shifts) == 1 else ""
    form = SignUpForm(offer=found, shifts=by_key, user=visit.user, initial={"shift": first})
    return _page(request, visit, found, shifts, form)


def _sign_up(request: HttpRequest, visit: Visit, found: Offer, shifts: list[Shift], form: SignUpForm) -> HttpResponse:
    """Members sign up at once; for everybody else a mail goes out. Refused: the form again, as it was filled in."""
    if visit.user is None:
        # `asks.ask` counts connections itself: only what was accepted counts
        refusal = anonymous_forms.protect(request, FORM, per_hour=sys.maxsize)
        if refusal is not None:
            form.add_error(None, refusal.text)
            return _page(request, visit, found, shifts, form, status=refusal.status)
    if not form.is_valid():
        return _page(request, visit, found, shifts, form, status=visits.REFUSED)
    shift: Shift = form.cleaned_data["shift"]
    try:
        if visit.user is None:
            asks.ask(visit.city, shift, form.cleaned_data["email"], request=request, **form.answers())
            return HttpResponseRedirect(reverse("volunteering:sent"))
        clash = reading.clashes_of_user(shift, visit.user)
        if clash and request.POST.get("clash") != str(shift.uuid):
            return _page(request, visit, found, shifts, form, status=visits.REFUSED, clash=clash, clash_key=shift.uuid)
        row = asks.join(visit.city, shift, visit.user, **form.answers())
    except ValidationError as refused:
        form.refuse(refused)
        return _page(request, visit, found, shifts, form, status=visits.REFUSED)
    return HttpResponseRedirect(reading.path_of(row))


def _page(
    request: HttpRequest, visit: Visit, found: Offer, shifts: list[Shift], form: SignUpForm | None, *,
    status: int = 200, clash: list[Shift] | None = None, clash_key: uuid.UUID | None = None,
) -> HttpResponse:  # fmt: skip
    shown = Paginator(shifts, reading.SHIFTS_PER_PAGE).get_page(request.GET.get("seite"))
    chosen = form["shift"].value() if form is not None else ""
    here = found.city_id == visit.city.pk
    placed = found.latitude is not None and found.longitude is not None and not found.from_home
    if placed:
        tiles = getattr(settings, "MAP_TILE_URL", "")
        if tiles.startswith("https://"):
            allow(request, "img-src", "/".join(tiles.split("/")[:3]))
    context = {
        "offer": found,
        "rows": reading.rows_of(list(shown.object_list), visit.user),
        "found": shown,
        "form": form,
        "chosen": str(chosen or ""),
        "clash": [{"title": s.offer.title, "when": words.when(s)} for s in clash or []],
        "clash_key": clash_key,
        "club_url": link(found.club, visit.city, here) if found.club and found.club.is_public else "",
        "may_ask": questions.may_ask(found),
        "facts": words.facts(found),
        "pattern": words.pattern(found),
        "interests": [tag.name for tag in found.interests.all()],
        "city_name": "" if here else found.city.name,
        "data": published.jsonld_of(found, shown.object_list),
        "canonical": addresses.absolute(found.city, addresses.offer_url(found)),
        "drawing": backdrop.draw([(found.latitude, found.longitude)]) if placed else None,  # type: ignore[list-item]
        "tiles": getattr(settings, "MAP_TILE_URL", ""),
        "ends": words.when(shifts[-1]) if len(shifts) > 1 else "",
        "free": sum(shift.free for shift in shifts),
        "capacity": sum(shift.capacity for shift in shifts),
        "sign_in_url": "" if visit.user else visits.sign_in_url(request.path),
        "crumbs": trail(visit.city, (found.title, "")),
        **visit.guard(request, FORM),
    }
    return visits.page(request, "volunteering/offer.html", found.title, status=status, **context)


def trail(city: City, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Way back over the portal's marketplace page, where it has one."""
    from clubs.volunteering.pages import market_of

    market = market_of(city)
    return visits.crumbs(*((market,) if market else ()), *more)


@visits.public_page
@require_safe
def sent(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The same page for every address: what to do next."""
    title = _("Fast geschafft: Bitte bestätigen Sie")
    return visits.page(request, "volunteering/sent.html", title)
