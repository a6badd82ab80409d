"""One task: who comes, a message, who was there, its sheet."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clubs.emergency import addresses, reading
from clubs.emergency.access import Room, call_trail, click, in_call, in_task, save, screen
from clubs.emergency.actions import tasks
from clubs.emergency.forms import MessageForm, TaskForm
from clubs.emergency.models import Assignment, Call, CallTask, Helper
from clubs.emergency.views.public import attendance_of
from clubs.visits import REFUSED


def _store(form: TaskForm, call: Call, task: CallTask | None, room: Room) -> CallTask:
    try:
        return tasks.save_task(call, task, actor=room.user, **form.values())
    except ValidationError as refused:
        code = getattr(refused, "code", "") or ""
        refused.code = form.RENAMED.get(code, code)
        raise


@in_call
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, room: Room, row: Call) -> HttpResponse:
    now = timezone.localtime()
    initial = {
        "day": now.date(),
        "start": f"{(now.hour + 1) % 24:02}:00",
        "end": f"{(now.hour + 5) % 24:02}:00",
        "needed": 10,
    }
    form = TaskForm(request.POST if request.method == "POST" else None, initial=initial)

    def do() -> tuple[str, str]:
        _store(form, row, None, room)
        return _("Die Aufgabe ist angelegt."), addresses.desk_path(row)

    return save(request, form, do) or screen(
        request, room, "desk/form", _("Neue Aufgabe"), call_trail(row), status=REFUSED if form.is_bound else 200, form=form,
        submit=_("Aufgabe anlegen"),
    )  # fmt: skip


@in_task
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, room: Room, task: CallTask) -> HttpResponse:
    start, end = timezone.localtime(task.starts_at), timezone.localtime(task.ends_at)
    initial = {
        "title": task.title, "place": task.place, "day": start.date(), "start": start.time(), "end": end.time(),
        "needed": task.needed,
    }  # fmt: skip
    form = TaskForm(request.POST if request.method == "POST" else None, initial=initial)

    def do() -> tuple[str, str]:
        _store(form, task.call, task, room)
        return _("Gespeichert."), addresses.task_path(task)

    return save(request, form, do) or screen(
        request, room, "desk/form", _("Aufgabe ändern"), call_trail(task.call), status=REFUSED if form.is_bound else 200,
        form=form, submit=_("Speichern"),
    )  # fmt: skip


@in_task
@require_safe
def task(request: HttpRequest, room: Room, row: CallTask) -> HttpResponse:
    rows = list(Assignment.objects.filter(task=row).select_related("helper").order_by("helper__name", "helper__number"))
    for found in rows:
        reading.described(found.helper)
    return screen(request, room, "desk/task", row.title, call_trail(row.call), task=row, call=row.call, rows=rows)


@in_task
@require_POST
def remove(request: HttpRequest, room: Room, row: CallTask) -> HttpResponse:
    try:
        key = uuid.UUID(request.POST.get("person", ""))
    except ValueError:
        raise Http404 from None
    helper = Helper.objects.filter(call=row.call, uuid=key).first()

    def do() -> str:
        done = helper is not None and tasks.unassign(row, helper, actor=room.user)
        return _("Die Einteilung ist aufgehoben.") if done else _("Diese Person war nicht mehr eingeteilt.")

    return click(request, do, addresses.task_path(row))


@in_task
@require_POST
def attendance(request: HttpRequest, room: Room, row: CallTask) -> HttpResponse:
    tasks.note_attendance(row, attendance_of(request), actor=room.user)
    return click(request, lambda: _("Gespeichert."), addresses.task_path(row))


@in_task
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, room: Room, row: CallTask) -> HttpResponse:
    form = MessageForm(request.POST if request.method == "POST" else None)

    def do() -> tuple[str, str]:
        count = tasks.message(row, form.cleaned_data["text"], actor=room.user)
        told = ngettext("Die Nachricht geht an %(n)s Person.", "Die Nachricht geht an %(n)s Personen.", count) % {
            "n": count
        }
        return told, addresses.task_path(row)

    unreached = list(Helper.objects.filter(assignments__task=row, email="").order_by("name", "number"))
    return save(request, form, do) or screen(
        request, room, "desk/message", _("Nachricht an die Eingeteilten"), call_trail(row.call), (row.title, addresses.task_path(row)),
        status=REFUSED if form.is_bound else 200, form=form, unreached=unreached,
    )  # fmt: skip


@in_task
@require_safe
def print_one(request: HttpRequest, room: Room, row: CallTask) -> HttpResponse:
    return screen(
        request,
        room,
        "desk/print",
        _("Liste zum Drucken"),
        call_trail(row.call),
        call=row.call,
        sheets=reading.sheets([row]),
    )
