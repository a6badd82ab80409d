"""The desk of a text, on the city's own host: write and publish versions, decide on suggestions. Others get 404."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from participation.projects.models import Module
from participation.projects.rooms import REFUSED, Room, in_module
from portal.kit.refused import Refused

from . import actions, comparing, reading
from .addresses import suggestion_url
from .forms import DecideForm, DraftForm, one_per_line
from .matching import Old, match
from .models import Paragraph, Suggestion, Version
from .permissions import may_decide, may_edit_text
from .texts import parse
from .views import WRITE, address, find_suggestion, frame


@in_module("text")
@WRITE
def edit(request: HttpRequest, room: Room) -> HttpResponse:
    """Write the draft, see what it changes, publish it (`do=publish`)."""
    if not may_edit_text(room.user, room.plan):
        raise Http404
    draft = Version.objects.filter(module=room.module, number__isnull=True).first()
    version = actions.current_version(room.module)
    start = draft or version
    bound = request.method == "POST"
    initial = {"source": start.source if start else "", "note": draft.note if draft else ""}
    form = DraftForm(request.POST if bound else None, initial=initial)
    if bound and form.is_valid():
        data = form.cleaned_data
        source = one_per_line(data["source"]) if data["lines"] else data["source"]
        try:
            draft = actions.save_draft(room.city, room.module, source, note=data["note"], actor=room.user)
            if request.POST.get("do") == "publish":
                actions.publish(room.city, room.module, actor=room.user)
                messages.success(request, _("Die neue Fassung ist veröffentlicht."))
                return HttpResponseRedirect(room.url)
            messages.success(request, _("Der Entwurf ist gespeichert. Veröffentlicht ist er noch nicht."))
            return HttpResponseRedirect(request.path)
        except ValidationError as refused:
            form.add_error(None, refused)
    title = _("Text bearbeiten")
    rows = preview(room.module, draft, version) if draft is not None and version is not None else []
    context = frame(
        request,
        room,
        title,
        (title, ""),
        form=form,
        draft=draft,
        version=version,
        runs=comparing.grouped(rows),
        totals=comparing.totals(rows),
        waiting=reading.by_state(room.module).get(Suggestion.State.NEW, 0),
    )
    return render(request, "textwork/edit.html", context, status=REFUSED if bound else 200)


def preview(module: Module, draft: Version, version: Version) -> list[comparing.Row]:
    """What publishing the draft would change; nothing is stored."""
    before = reading.paragraphs_of(version)
    try:
        blocks = parse(draft.source)
    except Refused:
        return []
    anchors = match([Old(p.anchor_id, p.kind, p.text) for p in before], blocks, actions.taken_over(module))
    after = [
        Paragraph(
            anchor_id=anchor if anchor is not None else -1 - n,
            kind=block.kind,
            level=block.level,
            text=block.text,
            position=n,
        )
        for n, (block, anchor) in enumerate(zip(blocks, anchors, strict=True))
    ]
    return comparing.compare(before, after)


@in_module("text")
@WRITE
def decide(request: HttpRequest, room: Room, suggestion: uuid.UUID) -> HttpResponse:
    """Take over, partly, or not, with the reason that everyone reads. One click: `state=accepted` alone."""
    if not room.manages:
        raise Http404
    row = find_suggestion(room, suggestion)
    if not may_decide(room.user, room.plan, row) or not row.is_visible:
        raise Http404
    bound = request.method == "POST"
    initial = {} if row.is_open else {"state": row.state, "answer": row.answer}
    form = DecideForm(request.POST if bound else None, initial=initial)
    if bound and form.is_valid():
        data = form.cleaned_data
        try:
            assert room.user is not None
            made = actions.decide(room.city, row, data["state"], answer=data["answer"], actor=room.user)
            messages.success(request, _("Die Entscheidung steht jetzt beim Vorschlag."))
            if made.in_draft is False:
                messages.warning(
                    request,
                    _("Der Absatz lautet im Entwurf schon anders. Bitte arbeiten Sie den Vorschlag dort selbst ein."),
                )
            return HttpResponseRedirect(suggestion_url(row))
        except ValidationError as refused:
            form.add_error(None, refused)
    title = _("Über den Vorschlag entscheiden")
    shown = reading.show_suggestions(room, [row], reading.current_id(room.module))[0]
    up = (_("Änderungsvorschläge"), address(room, "suggestions"))
    context = frame(request, room, title, up, (title, ""), shown=shown, form=form, back_url=suggestion_url(row))
    return render(request, "textwork/decide.html", context, status=REFUSED if bound else 200)
