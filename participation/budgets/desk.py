"""The desk of a budget: check proposals, enter paper, count. Without the right in this city every address is 404."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.ideas.models import Idea
from participation.projects import rooms
from participation.projects.permissions import may_manage

from . import actions, closing, rules
from .forms import CheckForm, PaperForm, SlipForm
from .models import Ballot, Check, Source, Voter
from .views import address, box_of, frame

PER_PAGE = 25
STATES = {"offen": Check.State.OPEN, "umsetzbar": Check.State.FEASIBLE, "nicht": Check.State.NOT_FEASIBLE}
View = Callable[..., HttpResponse]


def at_desk(view: View) -> View:
    @rooms.in_module(rules.KIND)
    @wraps(view)
    def inner(request: HttpRequest, room: rooms.Room, *args: Any, **kwargs: Any) -> HttpResponse:
        if room.user is None or not may_manage(room.user, room.plan, room.city):
            raise Http404
        return view(request, room, *args, **kwargs)

    return inner


@at_desk
@require_http_methods(["GET", "HEAD"])
def checks(request: HttpRequest, room: rooms.Room) -> HttpResponse:
    """This city's proposals; what waits first."""
    rows = Idea.objects.filter(module=room.module, city=room.city, status=Idea.Status.VISIBLE)
    waits = Q(budget_check__isnull=True) | Q(budget_check__state=Check.State.OPEN)
    by_state = {"offen": waits, **{key: Q(budget_check__state=STATES[key]) for key in ("umsetzbar", "nicht")}}
    counts = rows.aggregate(**{key: Count("pk", filter=found) for key, found in by_state.items()})
    state = request.GET.get("stand", "")
    state = state if state in STATES else "offen"
    page = Paginator(
        rows.filter(by_state[state]).select_related("budget_check").order_by("-support_count", "number"), PER_PAGE
    ).get_page(request.GET.get("page"))
    titles = {"offen": _("Offen"), "umsetzbar": _("Umsetzbar"), "nicht": _("Nicht umsetzbar")}
    seg = [
        {"title": f"{titles[key]} ({counts[key]})", "url": f"?stand={key}", "current": key == state} for key in STATES
    ]
    context = frame(request, room, _("Vorschläge prüfen"), page=page, seg=seg, box=box_of(room))
    return render(request, "budgets/desk_checks.html", context)


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, room: rooms.Room, proposal: uuid.UUID) -> HttpResponse:
    rows = Idea.objects.filter(module=room.module, city=room.city, status=Idea.Status.VISIBLE, uuid=proposal)
    idea = get_object_or_404(rows.select_related("budget_check__office", "author"))
    idea.module = room.module
    found = getattr(idea, "budget_check", None)
    if request.method == "POST":
        form = CheckForm(request.POST, city=room.city)
        if form.is_valid():
            try:
                actions.decide_check(room.city, idea, actor=room.user, **form.cleaned_data)  # type: ignore[arg-type]
                messages.success(request, _("Die Prüfung von Nr. %(n)s ist gespeichert.") % {"n": idea.number})
                return HttpResponseRedirect(address(room, "checks"))
            except ValidationError as refused:
                code = getattr(refused, "code", "")
                form.add_error(code if code in form.fields else None, refused)
    else:
        initial: dict[str, Any] = {"state": Check.State.OPEN}
        if found is not None:
            office = str(found.office.uuid) if found.office else ""
            initial = {"state": found.state, "cost": found.cost, "reason": found.reason, "office": office}
        form = CheckForm(initial=initial, city=room.city)
    context = frame(request, room, _("Vorschlag prüfen"), idea=idea, form=form, back=address(room, "checks"))
    return render(request, "budgets/desk_check.html", context, status=rooms.REFUSED if form.is_bound else 200)


def _paper_counts(room: rooms.Room) -> dict[str, int]:
    slips = Voter.objects.filter(module=room.module, source=Source.PAPER).count()
    return {"slips": slips, "papers": Ballot.objects.filter(box__module=room.module, source=Source.PAPER).count()}


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: HttpRequest, room: rooms.Room) -> HttpResponse:
    """First step of the paper vote: who. The ballot itself stays in its closed envelope."""
    form = SlipForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.admit_slip(room.city, room.module, actor=room.user, **form.cleaned_data)  # type: ignore[arg-type]
            messages.success(request, _("Vermerkt. Der Stimmzettel kommt ungeöffnet zu den anderen."))
            return HttpResponseRedirect(address(room, "slip"))
        except ValidationError as refused:
            form.add_error("email" if getattr(refused, "code", "") == "email" else None, refused)
    context = frame(request, room, _("Wahlscheine erfassen"), form=form, back=room.url, **_paper_counts(room))
    context["next"] = address(room, "paper")
    return render(request, "budgets/desk_slip.html", context, status=rooms.REFUSED if form.is_bound else 200)


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, room: rooms.Room) -> HttpResponse:
    """Second step: what. The papers are mixed; nobody knows any more whose is whose."""
    choices = rules.choices_of(room.module, box_of(room))
    form = PaperForm(request.POST if request.method == "POST" else None, choices=choices)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        ideas = [uuid.UUID(key) for key in data["v"]]
        try:
            made = actions.enter_paper(
                room.city, room.module, data["register"], ideas, actor=room.user, void=data["void"]
            )  # type: ignore[arg-type]
            messages.success(request, _("Stimmzettel %(n)s ist erfasst.") % {"n": made.register})
            return HttpResponseRedirect(address(room, "paper"))
        except ValidationError as refused:
            fields = {"register": "register", "twice": "register", "cap": "v", "most": "v", "none": "v", "void": "void"}
            form.add_error(fields.get(getattr(refused, "code", "")), refused)
    context = frame(request, room, _("Stimmzettel erfassen"), form=form, back=room.url, **_paper_counts(room))
    context["next"] = address(room, "slip")
    return render(request, "budgets/desk_paper.html", context, status=rooms.REFUSED if form.is_bound else 200)


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def count(request: HttpRequest, room: rooms.Room) -> HttpResponse:
    """Close the box, or recount a closed one. Before the end nothing can be counted, by nobody."""
    box, refusal, again = box_of(room), "", None
    if request.method == "POST" and box is not None and box.closed_at is not None:
        again = closing.recount(room.module, box)
    elif request.method == "POST":
        try:
            closing.close(room.city, room.module, actor=room.user)
            messages.success(request, _("Die Stimmen sind ausgezählt."))
            return HttpResponseRedirect(address(room, "result"))
        except ValidationError as refused:
            refusal = refused.messages[0]
    context = frame(request, room, _("Auszählung"), box=box, refusal=refusal, again=again, **_paper_counts(room))
    context["ended"] = rules.ended_at(room.plan, room.module, room.now)
    context["missing"] = max(0, context["slips"] - context["papers"])
    return render(request, "budgets/desk_count.html", context, status=rooms.REFUSED if refusal else 200)
