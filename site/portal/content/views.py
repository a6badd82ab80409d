"""Pages that are no Wagtail pages: the region's news and the barrier form's answer."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.cities import anonymous_forms, hosts

from . import actions, listings
from .barriers import FORM, BarrierForm, form_context
from .furniture import furniture_of
from .models import LegalPage


@require_safe
def region(request: HttpRequest) -> HttpResponse:
    """„Aus der Region“: what other cities offer; only where the city shows it."""
    city = request.city
    if request.is_admin_host or (not city.is_alliance and not city.shows_region_news):
        raise Http404
    crumbs = [{"title": _("Startseite"), "url": "/"}, {"title": _("Aus der Region"), "url": "/aus-der-region/"}]
    context = {
        **listings.region_listing(request, city),
        "home_city": city, "crumbs": crumbs, "address": hosts.absolute(city.site.hostname, "/aus-der-region/"),
        "title": _("Aus der Region"),
        "description": _("Nachrichten aus den Städten der Allianz re@di, die auch Nachbarn angehen."),
    }  # fmt: skip
    return render(request, "content/region.html", context)


def _barrier_page(request: HttpRequest) -> LegalPage:
    if request.is_admin_host:
        raise Http404
    page = LegalPage.objects.for_city(request.city).visible().filter(kind=LegalPage.Kind.BARRIER).first()
    if page is None:
        raise Http404
    return page


# The csrf cookie would be the only cookie of an anonymous visit. `anonymous_forms.protect` stands in its place:
# same-origin by Sec-Fetch-Site or Origin, a signed token, a trap and a limit (docs/decisions/anonymous-forms.md).
@csrf_exempt
@require_http_methods(["POST"])
def report_barrier(request: HttpRequest) -> HttpResponse:
    page = _barrier_page(request)
    form = BarrierForm(request.POST, auto_id="barriere-%s")
    refusal = anonymous_forms.protect(request, FORM)
    if refusal is None and form.is_valid():
        actions.report_barrier(
            request.city,
            what=form.cleaned_data["what"],
            where=form.cleaned_data["where"],
            email=form.cleaned_data["email"],
        )
        anonymous_forms.count(request, FORM)
        return redirect("barrier-thanks")
    status = refusal.status if refusal else 400
    context = {
        "page": page, **furniture_of(request, page),
        **form_context(request, form, refusal.text if refusal else ""),
    }  # fmt: skip
    response = render(request, "content/legal_page.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def barrier_thanks(request: HttpRequest) -> HttpResponse:
    page = _barrier_page(request)
    known = furniture_of(request, page)
    return render(request, "content/barrier_thanks.html", {"page": page, **known})
