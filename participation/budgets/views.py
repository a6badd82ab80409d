"""What residents see of a budget: proposals, costs, the ballot, the receipt, the result."""

from __future__ import annotations

import csv
import io
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_scopes import scopes_disabled

from participation.ideas.models import Idea
from participation.ideas.views import overview
from participation.projects import rooms
from participation.projects.models import Who
from participation.projects.permissions import may_manage

from . import actions, results, rules
from .forms import sent_ideas
from .models import Ballot, Box, Check, Voter

PER_PAGE = 50
FORM_CODES = ("unknown", "none", "most", "cap")  # the ballot again; every other no ends here


def address(room: rooms.Room, name: str, *args: object) -> str:
    return reverse(f"budgets:{name}", args=[room.project.slug, room.module.slug, *args])


def box_of(room: rooms.Room) -> Box | None:
    return Box.objects.filter(module=room.module).first()


def voted_on(room: rooms.Room) -> Any:
    """The day on which the person voted, None otherwise."""
    if room.user is None:
        return None
    return Voter.objects.filter(module=room.module, user=room.user).values_list("day", flat=True).first()


def frame(request: HttpRequest, room: rooms.Room, title: str, **extra: Any) -> dict[str, Any]:
    return room.context(title, (title, ""), messages=rooms.messages_of(request), **extra)


@require_http_methods(["GET", "HEAD"])
def show(request: HttpRequest, room: rooms.Room) -> HttpResponse:
    seen = results.glance(room.module, room.user)
    terms = rules.rules_of(room.module, seen.box)
    begun = rules.has_begun(room.plan, room.module, room.now)
    ended = rules.ended_at(room.plan, room.module, room.now)
    resident = room.asks_for("vote") == Who.RESIDENT and room.user is not None
    context = {
        "box": seen.box,
        "terms": terms,
        "begun": begun,
        "ended": ended,
        "may_vote": room.may("vote"),
        "asks_vote": room.asks_for("vote"),
        "needs_proof": resident and room.person.home_city_id is None,
        "voted": seen.voted,
        "figures": results.figures(room.module, terms, seen, begun=begun),
        "desk": may_manage(room.user, room.plan, room.city),
    }
    return render(request, "budgets/budget.html", {**overview(request, room), **context})


@rooms.in_module(rules.KIND)
@require_http_methods(["GET", "HEAD"])
def costs(request: HttpRequest, room: rooms.Room) -> HttpResponse:
    """Every proposal with what the city found: cost, reason, who checked."""
    rows = Idea.objects.filter(module=room.module, status=Idea.Status.VISIBLE).select_related("budget_check__office")
    state = request.GET.get("stand", "")
    if state in Check.State.values:
        rows = rows.filter(budget_check__state=state)
    else:
        state = ""
    page = Paginator(rows.order_by("number"), PER_PAGE).get_page(request.GET.get("page"))
    states = [("", _("Alle")), *Check.State.choices]
    return render(
        request,
        "budgets/costs.html",
        frame(
            request,
            room,
            _("Prüfung und Kosten"),
            page=page,
            seg=[{"title": t, "url": f"?stand={k}" if k else ".", "current": k == state} for k, t in states],
        ),
    )


@rooms.in_module(rules.KIND)
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, room: rooms.Room) -> HttpResponse:
    """Choose, look at it once more, cast. Three pages of one address; nothing is stored before the last one."""
    if room.user is None:
        return rooms.to_sign_in(request)
    verdict, day = room.may("vote"), voted_on(room)
    step = request.POST.get("schritt", "") if request.method == "POST" else ""
    ideas = sent_ideas(request.POST.getlist("v")) if request.method == "POST" else []
    key = rules.read_mark(request.POST.get("marke", ""), room.user, room.module)
    if step == "abgeben" and key is not None:
        return _cast(request, room, ideas, key)
    if day is not None or not verdict:
        why = _("Sie haben schon abgestimmt. Jede Person hat eine Stimme.") if day is not None else verdict.why
        return _refuse(request, room, why, status=403 if request.method == "POST" else 200)
    box = box_of(room)
    if box is not None and box.closed_at is not None:
        return _refuse(request, room, _("Die Stimmen sind schon ausgezählt."))
    if not step or step == "zurueck":
        return _ballot(request, room, box, ideas)
    terms, choices = rules.rules_of(room.module, box), rules.choices_of(room.module, box)
    try:
        chosen = rules.checked_choice(terms, choices, ideas)
    except ValidationError as refused:
        return _ballot(request, room, box, ideas, error=refused.messages[0])
    stale = (
        _("Das Formular war zu lange offen. Bitte geben Sie den Stimmzettel noch einmal ab.")
        if step == "abgeben"
        else ""
    )
    context = {"chosen": chosen, "spent": sum(c.cost for c in chosen), "terms": terms, "error": stale}
    context["mark"] = rules.make_mark(room.user, room.module)
    response = render(
        request,
        "budgets/check.html",
        frame(request, room, _("Stimmzettel prüfen"), **context),
        status=422 if stale else 200,
    )
    response["Cache-Control"] = "no-store"
    return response


