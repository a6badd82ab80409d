"""Asking, supporting and reading, for everyone; the screen in the hall."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.comments.threads import CountedPaginator
from participation.guests.actions import ask as ask_by_mail
from participation.projects.models import Module, Who
from participation.projects.rooms import REFUSED, Room, in_module, messages_of, sign_in_url, to_sign_in
from portal.cities import anonymous_forms

from . import actions, rules
from .addresses import question_url, report_url
from .forms import AskForm, SupportForm
from .models import Question
from .permissions import may_run, owns, takes_nameless

READ = require_http_methods(["GET", "HEAD"])
WRITE = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 20
ON_SCREEN = 5  # besides the one that is discussed
SORTS: dict[str, tuple[str, ...]] = {"beliebt": ("-support_count", "pk"), "neu": ("-created_at", "-pk")}
# A whole hall may share one address: more than the usual number of posts per hour
HALL_PER_HOUR = 60
FORM = "live-ask"


def address(room: Room, name: str, *args: Any) -> str:
    return reverse(f"live:{name}", args=[room.project.slug, room.module.slug, *args])


def frame(request: HttpRequest, room: Room, title: str, *more: tuple[str, str], **extra: Any) -> dict[str, Any]:
    return room.context(title, *more, messages=messages_of(request), **extra)


def by_state(module: Module) -> dict[str, int]:
    rows = Question.objects.filter(module=module, status=Question.Status.VISIBLE).order_by().values_list("state")
    return dict(rows.annotate(n=Count("pk")))


def prepare(room: Room, rows: list[Question]) -> list[Question]:
    """What the templates need beside the row."""
    for row in rows:
        row.module = room.module
        row.url = question_url(row)  # type: ignore[attr-defined]
        row.report_url = report_url(row, room.city)  # type: ignore[attr-defined]
        row.owned = owns(room.user, row)  # type: ignore[attr-defined]
    return rows


def shown(room: Room) -> QuerySet[Question]:
    rows = Question.objects.filter(module=room.module).shown().supported_by(room.user)
    return rows.select_related("author", "city__site")


def new_form(room: Room, data: Any = None) -> AskForm | None:
    """The form for this person, None where asking is closed or needs an account."""
    asks = room.asks_for("ask")
    if not asks or (room.user is None and asks != Who.ANYONE):
        return None
    mailed = room.user is None and not takes_nameless(room)
    return AskForm(data, user=room.user, module=room.module.uuid, mailed=mailed)


@READ
def show(request: HttpRequest, room: Room) -> HttpResponse:
    """Questions, the most supported first; the kind's first page, already inside `in_module`."""
    counts = by_state(room.module)
    open_count = sum(counts.get(state, 0) for state in Question.OPEN)
    answered_count = counts.get(Question.State.ANSWERED, 0)
    answered = request.GET.get("stand") == "beantwortet"
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "beliebt"
    states = [Question.State.ANSWERED] if answered else list(Question.OPEN)
    order = ("-answered_at", "-pk") if answered else SORTS[sort]
    rows = shown(room).filter(state__in=states).order_by(*order)
    total = answered_count if answered else open_count
    page = CountedPaginator(rows, PER_PAGE, total).get_page(request.GET.get("seite"))
    page.object_list = prepare(room, list(page.object_list))  # type: ignore[assignment]
    own: list[Question] = []
    if room.user is not None:
        mine = Question.objects.filter(module=room.module, author=room.user, status=Question.Status.VISIBLE)
        mine = mine.select_related("author", "city__site")
        own = prepare(room, list(mine.filter(state=Question.State.WAITING).order_by("-pk")[:5]))
    asks, supports = room.asks_for("ask"), room.asks_for("support")
    may_ask = room.may("ask") if room.user is not None or not asks else None
    context = frame(
        request,
        room,
        room.module.title,
        found=page,
        own=own,
        answered=answered,
        sort=sort,
        views=[
            {"title": f"{_('Offen')} ({open_count})", "url": room.url, "current": not answered},
            {
                "title": f"{_('Beantwortet')} ({answered_count})",
                "url": f"{room.url}?stand=beantwortet",
                "current": answered,
            },
        ],
        sorts=[
            {"title": _("Meiste Unterstützung"), "url": room.url, "current": sort == "beliebt"},
            {"title": _("Neueste"), "url": f"{room.url}?sort=neu", "current": sort == "neu"},
        ],
        form=new_form(room) if may_ask is None or may_ask else None,
        may_ask=may_ask,
        supports=supports,
        waiting=counts.get(Question.State.WAITING, 0) if room.manages else 0,
        premoderated=room.module.setting("premoderation"),
        anonymous=anonymous_forms.context(request, FORM),
        sign_in_url=sign_in_url(address(room, "ask")),
        ask_url=address(room, "ask"),
    )
    return render(request, "live/questions.html", context)


