"""The desk's screens of the proposals. They belong to the leading city; for everybody else: 404."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from participation.projects.permissions import may_manage
from participation.projects.rooms import REFUSED, Room, in_module, messages_of

from . import actions, borrowing
from .forms import BorrowForm, OptionForm
from .models import Option
from .views import address

View = Callable[..., HttpResponse]


def desk_only(view: View) -> View:
    @in_module("priorities")
    @wraps(view)
    def inner(request: HttpRequest, room: Room, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_manage(room.user, room.project):
            raise Http404
        return view(request, room, *args, **kwargs)

    return inner


def _find(room: Room, key: uuid.UUID) -> Option:
    found = Option.objects.select_related("module").filter(module=room.module, uuid=key).first()
    if found is None:
        raise Http404
    return found


def _list(
    request: HttpRequest, room: Room, *, form: OptionForm | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    frozen = actions.is_frozen(room.module)
    rows = list(Option.objects.filter(module=room.module))
    sources = {} if frozen else borrowing.sources(room.plan, room.module)
    title = _("Vorschläge")
    context = room.context(
        title,
        (title, ""),
        options=[
            {
                "option": row,
                "change_url": address(room, "change", row.uuid),
                "edit_url": address(room, "option", row.uuid),
                "first": n == 0,
                "last": n == len(rows) - 1,
            }
            for n, row in enumerate(rows)
        ],
        frozen=frozen,
        full=len(rows) >= actions.MAX_OPTIONS,
        form=form or OptionForm(),
        borrow=BorrowForm(sources=sources) if sources else None,
        borrow_url=address(room, "borrow"),
        refusal=refusal,
        messages=messages_of(request),
    )
    return render(request, "priorities/options.html", context, status=status)


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def options(request: HttpRequest, room: Room) -> HttpResponse:
    """The list, and a form for one more."""
    form = OptionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.save_option(room.project.city, room.module, actor=room.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return HttpResponseRedirect(request.path)
    return _list(request, room, form=form, status=REFUSED if form.is_bound else 200)


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
def option(request: HttpRequest, room: Room, option: uuid.UUID) -> HttpResponse:
    """Change one proposal."""
    row = _find(room, option)
    bound = request.method == "POST"
    form = OptionForm(request.POST if bound else None, initial={"title": row.title, "text": row.text})
    if bound and form.is_valid():
        try:
            actions.save_option(room.project.city, room.module, row, actor=room.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return HttpResponseRedirect(address(room, "options"))
    more = [(_("Vorschläge"), address(room, "options")), (row.title, "")]
    context = room.context(_("Vorschlag ändern"), *more, form=form, back=address(room, "options"))
    return render(request, "priorities/option.html", context, status=REFUSED if bound else 200)


@desk_only
@require_POST
def change(request: HttpRequest, room: Room, option: uuid.UUID) -> HttpResponse:
    """Up, down or away, one button each."""
    row, wanted = _find(room, option), request.POST.get("do")
    try:
        if wanted == "entfernen":
            actions.remove_option(room.project.city, row, actor=room.user)
        elif wanted in ("hoch", "runter"):
            actions.move_option(room.project.city, row, -1 if wanted == "hoch" else 1, actor=room.user)
        else:
            return _list(request, room, refusal=_("Das gibt es hier nicht."), status=REFUSED)
    except ValidationError as refused:
        return _list(request, room, refusal=refused.messages[0], status=REFUSED)
    return HttpResponseRedirect(address(room, "options"))


@desk_only
@require_POST
def borrow(request: HttpRequest, room: Room) -> HttpResponse:
    """Take over ideas of another module of the project."""
    form = BorrowForm(request.POST, sources=borrowing.sources(room.plan, room.module))
    if not form.is_valid():
        return _list(request, room, refusal=_("Diese Ideen gibt es in diesem Projekt nicht."), status=REFUSED)
    source = next(m for m in room.plan.modules if str(m.uuid) == form.cleaned_data["module"])
    try:
        n = borrowing.from_ideas(room.project.city, room.module, source, actor=room.user)
    except ValidationError as refused:
        return _list(request, room, refusal=refused.messages[0], status=REFUSED)
    messages.success(request, ngettext("%(n)s Idee übernommen.", "%(n)s Ideen übernommen.", n) % {"n": n})
    return HttpResponseRedirect(address(room, "options"))