def _ballot(
    request: HttpRequest, room: rooms.Room, box: Box | None, ideas: list[uuid.UUID], error: str = ""
) -> HttpResponse:
    terms, choices = rules.rules_of(room.module, box), rules.choices_of(room.module, box)
    ticked = {c.idea: c.cost for c in choices if c.idea in ideas}
    context = {"terms": terms, "choices": choices, "ticked": set(ticked), "error": error}
    context |= {"spent": sum(ticked.values()), "count": len(ticked)}
    return render(
        request,
        "budgets/vote.html",
        frame(request, room, _("Stimmzettel"), **context),
        status=rooms.REFUSED if error else 200,
    )


def _cast(request: HttpRequest, room: rooms.Room, ideas: list[uuid.UUID], key: uuid.UUID) -> HttpResponse:
    assert room.user is not None
    try:
        found = actions.cast(room.city, room.module, room.user, ideas, key=key)
    except ValidationError as refused:
        if getattr(refused, "code", "") in FORM_CODES:
            return _ballot(request, room, box_of(room), ideas, error=refused.messages[0])
        return _refuse(request, room, refused.messages[0])
    context = frame(request, room, _("Ihre Stimme ist abgegeben"), code=found.code)
    context["fingerprint"] = rules.fingerprint(room.module, found.code)
    response = render(request, "budgets/receipt.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _refuse(request: HttpRequest, room: rooms.Room, why: str, status: int = 403) -> HttpResponse:
    needs = room.asks_for("vote") == Who.RESIDENT and room.person.home_city_id is None
    context = frame(request, room, _("Abstimmen"), refusal=why, needs_proof=needs)
    return render(request, "budgets/refused.html", context, status=status)


@rooms.in_module(rules.KIND)
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, room: rooms.Room) -> HttpResponse:
    """Is the ballot of this code in the box? What it chooses is shown once everything is published."""
    if not rules.has_begun(room.plan, room.module, room.now):
        raise Http404
    code = request.POST.get("code", "")[:64].strip() if request.method == "POST" else ""
    context = frame(request, room, _("Beleg prüfen"), code=code, box=box_of(room))
    if code:
        mark = rules.fingerprint(room.module, code)
        ballot = Ballot.objects.filter(box__module=room.module, receipt=mark).first()
        context |= {"fingerprint": mark, "found": ballot, "asked": True}
        if ballot is not None and context["box"].closed_at is not None:
            lines = ballot.lines.annotate(number=F("option__number"), title=F("option__title")).order_by("number")
            context["lines"] = list(lines.values("number", "title"))
    response = render(request, "budgets/proof.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _closed_box(room: rooms.Room) -> Box:
    box = box_of(room)
    if box is None or box.closed_at is None:
        raise Http404
    return box


@rooms.in_module(rules.KIND)
@require_http_methods(["GET", "HEAD"])
def result(request: HttpRequest, room: rooms.Room) -> HttpResponse:
    """Figures and the chosen proposals; before the count, only how many have voted."""
    if not rules.has_begun(room.plan, room.module, room.now):
        raise Http404
    box = box_of(room)
    context = results.result_context(room, box)
    return render(request, "budgets/result.html", frame(request, room, _("Ergebnis der Abstimmung"), **context))


@rooms.in_module(rules.KIND)
@require_http_methods(["GET", "HEAD"])
def ballots_csv(request: HttpRequest, room: rooms.Room) -> HttpResponse:
    """Every ballot for a recount by anybody: receipt's fingerprint or paper's number, and what it chooses."""
    box = _closed_box(room)
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(["Beleg", "Art", "Gueltig", "Vorschlaege"])
    for ballot in results.ballot_rows(box):
        rows.writerow([ballot["receipt"], ballot["source"], ballot["valid"], ballot["numbers"]])
    return _file(out.getvalue(), "text/csv", "stimmzettel.csv")


@rooms.in_module(rules.KIND)
@require_http_methods(["GET", "HEAD"])
def pabulib_file(request: HttpRequest, room: rooms.Room) -> HttpResponse:
    with scopes_disabled():  # the box of a joint project holds ballots of all its cities
        return _file(results.pabulib_text(room.plan, room.module, _closed_box(room)), "text/plain", "abstimmung.pb")


def _file(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