@in_module("live")
@WRITE
def ask(request: HttpRequest, room: Room) -> HttpResponse:
    """Ask: as a member; without account and name where the desk reads first; else with a link by mail."""
    asks = room.asks_for("ask")
    if room.user is None and asks and asks != Who.ANYONE:
        return to_sign_in(request)
    verdict = room.may("ask") if room.user is not None or not asks else None
    refusal = verdict.why if verdict is not None and not verdict else ""
    bound = request.method == "POST"
    form = new_form(room, request.POST if bound else None)
    status = (403 if refusal else REFUSED) if bound else 200
    if bound and form is not None and not refusal:
        kept = anonymous_forms.protect(request, FORM, per_hour=HALL_PER_HOUR) if room.user is None else None
        if kept is not None:
            form.is_valid()
            form.add_error(None, kept.text)
            status = kept.status
        elif form.is_valid():
            try:
                return HttpResponseRedirect(_store(request, room, form))
            except ValidationError as refused:
                form.add_error(None, refused)
    title = _("Frage stellen")
    context = frame(
        request,
        room,
        title,
        (title, ""),
        form=form,
        refusal=refusal,
        kept=request.POST.get("text", "")[:2000] if bound and refusal else "",
        ask_url=request.path,
        anonymous=anonymous_forms.context(request, FORM),
        premoderated=room.module.setting("premoderation"),
    )
    return render(request, "live/ask.html", context, status=status)


def _store(request: HttpRequest, room: Room, form: AskForm) -> str:
    """Where to go after the question is stored or waits for its confirmation. Raises Refused."""
    text = form.cleaned_data["text"]
    if room.user is not None:
        row = actions.ask_question(room.city.pk, room.module, room.person, text, form_key=form.form_key)
        row.module = room.module
        if row.state == Question.State.WAITING:
            messages.success(request, _("Danke. Ihre Frage wird gezeigt, sobald die Regie sie freigegeben hat."))
            return room.url
        messages.success(request, _("Danke. Ihre Frage steht jetzt in der Liste."))
        return question_url(row)
    if "email" in form.fields:
        payload = {"question": rules.checked_text(text), "city": room.city.pk}
        ask_by_mail(room.city, room.module, "live.ask", payload, form.cleaned_data["email"], request=request)
        anonymous_forms.count(request, FORM)
        return f"{address(room, 'thanks')}?mail=1"
    actions.ask_question(room.city.pk, room.module, room.person, text, nameless=True)
    anonymous_forms.count(request, FORM)
    return address(room, "thanks")


@in_module("live")
@READ
def thanks(request: HttpRequest, room: Room) -> HttpResponse:
    """After a visitor's post; says the same for every address."""
    mailed = request.GET.get("mail") == "1"
    title = _("Bitte sehen Sie in Ihr Postfach") if mailed else _("Danke für Ihre Frage")
    return render(request, "live/thanks.html", frame(request, room, title, (title, ""), mailed=mailed))


def find_question(room: Room, key: uuid.UUID) -> Question:
    """A shown question of this module; its author also sees it waiting, refused or hidden. 404 otherwise."""
    row = (
        Question.objects.filter(module=room.module, uuid=key)
        .exclude(status=Question.Status.DELETED)
        .supported_by(room.user)
        .select_related("author", "city__site")
        .first()
    )
    if row is None or not (row.is_shown or owns(room.user, row)):
        raise Http404
    return prepare(room, [row])[0]


