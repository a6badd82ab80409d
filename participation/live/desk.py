"""The desk of a meeting (Regie), on the city's own host. Others get 404."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from participation.comments.threads import CountedPaginator
from participation.projects.rooms import REFUSED, Room, in_module

from . import actions
from .forms import AnswerForm
from .models import Question
from .permissions import may_run
from .views import READ, WRITE, address, by_state, frame, prepare

PER_PAGE = 30


@in_module("live")
@READ
def queue(request: HttpRequest, room: Room) -> HttpResponse:
    """All questions by state, the most supported first; what waits comes first of all."""
    if not room.manages:
        raise Http404
    counts = by_state(room.module)
    wanted = request.GET.get("stand", "")
    if wanted not in Question.State.values:
        wanted = Question.State.WAITING if counts.get(Question.State.WAITING) else Question.State.APPROVED
    rows = Question.objects.filter(module=room.module, status=Question.Status.VISIBLE, state=wanted)
    rows = rows.select_related("author", "city__site").order_by("-support_count", "pk")
    page = CountedPaginator(rows, PER_PAGE, counts.get(wanted, 0)).get_page(request.GET.get("seite"))
    page.object_list = prepare(room, list(page.object_list))  # type: ignore[assignment]
    for row in page.object_list:
        row.runs = may_run(room.user, room.plan, row)
    title = _("Regie")
    context = frame(
        request,
        room,
        title,
        (title, ""),
        found=page,
        state=wanted,
        states=[
            {"title": f"{label} ({counts.get(key, 0)})", "url": f"{request.path}?stand={key}", "current": key == wanted}
            for key, label in Question.State.choices
        ],
        screen_url=address(room, "screen"),
    )
    return render(request, "live/queue.html", context)


@in_module("live")
@WRITE
def run(request: HttpRequest, room: Room, question: uuid.UUID) -> HttpResponse:
    """One press (`do`: a state), or the answer in the form. Back to the part of the list it came from."""
    row = (
        Question.objects.filter(module=room.module, uuid=question, status=Question.Status.VISIBLE)
        .select_related("author", "city__site")
        .first()
    )
    if row is None or not room.manages or not may_run(room.user, room.plan, row):
        raise Http404
    prepare(room, [row])
    back = f"{address(room, 'queue')}?stand={row.state}"
    do = request.POST.get("do", "")
    form = AnswerForm(request.POST if do == Question.State.ANSWERED else None, initial={"answer": row.answer})
    refusal, status = "", 200
    if request.method == "POST":
        status = REFUSED
        try:
            if do != Question.State.ANSWERED:
                actions.run(room.city, row, do, actor=room.user)
                return HttpResponseRedirect(back)
            if form.is_valid():
                actions.run(room.city, row, do, answer=form.cleaned_data["answer"], actor=room.user)
                messages.success(request, _("Die Antwort steht jetzt bei der Frage."))
                return HttpResponseRedirect(back)
        except ValidationError as refused:
            if form.is_bound:
                form.add_error(None, refused)
            else:
                refusal = refused.messages[0]
    title = _("Frage beantworten")
    up = (_("Regie"), address(room, "queue"))
    context = frame(request, room, title, up, (title, ""), row=row, form=form, back_url=back, refusal=refusal)
    return render(request, "live/answer.html", context, status=status)
