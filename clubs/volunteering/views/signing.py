"""Behind the links of the mails: confirm, one's own sign-up, a guardian's word. A GET only shows: scanners follow links."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scopes_disabled

from clubs.volunteering import addresses, reading, visits, words
from clubs.volunteering.actions import asks, places
from clubs.volunteering.calendar import shift_calendar
from clubs.volunteering.forms import OthersForm
from clubs.volunteering.models import Ask, SignUp
from clubs.volunteering.visits import Visit

CALENDAR = "text/calendar; charset=utf-8"


# --- „Bitte bestätigen“ -------------------------------------------------------------------------------------


@visits.personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """Page 2 of 2: one button. The answer to the post is a redirect and nothing else: hundreds may press it at once."""
    key = addresses.read("ask", token)
    pressed, foreign, refusal = request.method == "POST", visits.foreign(request), ""
    if key is not None and pressed and not foreign:
        try:
            return HttpResponseRedirect(reading.path_of(asks.confirm_link(visit.city.pk, key)))
        except (asks.Gone, Ask.DoesNotExist):
            pass  # told below
        except ValidationError as refused:
            refusal = refused.messages[0]
    ask = reading.ask_behind(visit.city, token)
    if ask is None:
        return lead_on(request, reading.ask_elsewhere(visit.city, token, request.path))
    if refusal:
        return _ask_page(request, ask, status=visits.REFUSED, refusal=refusal, over=True)
    if pressed and foreign:
        return _ask_page(request, ask, status=403, refusal=foreign)
    return _ask_page(request, ask)


def _ask_page(request: HttpRequest, ask: Ask, *, status: int = 200, **more: Any) -> HttpResponse:
    if ask.used_at is not None:
        try:
            return HttpResponseRedirect(reading.path_of(asks.came_of(ask)))
        except asks.Gone:
            return _gone(request, ask)
    if ask.expires_at <= timezone.now() or not ask.email:
        return _gone(request, ask)
    shift = ask.shift
    context = {
        "ask": ask,
        "answers": ask.payload,
        "free": shift.free >= int(ask.payload.get("places", 1)),
        "clash": [{"title": s.offer.title, "when": words.when(s)} for s in reading.clashes_of_mailbox(shift, ask.mailbox)],
        **_shift_context(shift),
        **more,
    }  # fmt: skip
    title = _("Das geht leider nicht") if more.get("over") else _("Anmeldung bestätigen")
    return visits.page(request, "volunteering/confirm.html", title, status=status, **context)


def _gone(request: HttpRequest, ask: Ask) -> HttpResponse:
    context = {"offer": ask.shift.offer, "is_public": ask.shift.offer.is_public, "expired": True}
    return visits.page(request, "volunteering/gone.html", _("Dieser Link ist abgelaufen"), status=410, **context)


def unknown(request: HttpRequest) -> HttpResponse:
    """Forged, cut off, or of another portal: nothing is told."""
    return visits.page(request, "volunteering/gone.html", _("Diesen Link gibt es nicht"), status=404)


def lead_on(request: HttpRequest, elsewhere: str) -> HttpResponse:
    """A link of before the club moved to another city opens there; nothing is done on the way."""
    return HttpResponseRedirect(elsewhere) if elsewhere else unknown(request)


def _shift_context(shift: Any) -> dict[str, Any]:
    return {
        "shift": shift, "offer": shift.offer, "when": words.when(shift), "duration": words.duration(shift),
        "facts": words.facts(shift.offer),
    }  # fmt: skip


# --- One's own sign-up --------------------------------------------------------------------------------------


@visits.personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """State in plain words; take the place, cancel, change the group."""
    row = reading.sign_up_behind(visit.city, token, visit.user)
    if row is None:
        return lead_on(request, reading.sign_up_elsewhere("signup", visit.city, token, request.path))
    if request.method != "POST":
        return _sign_up_page(request, visit, row, token)
    foreign = visits.foreign(request)
    if foreign:
        return _sign_up_page(request, visit, row, token, status=403, refusal=foreign)
    wanted = request.POST.get("do", "")
    try:
        with scopes_disabled():
            if wanted == "accept":
                places.accept(row, actor=visit.user)
            elif wanted == "cancel":
                places.cancel(row, actor=visit.user)
            elif wanted == "group":
                form = OthersForm(request.POST)
                if not form.is_valid():
                    return _sign_up_page(request, visit, row, token, status=visits.REFUSED, form=form)
                _change_group(visit, row, form)
            else:
                raise Http404
    except ValidationError as refused:
        with scopes_disabled():
            row = reading.sign_up_behind(visit.city, token, visit.user) or row
        if wanted == "group":
            form.add_error("others" if getattr(refused, "code", "") == "others" else "places", refused)
            return _sign_up_page(request, visit, row, token, status=visits.REFUSED, form=form)
        return _sign_up_page(request, visit, row, token, status=visits.REFUSED, refusal=refused.messages[0])
    return HttpResponseRedirect(request.path)


def _change_group(visit: Visit, row: SignUp, form: OthersForm) -> None:
    """Number and names, both or nothing."""
    from django.db import transaction

    with transaction.atomic():
        if form.cleaned_data["places"] != row.places:
            row = places.resize(row, form.cleaned_data["places"], actor=visit.user)
        asks.name_others(row, form.cleaned_data["others"].splitlines())


def _sign_up_page(
    request: HttpRequest, visit: Visit, row: SignUp, token: str, *, status: int = 200, refusal: str = "",
    form: OthersForm | None = None,
) -> HttpResponse:  # fmt: skip
    shift, now = row.shift, timezone.now()
    begun = shift.starts_at <= now
    offered = row.state == SignUp.State.OFFERED and row.offered_until is not None and row.offered_until > now
    is_group = row.is_active and not begun and (shift.offer.max_group > 1 or row.places > 1)
    if form is None and is_group:
        form = OthersForm(initial={"places": row.places, "others": "\n".join(map(str, row.others))})
    with scopes_disabled():
        position = places.position(row)
    context = {
        "row": row, "token": token, "position": position, "begun": begun, "offered": offered, "refusal": refusal,
        "may_cancel": row.is_active and not begun, "form": form if is_group else None,
        "is_public": shift.offer.is_public and (shift.offer.city_id == visit.city.pk or shift.offer.in_region),
        "crumbs": visits.crumbs((_("Meine Einsätze"), _mine()), (shift.offer.title, "")), **_shift_context(shift),
    }  # fmt: skip
    return visits.page(request, "volunteering/sign_up.html", shift.offer.title, status=status, **context)


def _mine() -> str:
    from django.urls import reverse

    return reverse("volunteering:mine")


@visits.personal_page
@require_safe
def calendar_file(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """The shift for one's own calendar, with the UID of the mails and feeds."""
    row = reading.sign_up_behind(visit.city, token, visit.user)
    if row is None:
        return lead_on(request, reading.sign_up_elsewhere("signup", visit.city, token, request.path))
    response = HttpResponse(shift_calendar(row.shift, cancelled=not row.is_active), content_type=CALENDAR)
    response["Content-Disposition"] = 'attachment; filename="einsatz.ics"'
    return response


