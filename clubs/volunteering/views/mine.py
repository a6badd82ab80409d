"""All sign-ups of a person over all cities: with an account, or by a personal link; and the calendar of them."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clubs.volunteering import addresses, reading, visits
from clubs.volunteering.actions import people, requests
from clubs.volunteering.calendar import calendar
from clubs.volunteering.forms import LinkForm
from clubs.volunteering.models import Volunteer
from clubs.volunteering.views.signing import CALENDAR, unknown
from clubs.volunteering.visits import Visit
from portal.cities import anonymous_forms

FORM = "volunteering-link"


@visits.personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A member's own list; everybody else can have their link mailed once more."""
    if visit.user is not None:
        person = people.known(visit.user)
        return _list(request, visit, person, is_member=True)
    form = LinkForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        refusal = anonymous_forms.protect(request, FORM)
        if refusal is not None:
            form.add_error(None, refusal.text)
            status = refusal.status
        elif form.is_valid():
            anonymous_forms.count(request, FORM)
            people.send_link(visit.city, form.cleaned_data["email"])
            return HttpResponseRedirect(reverse("volunteering:link_sent"))
        else:
            status = visits.REFUSED
    context = {"form": form, "sign_in_url": visits.sign_in_url(request.path), **visit.guard(request, FORM)}
    return visits.page(request, "volunteering/link.html", _("Meine Einsätze"), status=status, **context)


@visits.public_page
@require_safe
def link_sent(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The same page for every address."""
    title = _("Bitte sehen Sie in Ihr Postfach")
    crumbs = visits.crumbs((_("Meine Einsätze"), reverse("volunteering:mine")), (title, ""))
    return visits.page(request, "volunteering/link_sent.html", title, crumbs=crumbs)


@visits.personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def mine_by_link(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    person = reading.person_behind("volunteer", visit.city, token)
    if person is None:
        return unknown(request)
    return _list(request, visit, person, is_member=False)


def _list(request: HttpRequest, visit: Visit, person: Volunteer | None, *, is_member: bool) -> HttpResponse:
    """What is ahead and what is over; a post withdraws an own request."""
    refusal = ""
    if request.method == "POST":
        refusal = visits.foreign(request)
        if not refusal:
            _withdraw(request, visit, person)
            return HttpResponseRedirect(request.path)
    rows = reading.own_rows(person, visit.city, is_member=is_member) if person else {"ahead": [], "past": []}
    context = {
        "person": person, "refusal": refusal,
        "requests": list(requests.of(person)) if person else [],
        "feed_url": addresses.absolute(visit.city, addresses.feed_path(person, visit.city)) if person else "",
    }  # fmt: skip
    status = 403 if refusal else 200
    return visits.page(request, "volunteering/mine.html", _("Meine Einsätze"), status=status, **context, **rows)


def _withdraw(request: HttpRequest, visit: Visit, person: Volunteer | None) -> None:
    try:
        key = uuid.UUID(request.POST.get("gesuch", "")[:40])
    except ValueError:
        raise Http404 from None
    found = requests.of(person).filter(uuid=key).first() if person else None
    if person is None or found is None:
        raise Http404
    requests.withdraw(person, found, actor=visit.user)


@visits.personal_page
@require_safe
def feed(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """Confirmed shifts as a calendar to subscribe to; what was cancelled stays as cancelled, so that it vanishes there."""
    person = reading.person_behind("feed", visit.city, token)
    if person is None:
        raise Http404
    rows = [row for row in reading.sign_ups_of(person) if row.state in ("confirmed", "cancelled")]
    coming = {row.shift_id for row in rows if row.state == "confirmed"}
    shifts = {row.shift_id: row.shift for row in rows}
    gone = set(shifts) - coming
    body = calendar(shifts.values(), name=_("Meine Einsätze"), gone=gone)
    return HttpResponse(body, content_type=CALENDAR)
