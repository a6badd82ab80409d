"""Weighing: one page per module. Everything works without a script; a pair is a form with four buttons."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from participation.guests.actions import ask
from participation.guests.views import to_sent
from participation.projects.models import Who
from participation.projects.permissions import may_manage
from participation.projects.rooms import REFUSED, Room, in_module, messages_of, sign_in_url
from portal.cities import anonymous_forms

from . import actions, pairing, results
from .exports import unit_of
from .forms import PointsForm, RatingForm, WeightsForm
from .models import Comparison, Method, Option, Pair, Weight
from .voters import keys_of

FEATURE = actions.FEATURE
FORM = "priorities"
PER_HOUR = 40  # a school has one address


def address(room: Room, name: str, *args: Any) -> str:
    return reverse(f"priorities:{name}", args=[room.project.slug, room.module.slug, *args])


def _own(room: Room, method: str) -> dict[int, int]:
    """Option id → what the person gave it. One query, none for visitors."""
    keys = keys_of(room.module, room.person)
    if not keys or method == Method.PAIRWISE:
        return {}
    rows = Weight.objects.filter(module=room.module, method=method, voter__in=keys)
    return dict(rows.values_list("option", "value"))


def _form(request: HttpRequest, room: Room, options: list[Option], own: dict[int, int], *, bound: bool) -> WeightsForm:
    data = request.POST if bound else None
    common: dict[str, Any] = {"options": options, "own": own, "guest": room.user is None}
    if room.module.setting("method") == Method.POINTS:
        return PointsForm(data, points=room.module.setting("points"), **common)
    return RatingForm(data, **common)


def _duel(room: Room, options: list[Option]) -> dict[str, Any]:
    """The pair that is next, and how far the person is. Two queries for members, none for visitors."""
    total = len(options) * (len(options) - 1) // 2
    keys = keys_of(room.module, room.person)
    if not keys:
        return {"pair": None, "done": 0, "total": total}
    pairs = {(p.first_id, p.second_id): p for p in Pair.objects.filter(module=room.module)}
    answered = set(Comparison.objects.filter(module=room.module, voter__in=keys).values_list("pair", flat=True))
    own = {pair for pair, row in pairs.items() if row.pk in answered}
    by_pk = {option.pk: option for option in options}
    found = pairing.next_pair(by_pk, {pair: row.asked for pair, row in pairs.items()}, own, keys[0])
    pair = None
    if found is not None:
        order = reversed(found) if pairing.swapped(keys[0], found) else found
        pair = [by_pk[pk] for pk in order]
    return {"pair": pair, "done": len(own), "total": total}


@require_http_methods(["GET", "HEAD"])
def show(request: HttpRequest, room: Room) -> HttpResponse:
    return _page(request, room)


def _page(
    request: HttpRequest, room: Room, *, form: WeightsForm | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    module, method = room.module, room.module.setting("method")
    options = list(Option.objects.filter(module=module))
    verdict, asked = room.may(FEATURE), room.asks_for(FEATURE)
    as_guest = room.user is None and asked == Who.ANYONE and method != Method.PAIRWISE
    may_weigh = (bool(verdict) or as_guest) and len(options) > 1
    duel: dict[str, Any] = {}
    if method == Method.PAIRWISE:
        duel = _duel(room, options)
        has_weighed = duel["done"] > 0
        form = None
    else:
        own = _own(room, method)
        has_weighed = bool(own)
        if may_weigh and form is None:
            form = _form(request, room, options, own, bound=False)
    over = results.is_over(module, room.now)
    desk = may_manage(room.user, room.project)
    seen = results.may_see(module, over=over, has_weighed=has_weighed, people=module.contribution_count)
    context = room.context(
        module.title,
        options=options,
        method=method,
        unit=unit_of(method),
        points=module.setting("points"),
        form=form if may_weigh else None,
        duel=duel,
        may_weigh=may_weigh,
        has_weighed=has_weighed,
        why="" if may_weigh else _why(room, method, verdict.why),
        sign_in_url=sign_in_url(room.url) if room.user is None and asked and not as_guest else "",
        lines=results.lines(module, options) if seen and options else [],
        waits=has_weighed and not seen and module.setting("results") == "after_own",
        min_people=results.MIN_PEOPLE,
        people=module.contribution_count,
        over=over,
        refusal=refusal,
        weigh_url=address(room, "weigh"),
        compare_url=address(room, "compare"),
        desk_url=address(room, "options") if desk else "",
        messages=messages_of(request),
    )
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        context["anonymous"] = anonymous_forms.context(request, FORM)
    return render(request, "priorities/show.html", context, status=status)


def _why(room: Room, method: str, reason: str) -> str:
    """Why the person cannot weigh now."""
    if room.user is None and method == Method.PAIRWISE and room.asks_for(FEATURE) == Who.ANYONE:
        return _("Bitte melden Sie sich an, um Vorschläge zu vergleichen.")
    return reason or _("Zum Gewichten braucht es mindestens zwei Vorschläge.")


def _stranger(request: HttpRequest, room: Room) -> HttpResponse | None:
    """What becomes of a post by somebody without an account where one is needed: sign in first."""
    if room.user is None and (room.asks_for(FEATURE) != Who.ANYONE or room.module.setting("method") == Method.PAIRWISE):
        if room.asks_for(FEATURE):
            return HttpResponseRedirect(sign_in_url(room.url))
        return _page(request, room, refusal=room.may(FEATURE).why, status=403)
    return None


def _status(refused: ValidationError) -> int:
    return 403 if getattr(refused, "code", "") == "phase" else REFUSED


@in_module("priorities")
@require_http_methods(["GET", "HEAD", "POST"])
def weigh(request: HttpRequest, room: Room) -> HttpResponse:
    """Ratings or points as a whole; what is left open stays open, and all can be changed until the phase ends."""
    if request.method != "POST":
        return HttpResponseRedirect(room.url)
    answer = _stranger(request, room)
    if answer is not None:
        return answer
    visitor = settings.SESSION_COOKIE_NAME not in request.COOKIES
    refusal = anonymous_forms.protect(request, FORM, per_hour=PER_HOUR) if visitor else None
    options = list(Option.objects.filter(module=room.module))
    form = _form(request, room, options, {}, bound=True)
    if refusal is not None:
        return _page(request, room, form=form, refusal=refusal.text, status=refusal.status)
    if not form.is_valid():
        return _page(request, room, form=form, status=REFUSED)
    try:
        if room.user is None:
            values = {str(key): value for key, value in form.values.items() if value is not None}
            payload = {"values": values, "city": room.city.slug}
            ask(room.city, room.module, "priorities.weigh", payload, form.cleaned_data["email"], request=request)
            if visitor:
                anonymous_forms.count(request, FORM)
            return to_sent()
        left = actions.weigh(room.city, room.module, room.person, form.values)
    except ValidationError as refused:
        return _page(request, room, form=form, refusal=refused.messages[0], status=_status(refused))
    messages.success(
        request,
        _("Gespeichert. Sie können Ihre Gewichte bis zum Ende ändern.") if left else _("Ihre Gewichte sind gelöscht."),
    )
    return HttpResponseRedirect(room.url)


def _uuid(value: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID((value or "")[:36])
    except ValueError:
        return None


@in_module("priorities")
@require_POST
def compare(request: HttpRequest, room: Room) -> HttpResponse:
    """The answer to one pair; leads to the next one."""
    answer = _stranger(request, room)
    if answer is not None:
        return answer
    one, other = _uuid(request.POST.get("a")), _uuid(request.POST.get("b"))
    chosen = request.POST.get("wahl", "")
    if one is None or other is None or chosen not in ("a", "b", "gleich", "unbekannt"):
        text = _("Bitte wählen Sie eine der vier Antworten.")
        return _page(request, room, refusal=text, status=REFUSED)
    winner = {"a": one, "b": other}.get(chosen)
    try:
        actions.compare(room.city, room.module, room.person, one, other, winner, unknown=chosen == "unbekannt")
    except ValidationError as refused:
        return _page(request, room, refusal=refused.messages[0], status=_status(refused))
    return HttpResponseRedirect(f"{room.url}#vergleich")