# --- A guardian's word --------------------------------------------------------------------------------------


@visits.personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def guardian(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """Agree or not, once. Afterwards the page tells only that the answer has come."""
    row = reading.consent_behind(visit.city, token)
    if row is None:
        return lead_on(request, reading.sign_up_elsewhere("guardian", visit.city, token, request.path))
    status, refusal = 200, ""
    if request.method == "POST":
        refusal = visits.foreign(request)
        answer = request.POST.get("answer", "")
        if refusal:
            status = 403
        elif answer not in ("yes", "no"):
            status, refusal = visits.REFUSED, _("Bitte wählen Sie eine Antwort.")
        else:
            with scopes_disabled():
                places.consent(row, answer == "yes")
            return HttpResponseRedirect(request.path)
    open_now = row.state == SignUp.State.CONSENT and row.shift.starts_at > timezone.now() and not row.shift.is_cancelled
    title = _("Ihr Einverständnis") if open_now else _("Danke für Ihre Antwort")
    if not open_now and row.guardian_agreed_at is None and row.ended_by != "guardian":
        title = _("Diese Anfrage ist erledigt")
    context = {"row": row, "open": open_now, "refusal": refusal, **_shift_context(row.shift)}
    return visits.page(request, "volunteering/guardian.html", title, status=status, **context)
