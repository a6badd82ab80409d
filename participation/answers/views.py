"""The desk: what waits for an answer, answers for one or a group, templates. For staff of the city; else 404."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from participation.projects import rooms
from participation.projects.permissions import may_manage

from . import actions
from .forms import AnswerForm, TemplateForm
from .models import CHIPS, LATE, AnswerTemplate, State
from .registry import Answerable, answerable_in

PER_PAGE = 50


def at_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """(request, room, kind of contribution, …); 404 for everybody who does not run projects of this very city."""

    @wraps(view)
    def inner(request: HttpRequest, room: rooms.Room, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = answerable_in(room.module)
        if kind is None or not room.plan.has_city(room.city.pk) or not may_manage(room.user, room.plan, room.city):
            raise Http404
        return view(request, room, kind, *args, **kwargs)

    return rooms.in_module()(inner)


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, room: rooms.Room, kind: Answerable) -> HttpResponse:
    only = _uuid(request.GET.get("beitrag"))
    every = kind.rows(room.module).filter(city=room.city)
    tally = every.order_by().aggregate(
        all=Count("pk"),
        new=Count("pk", filter=Q(state="new")),
        late=Count("pk", filter=Q(state="new", created_at__lt=room.now - LATE)),
        review=Count("pk", filter=Q(state="review")),
    )
    chosen, rows = _narrowed(every, request.GET.get("filter", ""), room.now)
    if only is not None:
        rows = every.filter(uuid=only)
    templates = list(AnswerTemplate.objects.filter(city=room.city)[: actions.TEMPLATES_MAX])
    picked = {str(v) for v in request.POST.getlist("beitrag")} if request.method == "POST" else {str(only)}
    if request.method == "POST":
        form = AnswerForm(request.POST)
        if form.is_valid():
            try:
                return _answer(request, room, kind, form, [u for u in map(_uuid, picked) if u is not None])
            except ValidationError as refused:
                code = getattr(refused, "code", None)
                form.add_error(code if code in form.fields else None, refused)
    else:
        form = AnswerForm(initial=_initial(room, templates, _uuid(request.GET.get("vorlage"))))
    number = request.GET.get("seite", "")
    page = Paginator(rows, PER_PAGE).get_page(
        int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    )
    listed = [
        _row(row, room, kind, picked)
        for row in page.object_list.values("uuid", "number", "title", "state", "created_at")
    ]
    page.object_list = listed
    title = _("Beiträge beantworten")
    context = room.context(
        title, (title, ""), found=page, form=form, templates=templates, chosen=chosen, only=only, filters=_filters(chosen, tally),
        messages=rooms.messages_of(request),
    )  # fmt: skip
    return render(request, "answers/desk.html", context, status=rooms.REFUSED if request.method == "POST" else 200)


def _uuid(value: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID((value or "")[:40])
    except ValueError:
        return None


def _narrowed(rows: QuerySet[Any], wanted: str, now: dt.datetime) -> tuple[str, QuerySet[Any]]:
    """What waits longest comes first; decided ones the other way round."""
    if wanted == "spaet":
        return wanted, rows.filter(state="new", created_at__lt=now - LATE).order_by("created_at", "pk")
    if wanted in ("review", "accepted", "partly", "rejected"):
        return wanted, rows.filter(state=wanted).order_by("-created_at", "-pk")
    if wanted == "alle":
        return wanted, rows.order_by("-created_at", "-pk")
    return "offen", rows.filter(state="new").order_by("created_at", "pk")


def _filters(chosen: str, tally: dict[str, int]) -> list[dict[str, Any]]:
    titles = {
        "offen": f"{_('Unbeantwortet')} ({tally['new']})",
        "spaet": f"{_('Über 14 Tage')} ({tally['late']})",
        "review": f"{_('In Prüfung')} ({tally['review']})",
        "alle": f"{_('Alle')} ({tally['all']})",
    }
    return [{"title": title, "url": f"?filter={key}", "current": key == chosen} for key, title in titles.items()]


def _row(row: dict[str, Any], room: rooms.Room, kind: Answerable, picked: set[str]) -> dict[str, Any]:
    state = row["state"]
    return {
        **row,
        "url": kind.address(room.module, row["uuid"]),
        "label": _("neu") if state == "new" else State(state).label,
        "chip": CHIPS[state],
        "days": (room.now - row["created_at"]).days,
        "late": state == "new" and room.now - row["created_at"] > LATE,
        "waits": state == "new",
        "picked": str(row["uuid"]) in picked,
    }


def _initial(room: rooms.Room, templates: list[AnswerTemplate], wanted: uuid.UUID | None) -> dict[str, str]:
    template = next((t for t in templates if t.uuid == wanted), None)
    office = room.project.office
    found = {"office": office.name if office is not None and office.city_id == room.city.pk else ""}
    return found | ({"reason": template.text, "state": template.state} if template is not None else {})


def _answer(
    request: HttpRequest, room: rooms.Room, kind: Answerable, form: AnswerForm, items: list[uuid.UUID]
) -> HttpResponse:
    if not items:
        raise actions.Refused(_("Bitte haken Sie mindestens einen Beitrag an."), code="items")
    made = actions.answer(room.city, room.module, kind, items, actor=room.user, **form.cleaned_data)
    text = ngettext("%(n)s Beitrag ist beantwortet.", "%(n)s Beiträge sind beantwortet.", len(made)) % {"n": len(made)}
    messages.success(request, text)
    return HttpResponseRedirect(_desk_url(room))


def _desk_url(room: rooms.Room, **query: str) -> str:
    path = reverse("answers:desk", args=[room.project.slug, room.module.slug])
    return f"{path}?{urlencode(query)}" if query else path


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: HttpRequest, room: rooms.Room, kind: Answerable) -> HttpResponse:
    """Words the city's desk uses again, in every project."""
    form = TemplateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_template(room.city, actor=room.user, **form.cleaned_data)  # type: ignore[arg-type]
            return HttpResponseRedirect(request.path)
        except ValidationError as refused:
            form.add_error(None, refused)
    title = _("Antwortvorlagen")
    rows = list(AnswerTemplate.objects.filter(city=room.city)[: actions.TEMPLATES_MAX])
    context = room.context(
        title, (_("Beiträge beantworten"), _desk_url(room)), (title, ""), form=form, templates=rows,
        desk_url=_desk_url(room), messages=rooms.messages_of(request),
    )  # fmt: skip
    return render(request, "answers/templates.html", context, status=rooms.REFUSED if request.method == "POST" else 200)


@at_desk
@require_POST
def remove_template(request: HttpRequest, room: rooms.Room, kind: Answerable, template: uuid.UUID) -> HttpResponse:
    row = AnswerTemplate.objects.filter(city=room.city, uuid=template).first()
    if row is None:
        raise Http404
    assert room.user is not None
    actions.remove_template(room.city, row, actor=room.user)
    return HttpResponseRedirect(reverse("answers:templates", args=[room.project.slug, room.module.slug]))
