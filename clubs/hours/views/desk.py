"""Hours that wait for a word: behind the link of a mail, for the people of a club, at the city's desk."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_scopes import scopes_disabled

from clubs.directory.models import member_clubs
from clubs.directory.permissions import may_manage
from clubs.hours import addresses, paper, permissions, words
from clubs.hours.actions import cards, entries
from clubs.hours.forms import RuleForm
from clubs.hours.models import CardRule, HourEntry
from clubs.volunteering import visits
from clubs.volunteering.visits import Visit
from portal.kit.mailbox import mailbox_of

AT_ONCE = 100
LATELY = 20  # decisions that are shown and can be taken back


def _shown(rows: QuerySet[HourEntry], count: int) -> list[HourEntry]:
    found = list(rows.select_related("city", "club", "volunteer")[:count])
    for row in found:
        row.time = paper.hours_text(row.minutes)  # type: ignore[attr-defined]
    return found


def _ticked(request: HttpRequest) -> list[uuid.UUID]:
    found = []
    for text in request.POST.getlist("eintrag")[:AT_ONCE]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _answer(request: HttpRequest, waiting: QuerySet[HourEntry], by: str, url: str, actor: Any) -> HttpResponse:
    """Only rows of `waiting` are touched, whatever the form names."""
    yes = request.POST.get("antwort") == "ja"
    if not yes and request.POST.get("antwort") != "nein":
        return HttpResponseRedirect(url)
    rows = waiting.filter(uuid__in=_ticked(request))
    count = entries.decide(list(rows), yes, by=by, actor=actor)
    told = ("bestaetigt" if yes else "abgelehnt") if count else "nichts"
    return HttpResponseRedirect(f"{url}?meldung={told}")


@visits.personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """Two buttons, no account. A GET only shows: scanners follow links. The first answer counts."""
    found = addresses.read_decide(token)
    if found is not None and found[0].left(visit.city):
        return HttpResponseRedirect(addresses.absolute(found[0].row.city, request.path))
    if found is None or found[0].row.city_id != visit.city.pk:  # on the portal that sent it, nowhere else
        return visits.page(request, "hours/gone.html", _("Diesen Link gibt es nicht mehr"), status=404)
    asked, email = found
    waiting = asked.waiting().exclude(volunteer__mailbox=mailbox_of(email))  # nobody confirms their own hours
    foreign = visits.foreign(request) if request.method == "POST" else ""
    if request.method == "POST" and not foreign:
        return _answer(request, waiting, HourEntry.DecidedBy.LINK, request.path, None)
    context = {
        "rows": _shown(waiting, AT_ONCE), "lead": asked.name, "told": words.done(request.GET.get("meldung", "")),
        "foreign": foreign, "member": visit.user, "shows_club": False,
    }  # fmt: skip
    return visits.page(request, "hours/decide.html", _("Stunden bestätigen"), status=403 if foreign else 200, **context)


def _desk(
    request: HttpRequest, visit: Visit, rows: QuerySet[HourEntry], *, by: str, name: str, title: str, **more: Any
) -> HttpResponse:
    url = reverse(name)
    waiting = rows.filter(state=HourEntry.State.ASKED).order_by("date", "pk")
    if request.method == "POST":
        if "zurueck" in request.POST:
            return _take_back(request, rows, by, url, visit)
        return _answer(request, waiting, by, url, visit.user)
    lately = rows.filter(state=HourEntry.State.CONFIRMED).order_by("-decided_at", "-pk")
    context = {
        "rows": _shown(waiting, AT_ONCE), "lately": _shown(lately, LATELY), "member": visit.user, "shows_club": True,
        "told": words.done(request.GET.get("meldung", "")), **more,
    }  # fmt: skip
    return visits.page(request, "hours/decide.html", title, **context)


def _take_back(request: HttpRequest, rows: QuerySet[HourEntry], by: str, url: str, visit: Visit) -> HttpResponse:
    try:
        row = rows.filter(uuid=uuid.UUID(request.POST["zurueck"])).first()
    except ValueError:
        row = None
    done = row is not None and entries.correct(row, by=by, actor=visit.user)
    return HttpResponseRedirect(f"{url}?meldung={'zurueckgenommen' if done else 'nichts'}")


def member_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def inner(request: HttpRequest, visit: Visit) -> HttpResponse:
        if visit.user is None:
            return HttpResponseRedirect(visits.sign_in_url(request.path))
        return view(request, visit)

    return visits.personal_page(inner)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def clubs(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Hours for all clubs that this person speaks for, in whatever city."""
    assert visit.user is not None
    if not member_clubs(visit.user).exists():
        raise Http404
    rows = permissions.of_my_clubs(visit.user)
    return _desk(
        request, visit, rows, by=HourEntry.DecidedBy.CLUB, name="hours:clubs", title=_("Stunden in meinen Vereinen")
    )


def city_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 for everyone who does not run the city's desk."""

    def inner(request: HttpRequest, visit: Visit) -> HttpResponse:
        if visit.user is None or not may_manage(visit.user, visit.city):
            raise Http404
        return view(request, visit)

    return visits.personal_page(inner)


@city_page
@require_http_methods(["GET", "HEAD", "POST"])
def city(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Hours in this city: for offers without a club, and where a club has nobody else to confirm."""
    assert visit.user is not None
    rows = permissions.of_city(visit.user, visit.city)
    return _desk(
        request, visit, rows, by=HourEntry.DecidedBy.CITY, name="hours:city", title=_("Stunden in der Stadt"),
        card_url=reverse("hours:card"),
    )  # fmt: skip


@city_page
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, visit: Visit) -> HttpResponse:
    with scopes_disabled():
        row = CardRule.objects.filter(city=visit.city).first() or CardRule(city=visit.city, is_open=False)
    form = RuleForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            cards.save_rule(visit.city, actor=visit.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            return HttpResponseRedirect(f"{reverse('hours:card')}?meldung=gespeichert")
    title = _("Regel für die Ehrenamtskarte")
    crumbs = visits.crumbs((_("Stunden in der Stadt"), reverse("hours:city")), (title, ""))
    status = visits.REFUSED if form.errors else 200
    told = words.done(request.GET.get("meldung", ""))
    context = {"form": form, "member": visit.user, "told": told, "city_url": reverse("hours:city")}
    return visits.page(request, "hours/card.html", title, status=status, crumbs=crumbs, **context)
