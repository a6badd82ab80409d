"""„Ich möchte helfen“: enter a request, confirm it by mail; the city looks at it before anybody sees it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scopes_disabled

from clubs.volunteering import addresses, visits
from clubs.volunteering.actions import asks, requests
from clubs.volunteering.forms import RequestForm
from clubs.volunteering.models import RequestAsk
from clubs.volunteering.views.offer import trail
from clubs.volunteering.views.signing import unknown
from clubs.volunteering.visits import Visit
from portal.cities import anonymous_forms, hosts

if TYPE_CHECKING:
    from portal.cities.models import City

FORM = "volunteering-request"


@visits.public_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, visit: Visit) -> HttpResponse:
    cities = _cities() if visit.city.is_alliance else {}
    posted = request.method == "POST"
    form = RequestForm(request.POST if posted else None, user=visit.user, cities=cities)
    if not posted:
        return _page(request, visit, form, 200)
    if visit.user is None:
        refusal = anonymous_forms.protect(request, FORM, per_hour=sys.maxsize)  # the action counts itself
        if refusal is not None:
            form.add_error(None, refusal.text)
            return _page(request, visit, form, refusal.status)
    if not form.is_valid():
        return _page(request, visit, form, visits.REFUSED)
    city = cities.get(form.cleaned_data.get("city", ""), visit.city)
    try:
        if visit.user is None:
            requests.ask(city, form.cleaned_data["email"], request=request, **form.words())
            return HttpResponseRedirect(reverse("volunteering:request_sent"))
        requests.offer_oneself(city, visit.user, **form.words())
    except ValidationError as refused:
        _refuse(form, refused)
        return _page(request, visit, form, visits.REFUSED)
    return HttpResponseRedirect(reverse("volunteering:request_thanks"))


def _refuse(form: RequestForm, refused: ValidationError) -> None:
    """Show what an action said at its fields; what has none here, above the form."""
    if hasattr(refused, "error_dict"):
        for name, errors in refused.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        code = getattr(refused, "code", "")
        form.add_error(code if code in form.fields else None, refused)


def _cities() -> dict[str, City]:
    return {host.city.slug: host.city for host in hosts.every() if not host.city.is_alliance}


def _page(request: HttpRequest, visit: Visit, form: RequestForm, status: int) -> HttpResponse:
    title = _("Ich möchte helfen")
    context = {
        "form": form,
        "sign_in_url": "" if visit.user else visits.sign_in_url(request.path),
        "crumbs": trail(visit.city, (title, "")),
        **visit.guard(request, FORM),
    }
    return visits.page(request, "volunteering/request.html", title, status=status, **context)


@visits.public_page
@require_safe
def sent(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The same page for every address."""
    return visits.page(
        request, "volunteering/request_sent.html", _("Fast geschafft: Bitte bestätigen Sie"), step="mail"
    )


@visits.public_page
@require_safe
def thanks(request: HttpRequest, visit: Visit) -> HttpResponse:
    return visits.page(request, "volunteering/request_sent.html", _("Danke, dass Sie helfen möchten"), step="desk")


@visits.personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    key = addresses.read("request", token)
    asked = RequestAsk.objects.filter(uuid=key, city=visit.city).select_related("city__site").first() if key else None
    if asked is None:
        return unknown(request)
    if asked.used_at is not None:
        return HttpResponseRedirect(reverse("volunteering:request_thanks"))
    if asked.expires_at <= timezone.now() or not asked.email:
        return _gone(request)
    status, refusal = 200, visits.foreign(request) if request.method == "POST" else ""
    if refusal:
        status = 403
    elif request.method == "POST":
        try:
            with scopes_disabled():
                requests.confirm(asked)
            return HttpResponseRedirect(reverse("volunteering:request_thanks"))
        except asks.Gone:
            return _gone(request)
        except ValidationError as refused:
            status, refusal = visits.REFUSED, refused.messages[0]
    context = {"words": asked.payload, "refusal": refusal}
    title = _("Gesuch bestätigen")
    return visits.page(request, "volunteering/confirm_request.html", title, status=status, **context)


def _gone(request: HttpRequest) -> HttpResponse:
    title = _("Dieser Link ist abgelaufen")
    return visits.page(request, "volunteering/request_sent.html", title, status=410, step="gone")
