"""The call for everybody, the form for the crowd, a helper's own page, and the page behind a printed sheet."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scopes_disabled

from clubs.emergency import addresses, places
from clubs.emergency.access import add_errors, page
from clubs.emergency.actions import people, tasks
from clubs.emergency.forms import HelpForm
from clubs.emergency.models import Assignment, Call, CallTask, Helper
from clubs.emergency.permissions import may_manage
from clubs.visits import REFUSED, Visit, foreign, personal_page, public_page
from portal.cities import anonymous_forms

FORM = "helfen"
PER_HOUR = 12_000  # accepted ones from one address: a barracks or a mobile network sends all its people at once


def shown(visit: Visit, slug: str) -> Call:
    call = Call.shown_in(visit.city).filter(slug=slug).select_related("city").first()
    if call is None:
        raise Http404
    return call


@public_page
@require_safe
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All open calls of this portal; for the desk the way in."""
    calls = list(Call.shown_in(visit.city).open().select_related("city").order_by("-opened_at"))
    desk = visit.user is not None and may_manage(visit.user, visit.city)
    return page(request, "index", _("Hilfsaufrufe"), calls=calls, desk=desk)


@public_page
@require_safe
def call(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    return _call_page(request, visit, shown(visit, slug), HelpForm())


def _call_page(
    request: HttpRequest, visit: Visit, row: Call, form: HelpForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    context = {
        "call": row, "form": form if row.is_open else None, "refusal": refusal, "other": row.city_id != visit.city.pk,
        **visit.guard(request, FORM), **places.map_of(request, row),
    }  # fmt: skip
    trail = (_("Hilfsaufrufe"), reverse("emergency:index"))
    return page(request, "call", row.title, trail, status=status, **context)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    """One form, one answer: the person's own page with number and link."""
    row = shown(visit, slug)
    if request.method != "POST":
        return HttpResponseRedirect(addresses.call_path(row))
    form = HelpForm(request.POST)
    if visit.user is None:
        refusal = anonymous_forms.protect(request, FORM, per_hour=PER_HOUR)
        if refusal is not None:
            return _call_page(request, visit, row, form, status=refusal.status, refusal=refusal.text)
    if not form.is_valid():
        return _call_page(request, visit, row, form, status=REFUSED)
    try:
        helper, theirs = people.register(row, visit.city, **form.cleaned_data)
    except ValidationError as refused:
        add_errors(form, refused)
        return _call_page(request, visit, row, form, status=REFUSED, refusal="" if row.is_open else refused.messages[0])
    if visit.user is None:
        anonymous_forms.count(request, FORM)
    if theirs:
        return HttpResponseRedirect(addresses.helper_path(helper))
    return HttpResponseRedirect(reverse("emergency:known", args=[row.slug]))


@public_page
@require_safe
def known(request: HttpRequest, visit: Visit, slug: str) -> HttpResponse:
    """Somebody with this telephone or address stands on the list: nothing of them is told."""
    row = shown(visit, slug)
    return page(request, "known", _("Sie stehen schon auf der Liste"), call=row)


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def helper(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """Number, where one is needed, and the way out. A GET changes nothing."""
    key = addresses.read(Helper, token)
    with scopes_disabled():
        row = (
            Helper.objects.filter(uuid=key, via=visit.city).select_related("call", "city").first()
            if key is not None
            else None
        )
        if row is None:
            return page(request, "gone", _("Diesen Link gibt es nicht mehr"), status=404)
        refusal = foreign(request)
        if request.method == "POST" and not refusal:
            people.leave(row)
            return HttpResponseRedirect(reverse("emergency:left"))
        rows = Assignment.objects.filter(helper=row).select_related("task").order_by("task__starts_at")
        context = {"helper": row, "call": row.call, "rows": list(rows), "refusal": refusal}
    context["link"] = addresses.helper_url(row)
    title = _("Danke, Sie stehen auf der Liste")
    return page(request, "helper", title, status=403 if refusal else 200, **context)


@public_page
@require_safe
def left(request: HttpRequest, visit: Visit) -> HttpResponse:
    return page(request, "left", _("Sie sind abgemeldet"))


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """Behind the code on a printed sheet, for whoever leads on the spot: numbers without names, and who came."""
    key = addresses.read(CallTask, token)
    if key is None:
        raise Http404
    with scopes_disabled():
        task = CallTask.objects.filter(uuid=key, city=visit.city).select_related("call", "city").first()
        if task is None or task.call.state == Call.State.CLOSED:
            return page(request, "gone", _("Diesen Link gibt es nicht mehr"), status=404)
        refusal = foreign(request)
        if request.method == "POST" and not refusal:
            tasks.note_attendance(task, attendance_of(request), actor=visit.user)
            return HttpResponseRedirect(f"{request.path}?meldung=gespeichert")
        rows = list(Assignment.objects.filter(task=task).select_related("helper").order_by("helper__number"))
    context: dict[str, Any] = {
        "task": task, "call": task.call, "rows": rows, "refusal": refusal,
        "told": request.GET.get("meldung") == "gespeichert",
    }  # fmt: skip
    return page(request, "sheet", task.title, status=403 if refusal else 200, **context)


ANSWERS: dict[str, bool | None] = {"ja": True, "nein": False, "offen": None}


def attendance_of(request: HttpRequest) -> dict[str, bool | None]:
    """From fields "da-<number>"."""
    found = {}
    for name, value in request.POST.items():
        if name.startswith("da-") and value in ANSWERS:
            found[name[3:]] = ANSWERS[str(value)]
    return found
