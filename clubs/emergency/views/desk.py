"""The desk: start a call in three clicks, see who comes, assign, ask the neighbours, end it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_scopes import scopes_disabled

from clubs.emergency import addresses, places, reading
from clubs.emergency.access import Room, call_trail, click, desk, front_door, in_call, save, screen
from clubs.emergency.actions import calls, tasks
from clubs.emergency.forms import CallForm, CloseForm
from clubs.emergency.kinds import BY_KEY, KINDS
from clubs.emergency.models import Assignment, Call, CallCity, CallTask, Helper
from clubs.visits import REFUSED
from portal.audit.actions import record
from portal.kit.tables import Sheet
from portal.kit.writers import spool, write_csv, write_xlsx


@front_door
@require_safe
def start(request: HttpRequest, room: Room) -> HttpResponse:
    """Big buttons first: everything else can wait."""
    own = list(Call.objects.filter(city=room.city).order_by("-created_at")[:30])
    with scopes_disabled():
        asked = CallCity.objects.filter(city=room.city).exclude(call__state=Call.State.CLOSED)
        others = list(asked.select_related("call__city").order_by("-asked_at")[:30])
    return screen(request, room, "desk/start", _("Hilfsaufrufe"), kinds=KINDS, calls=own, others=others)


@desk
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, room: Room, kind: str) -> HttpResponse:
    if kind not in BY_KEY:
        raise Http404
    form = CallForm(request.POST if request.method == "POST" else None, initial=calls.prefilled(room.city, kind))

    def do() -> tuple[str, str]:
        publish = request.POST.get("do") != "draft"
        row = calls.create_call(room.city, kind, actor=room.user, publish=publish, **form.cleaned_data)
        told = _("Der Aufruf ist öffentlich.") if publish else _("Der Entwurf ist gespeichert.")
        return told, addresses.desk_path(row)

    title = _("Neuer Hilfsaufruf: %(kind)s") % {"kind": BY_KEY[kind].label}
    return save(request, form, do) or screen(
        request, room, "desk/call_form", title, status=REFUSED if form.is_bound else 200, form=form, new=True,
        **places.picker(request, room.city),
    )  # fmt: skip


@in_call
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, room: Room, row: Call) -> HttpResponse:
    initial = {name: getattr(row, name) for name in CallForm.base_fields}
    form = CallForm(request.POST if request.method == "POST" else None, initial=initial)

    def do() -> tuple[str, str]:
        calls.change_call(row, actor=room.user, **form.cleaned_data)
        return _("Gespeichert."), addresses.desk_path(row)

    return save(request, form, do) or screen(
        request, room, "desk/call_form", _("Aufruf ändern"), call_trail(row), status=REFUSED if form.is_bound else 200,
        form=form, new=False, **places.picker(request, room.city),
    )  # fmt: skip


@in_call
@require_safe
def call(request: HttpRequest, room: Room, row: Call) -> HttpResponse:
    wish = reading.Wish.of(request.GET)
    people = Paginator(wish.rows(row), reading.PER_PAGE).get_page(request.GET.get("seite"))
    shown = [reading.described(helper) for helper in people.object_list]
    at: dict[int, list[Assignment]] = {}
    for found in Assignment.objects.filter(helper__in=shown).select_related("task").order_by("task__starts_at"):
        at.setdefault(found.helper_id, []).append(found)
    for helper in shown:
        helper.at = at.get(helper.pk, [])  # type: ignore[attr-defined]
    todo = list(CallTask.objects.filter(call=row))
    context: dict[str, Any] = {
        "call": row, "people": people, "shown": shown, "todo": todo, "numbers": reading.numbers(row),
        "neighbours": list(CallCity.of_call(row)), "open_tasks": [task for task in todo if task.missing],
        "public_url": addresses.call_path(row), "query": request.GET.urlencode(), **wish.context(),
    }  # fmt: skip
    return screen(request, room, "desk/call", row.title, **context)


@in_call
@require_POST
def state(request: HttpRequest, room: Room, row: Call) -> HttpResponse:
    def do() -> str:
        if request.POST.get("do") == "open":
            calls.open_call(row, actor=room.user)
            return _("Der Aufruf ist öffentlich.")
        if request.POST.get("do") == "pause":
            calls.pause_call(row, actor=room.user)
            return _("Der Aufruf ist angehalten. Die Seite sagt, dass gerade niemand gebraucht wird.")
        raise Http404

    return click(request, do, addresses.desk_path(row))


@in_call
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, room: Room, row: Call) -> HttpResponse:
    form = CloseForm(request.POST if request.method == "POST" else None)

    def do() -> tuple[str, str]:
        calls.close_call(row, form.cleaned_data["thanks"], actor=room.user)
        return _("Der Aufruf ist beendet. Alle mit E-Mail-Adresse erfahren es."), addresses.desk_path(row)

    count = Helper.objects.filter(call=row).count()
    return save(request, form, do) or screen(
        request, room, "desk/close", _("Aufruf beenden"), call_trail(row), status=REFUSED if form.is_bound else 200,
        form=form, call=row, count=count,
    )  # fmt: skip


@in_call
@require_POST
def assign(request: HttpRequest, room: Room, row: Call) -> HttpResponse:
    """The ticked ones, or (button "fill") as many as are missing from those whom the filter shows, nearest first."""
    back = addresses.desk_path(row)
    query = request.POST.get("filter", "")[:500]
    if query:
        from django.http import QueryDict

        wanted = QueryDict(query)
        back += f"?{wanted.urlencode()}"
    back += "#helfende"
    task = CallTask.objects.filter(call=row, uuid__in=_uuids([request.POST.get("aufgabe", "")])).first()

    def do() -> str:
        if task is None:
            return _("Bitte wählen Sie eine Aufgabe.")
        if request.POST.get("do") == "fill":
            from django.http import QueryDict

            rows = reading.Wish.of(QueryDict(query)).rows(row)
            people = list(rows.exclude(assignments__task=task).values_list("uuid", flat=True)[: task.missing + 500])
        else:
            people = _uuids(request.POST.getlist("person"))
        outcome = tasks.assign(task, people, actor=room.user)
        told = ngettext("%(n)s Person eingeteilt.", "%(n)s Personen eingeteilt.", outcome.assigned) % {
            "n": outcome.assigned
        }
        if outcome.busy:
            told += " " + _("Zur selben Zeit woanders eingeteilt: %(who)s.") % {"who": ", ".join(outcome.busy[:20])}
        if outcome.full and request.POST.get("do") != "fill":
            told += " " + _("Die Aufgabe ist voll, nicht eingeteilt: %(who)s.") % {"who": ", ".join(outcome.full[:20])}
        return told

    return click(request, do, back)


def _uuids(values: list[str]) -> list[uuid.UUID]:
    found = []
    for value in values[:500]:
        try:
            found.append(uuid.UUID(value))
        except ValueError:
            continue
    return found


@in_call
@require_safe
def print_all(request: HttpRequest, room: Room, row: Call) -> HttpResponse:
    """All sheets at once: printed, they work without power and net."""
    todo = list(CallTask.objects.filter(call=row))
    return screen(
        request, room, "desk/print", _("Listen zum Drucken"), call_trail(row), call=row, sheets=reading.sheets(todo)
    )


@in_call
@require_safe
def export(request: HttpRequest, room: Room, row: Call, form: str) -> FileResponse:
    sheet = Sheet("helfende", reading.table(row))
    out = spool()
    if form == "csv":
        write_csv(sheet, out, german=True)
    else:
        write_xlsx([sheet], out)
    out.seek(0)
    with transaction.atomic():
        record(row.city, "emergency.export", row, actor=room.user, form=form)
    return FileResponse(out, as_attachment=True, filename=f"helfende-{row.slug}.{form}")


# --- Neighbours -----------------------------------------------------------------------------------------------


@in_call
@require_POST
def ask(request: HttpRequest, room: Room, row: Call) -> HttpResponse:
    def do() -> str:
        rows = calls.ask_next_ring(row, actor=room.user)
        if not rows:
            return _("Alle Städte der Allianz sind schon gefragt.")
        return _("Gefragt: %(cities)s.") % {"cities": ", ".join(found.city.name for found in rows)}

    return click(request, do, addresses.desk_path(row) + "#nachbarn")


@desk
@require_http_methods(["GET", "HEAD", "POST"])
def neighbour(request: HttpRequest, room: Room, call: uuid.UUID) -> HttpResponse:
    """Another city asks: what it needs in numbers, never who comes. The answer is this city's own."""
    with scopes_disabled():
        asked = CallCity.objects.filter(city=room.city, call__uuid=call).select_related("call__city").first()
        if asked is None or asked.call.is_draft:
            raise Http404
        if request.method == "POST":
            answer = request.POST.get("antwort")
            if answer not in ("ja", "nein"):
                messages.error(request, _("Bitte wählen Sie eine Antwort."))
                return HttpResponseRedirect(request.path)

            def do() -> str:
                calls.answer_neighbour(room.city, asked.call, answer == "ja", actor=room.user)
                return _("Ihre Antwort ist gespeichert.")

            return click(request, do, request.path)
        context = {"asked": asked, "call": asked.call, "numbers": reading.numbers(asked.call)}
        context["came_here"] = Helper.objects.filter(call=asked.call, via=room.city).count()
    joined = asked.state == CallCity.State.JOINED
    context["public_url"] = reverse("emergency:call", args=[asked.call.slug]) if joined else ""
    return screen(request, room, "desk/neighbour", asked.call.title, **context)
