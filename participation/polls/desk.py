"""The desk's screens of a survey: its questions, and the words that people wrote. For everybody else: 404."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.projects.permissions import may_manage
from participation.projects.rooms import REFUSED, Room, in_module

from . import editing, walk
from .forms import QuestionForm, SheetForm, WordingForm
from .models import Answer, Question, questions_of
from .views import address

View = Callable[..., HttpResponse]
PER_PAGE = 50


def desk_only(view: View) -> View:
    """The questions belong to the leading city; its desk edits them on any portal that shows the project."""

    @in_module("poll")
    @wraps(view)
    def inner(request: HttpRequest, room: Room, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_manage(room.user, room.project):
            raise Http404
        return view(request, room, *args, **kwargs)

    return inner


def _context(room: Room, title: str, **extra: Any) -> dict[str, Any]:
    more = [(_("Fragen"), address(room, "questions"))] + ([(title, "")] if title != _("Fragen") else [])
    return room.context(title, *more, list_url=address(room, "questions"), **extra)


def _find(room: Room, key: uuid.UUID) -> tuple[list[Question], Question]:
    rows = questions_of(room.module.pk)
    found = next((q for q in rows if q.uuid == key), None)
    if found is None:
        raise Http404
    return rows, found


@desk_only
@require_http_methods(["GET", "HEAD"])
def questions(request: HttpRequest, room: Room) -> HttpResponse:
    return _list(request, room)


def _list(request: HttpRequest, room: Room, refusal: str = "") -> HttpResponse:
    rows = questions_of(room.module.pk)
    by_pk, numbers = {q.pk: q for q in rows}, {q.pk: n for n, q in enumerate(rows, 1)}
    frozen = editing.is_frozen(room.module)
    listed = [
        {
            "question": q,
            "number": numbers[q.pk],
            "choices": walk.listed(q),
            "condition": walk.condition_words(q, by_pk, numbers),
            "first": n == 0,
            "last": n == len(rows) - 1,
        }
        for n, q in enumerate(rows)
    ]
    found = _context(
        room, _("Fragen"), rows=listed, frozen=editing.frozen_reason() if frozen else "", refusal=refusal,
        add_url=address(room, "add"), preview_url=address(room, "preview"), results_url=address(room, "results"),
    )  # fmt: skip
    return render(request, "polls/questions.html", found, status=REFUSED if refusal else 200)


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, room: Room) -> HttpResponse:
    rows = questions_of(room.module.pk)
    if editing.is_frozen(room.module):
        return _list(request, room, editing.frozen_reason())
    form = QuestionForm(request.POST if request.method == "POST" else None, earlier=rows, initial={"kind": "single"})
    if request.method == "POST" and form.is_valid():
        try:
            editing.add_question(room.project.city, room.module, actor=room.user, **form.values())
            return HttpResponseRedirect(address(room, "questions"))
        except ValidationError as refused:
            form.add_error(None, refused)
    return _form(request, room, form, _("Neue Frage"))


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, room: Room, question: uuid.UUID) -> HttpResponse:
    """Everything before the first response, then the wording."""
    rows, row = _find(room, question)
    data = request.POST if request.method == "POST" else None
    frozen = editing.is_frozen(room.module)
    form: Any
    if frozen:
        form = WordingForm(data, question=row)
    else:
        earlier = [q for q in rows if q.position < row.position]
        form = QuestionForm(data, earlier=earlier, initial=QuestionForm.initial_of(row))
    if request.method == "POST" and form.is_valid():
        act = editing.correct_question if frozen else editing.change_question
        try:
            act(room.project.city, row, actor=room.user, **form.values())
            return HttpResponseRedirect(address(room, "questions"))
        except ValidationError as refused:
            form.add_error(None, refused)
    return _form(request, room, form, _("Frage ändern"), frozen=editing.frozen_reason() if frozen else "")


def _form(request: HttpRequest, room: Room, form: Any, title: str, **extra: Any) -> HttpResponse:
    status = REFUSED if request.method == "POST" else 200
    return render(request, "polls/question_form.html", _context(room, title, form=form, **extra), status=status)


def _act(request: HttpRequest, room: Room, run: Callable[[], Any]) -> HttpResponse:
    try:
        run()
    except ValidationError as refused:
        return _list(request, room, refused.messages[0])
    return HttpResponseRedirect(address(room, "questions"))


@desk_only
@require_http_methods(["POST"])
def move(request: HttpRequest, room: Room, question: uuid.UUID) -> HttpResponse:
    _rows, row = _find(room, question)
    step = -1 if request.POST.get("do") == "hoch" else 1
    return _act(request, room, lambda: editing.move_question(room.project.city, row, step, actor=room.user))


@desk_only
@require_http_methods(["POST"])
def copy(request: HttpRequest, room: Room, question: uuid.UUID) -> HttpResponse:
    _rows, row = _find(room, question)
    return _act(request, room, lambda: editing.copy_question(room.project.city, row, actor=room.user))


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, room: Room, question: uuid.UUID) -> HttpResponse:
    _rows, row = _find(room, question)
    if request.method == "POST":
        return _act(request, room, lambda: editing.delete_question(room.project.city, row, actor=room.user))
    return render(request, "polls/question_delete.html", _context(room, _("Frage löschen"), question=row))


@desk_only
@require_http_methods(["GET", "HEAD"])
def preview(request: HttpRequest, room: Room) -> HttpResponse:
    """All questions as people see them, on one page and without a button."""
    form = SheetForm(questions=questions_of(room.module.pk))
    return render(request, "polls/preview.html", _context(room, _("Vorschau"), form=form, groups=form.groups()))


@in_module("poll")
@require_http_methods(["GET", "HEAD"])
def texts(request: HttpRequest, room: Room, question: uuid.UUID) -> HttpResponse:
    """What people wrote in their own words, for the desk: the leading city reads all, a partner its own city's."""
    if not room.manages:
        raise Http404
    _rows, row = _find(room, question)
    answers = Answer.objects.filter(question=row).exclude(text="").order_by("pk")
    if not may_manage(room.user, room.project):
        answers = answers.filter(city__in=[c for c in room.plan.cities if may_manage(room.user, room.plan, c)])
    page = Paginator(answers.only("text"), PER_PAGE).get_page(request.GET.get("seite"))
    title = _("Eigene Worte")
    found = room.context(title, (_("Ergebnis"), address(room, "results")), (title, ""), question=row, answers=page)
    return render(request, "polls/texts.html", found)