@in_module("live")
@READ
def question(request: HttpRequest, room: Room, question: uuid.UUID) -> HttpResponse:
    row = find_question(room, question)
    title = _("Frage Nr. %(n)s") % {"n": row.number}
    context = frame(
        request,
        room,
        title,
        (title, ""),
        row=row,
        supports=room.asks_for("support"),
        runs=may_run(room.user, room.plan, row),
    )
    return render(request, "live/question.html", context)


@in_module("live")
@WRITE
def support(request: HttpRequest, room: Room, question: uuid.UUID) -> HttpResponse:
    """Members: one press (`an=1`, `an=0` takes it back). Visitors, where everyone may: a link by mail."""
    row = find_question(room, question)
    asks = room.asks_for("support")
    if room.user is None and asks and asks != Who.ANYONE:
        return to_sign_in(request)
    refusal, status, form = "", 200, None
    if room.user is not None or not asks:
        verdict = room.may("support")
        refusal = "" if verdict else verdict.why
        if request.method == "POST" and verdict:
            try:
                actions.set_support(room.city.pk, row, room.person, request.POST.get("an") == "1")
                return HttpResponseRedirect(_back(request, room, row))
            except ValidationError as refused:
                refusal = refused.messages[0]
        status = 403 if request.method == "POST" else 200
    else:
        bound = request.method == "POST"
        form = SupportForm(request.POST if bound else None)
        if bound:
            status = REFUSED
            kept = anonymous_forms.protect(request, FORM, per_hour=HALL_PER_HOUR)
            if kept is not None:
                form.is_valid()
                form.add_error(None, kept.text)
                status = kept.status
            elif form.is_valid():
                try:
                    payload = {"item": str(row.uuid), "city": room.city.pk}
                    ask_by_mail(room.city, room.module, "live.support", payload, form.cleaned_data["email"], request=request)  # fmt: skip
                    anonymous_forms.count(request, FORM)
                    return HttpResponseRedirect(f"{address(room, 'thanks')}?mail=1")
                except ValidationError as refused:
                    form.add_error(None, refused)
    title = _("Frage unterstützen")
    context = frame(
        request, room, title, (title, ""), row=row, form=form, refusal=refusal,
        anonymous=anonymous_forms.context(request, FORM),
    )  # fmt: skip
    return render(request, "live/support.html", context, status=status)


def _back(request: HttpRequest, room: Room, row: Question) -> str:
    """To the list the press came from, or to the question."""
    query = request.POST.get("liste", "")
    known = {"": room.url, "neu": f"{room.url}?sort=neu"}
    return f"{known[query]}#frage-{row.number}" if query in known and "liste" in request.POST else question_url(row)


@in_module("live")
@WRITE
def delete(request: HttpRequest, room: Room, question: uuid.UUID) -> HttpResponse:
    row = find_question(room, question)
    if not owns(room.user, row):
        raise Http404
    if request.method == "POST":
        assert room.user is not None
        actions.delete_question(row.city, row, actor=room.user)
        messages.success(request, _("Ihre Frage ist gelöscht."))
        return HttpResponseRedirect(room.url)
    title = _("Frage löschen")
    return render(request, "live/delete.html", frame(request, room, title, (title, ""), row=row))


@in_module("live")
@READ
def screen(request: HttpRequest, room: Room) -> HttpResponse:
    """The screen in the hall: what is discussed, and the most supported open questions. No names."""
    rows = list(
        Question.objects.filter(module=room.module)
        .shown()
        .filter(state__in=Question.OPEN)
        .order_by("-support_count", "pk")[: ON_SCREEN + 1]
    )
    stage = next((row for row in rows if row.state == Question.State.STAGE), None)
    if stage is None:
        stage = Question.objects.filter(module=room.module, state=Question.State.STAGE).shown().first()
    context = {
        "room": room,
        "module": room.module,
        "stage": stage,
        "rows": [row for row in rows if row.state != Question.State.STAGE][:ON_SCREEN],
        "address": f"{request.get_host().split(':')[0]}{room.url}",
    }
    return render(request, "live/screen.html", context)
