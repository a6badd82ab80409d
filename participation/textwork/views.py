"""Reading a text, and proposing another wording: parse, ask permission, call the action, show."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.guests.actions import ask
from participation.projects.models import Who
from participation.projects.rooms import REFUSED, Room, in_module, messages_of, sign_in_url, to_sign_in
from portal.cities import anonymous_forms
from portal.kit import text as texts

from . import actions, comparing, reading, rules
from .addresses import paragraph_url, suggestion_url
from .forms import CompareForm, SuggestForm
from .models import Suggestion, Version
from .permissions import may_decide, may_edit_text, owns

READ = require_http_methods(["GET", "HEAD"])
WRITE = require_http_methods(["GET", "HEAD", "POST"])


def address(room: Room, name: str, *args: Any) -> str:
    return reverse(f"textwork:{name}", args=[room.project.slug, room.module.slug, *args])


def frame(request: HttpRequest, room: Room, title: str, *more: tuple[str, str], **extra: Any) -> dict[str, Any]:
    return room.context(title, *more, messages=messages_of(request), edits=may_edit_text(room.user, room.plan), **extra)


@READ
def show(request: HttpRequest, room: Room) -> HttpResponse:
    """The current version with its margin; the kind's first page, already inside `in_module`."""
    version = actions.current_version(room.module)
    closed = not (room.asks_for("suggest") or room.asks_for("comment"))
    context = frame(
        request,
        room,
        room.module.title,
        version=version,
        lines=reading.document(room.module, version) if version is not None else [],
        asks=room.asks_for("suggest"),
        closed=room.may("comment").why if closed else "",
    )
    return render(request, "textwork/document.html", context)


@in_module("text")
@READ
def paragraph(request: HttpRequest, room: Room, anchor: uuid.UUID) -> HttpResponse:
    row, version = reading.find_paragraph(room.module, anchor)
    if row is None:
        raise Http404
    rows = reading.suggestions_of(room.module).filter(anchor=row.anchor)
    title = _("Absatz %(n)s") % {"n": row.position + 1}
    asks = room.asks_for("suggest")
    context = frame(
        request,
        room,
        title,
        (title, ""),
        paragraph=row,
        current=row.version_id == version,
        found=reading.suggestion_page(room, rows, request.GET.get("seite"), version, row.anchor.suggestion_count),
        asks=asks,
        may_suggest=room.may("suggest") if room.user is not None or not asks else None,
        anyone=asks == Who.ANYONE,
        suggest_url=address(room, "suggest", anchor),
        sign_in_url=sign_in_url(address(room, "suggest", anchor)),
    )
    return render(request, "textwork/paragraph.html", context)


@in_module("text")
@WRITE
def suggest(request: HttpRequest, room: Room, anchor: uuid.UUID) -> HttpResponse:
    row, version = reading.find_paragraph(room.module, anchor)
    if row is None or row.version_id != version:
        raise Http404
    asks = room.asks_for("suggest")
    if room.user is None and asks and asks != Who.ANYONE:
        return to_sign_in(request)
    verdict = room.may("suggest") if room.user is not None or not asks else None
    refusal = verdict.why if verdict is not None and not verdict else ""
    bound = request.method == "POST"
    initial = {"wording": row.text, "base": row.version.uuid}
    form = SuggestForm(request.POST if bound else None, user=room.user, target=anchor, initial=initial)
    status = 200
    if bound:
        status = 403 if refusal else REFUSED
        kept = anonymous_forms.protect(request, "textwork-suggest") if room.user is None and not refusal else None
        if kept is not None:
            form.is_valid()
            form.add_error(None, kept.text)
            status = kept.status
        elif not refusal and form.is_valid():
            answer = _store(request, room, row, form)
            if answer is not None:
                return answer
            if form.has_error(None, code="stale"):
                form.renew(base=str(row.version.uuid))
    title = _("Änderung vorschlagen")
    up = _("Absatz %(n)s") % {"n": row.position + 1}
    context = frame(
        request,
        room,
        title,
        (up, paragraph_url(room.module, anchor)),
        (title, ""),
        paragraph=row,
        form=form,
        refusal=refusal,
        back_url=paragraph_url(room.module, anchor),
        anonymous=anonymous_forms.context(request, "textwork-suggest"),
    )
    return render(request, "textwork/suggest.html", context, status=status)


def _store(request: HttpRequest, room: Room, row: Any, form: SuggestForm) -> HttpResponse | None:
    """The answer after the suggestion is stored or waits for its confirmation; None with the reason in the form."""
    data = form.cleaned_data
    try:
        if room.user is not None:
            made = actions.suggest(
                room.city.pk, room.module, row.anchor, room.person, data["wording"], reason=data["reason"],
                base=data["base"], form_key=form.form_key,
            )  # fmt: skip
            messages.success(request, _("Danke. Ihr Vorschlag steht jetzt beim Absatz."))
            made.module = room.module
            return HttpResponseRedirect(suggestion_url(made))
        payload = {
            "anchor": str(row.anchor.uuid),
            "wording": rules.checked_wording(data["wording"], row),
            "reason": rules.checked_reason(data["reason"]),
            "base": str(data["base"] or ""),
            "city": room.city.pk,
        }
        ask(room.city, room.module, "textwork.suggest", payload, data["email"], request=request)
        anonymous_forms.count(request, "textwork-suggest")
        return HttpResponseRedirect(address(room, "asked"))
    except ValidationError as refused:
        form.add_error(None, refused)
        return None


@in_module("text")
@READ
def asked(request: HttpRequest, room: Room) -> HttpResponse:
    """After a visitor's suggestion: look into your mailbox. Says the same for every address."""
    title = _("Bitte bestätigen Sie Ihren Vorschlag")
    return render(request, "textwork/asked.html", frame(request, room, title, (title, "")))


def find_suggestion(room: Room, key: uuid.UUID) -> Suggestion:
    """Of this module and not deleted; a hidden one only for its author. 404 otherwise."""
    row = (
        Suggestion.objects.filter(module=room.module, uuid=key)
        .exclude(status=Suggestion.Status.DELETED)
        .select_related("author", "anchor", "city__site")
        .first()
    )
    if row is None or not (row.is_visible or owns(room.user, row)):
        raise Http404
    row.module = room.module
    return row


@in_module("text")
@READ
def suggestion(request: HttpRequest, room: Room, suggestion: uuid.UUID) -> HttpResponse:
    row = find_suggestion(room, suggestion)
    shown = reading.show_suggestions(room, [row], reading.current_id(room.module))[0]
    title = _("Vorschlag Nr. %(n)s") % {"n": row.number}
    up = (_("Absatz"), shown.paragraph_url)
    context = frame(request, room, title, up, (title, ""), shown=shown, decides=may_decide(room.user, room.plan, row))
    return render(request, "textwork/suggestion.html", context)


@in_module("text")
@WRITE
def delete(request: HttpRequest, room: Room, suggestion: uuid.UUID) -> HttpResponse:
    row = find_suggestion(room, suggestion)
    if not owns(room.user, row):
        raise Http404
    back = paragraph_url(room.module, row.anchor.uuid)
    if request.method == "POST":
        assert room.user is not None
        actions.delete_suggestion(row.city, row, actor=room.user)
        messages.success(request, _("Ihr Vorschlag ist gelöscht."))
        return HttpResponseRedirect(back)
    title = _("Vorschlag löschen")
    context = frame(request, room, title, (title, ""), row=row, back_url=suggestion_url(row))
    return render(request, "textwork/delete.html", context)


@in_module("text")
@READ
def suggestions(request: HttpRequest, room: Room) -> HttpResponse:
    """All suggestions, by state."""
    counts = reading.by_state(room.module)
    wanted = request.GET.get("stand", "")
    wanted = wanted if wanted in Suggestion.State.values else ""
    rows = reading.suggestions_of(room.module)
    if wanted:
        rows = rows.filter(state=wanted)
    states = [("", _("Alle"), sum(counts.values())), *((k, v, counts.get(k, 0)) for k, v in Suggestion.State.choices)]
    count = counts.get(wanted, 0) if wanted else sum(counts.values())
    title = _("Änderungsvorschläge")
    here = address(room, "suggestions")
    context = frame(
        request,
        room,
        title,
        (title, ""),
        found=reading.suggestion_page(room, rows, request.GET.get("seite"), reading.current_id(room.module), count),
        states=[
            {"title": f"{label} ({n})", "url": f"{here}?stand={key}" if key else here, "current": key == wanted}
            for key, label, n in states
        ],
        total=sum(counts.values()),
    )
    return render(request, "textwork/suggestions.html", context)


# --- Versions -----------------------------------------------------------------------------------


def published(room: Room) -> list[Version]:
    return list(Version.objects.filter(module=room.module, number__isnull=False).defer("source").order_by("-number"))


@in_module("text")
@READ
def versions(request: HttpRequest, room: Room) -> HttpResponse:
    found = published(room)
    title = _("Fassungen")
    form = None
    if len(found) > 1:
        numbers = [v.number for v in found if v.number is not None]
        form = CompareForm(numbers=numbers, initial={"von": str(numbers[1]), "bis": str(numbers[0])})
    return render(request, "textwork/versions.html", frame(request, room, title, (title, ""), found=found, form=form))


@in_module("text")
@READ
def version(request: HttpRequest, room: Room, number: int) -> HttpResponse:
    """An earlier version, to read."""
    row = Version.objects.filter(module=room.module, number=number).first() if number < 2**31 else None
    if row is None:
        raise Http404
    title = _("Fassung %(n)s") % {"n": number}
    up = (_("Fassungen"), address(room, "versions"))
    lines = reading.document(room.module, row, counted=False)
    return render(request, "textwork/version.html", frame(request, room, title, up, (title, ""), row=row, lines=lines))


@in_module("text")
@READ
def compare(request: HttpRequest, room: Room) -> HttpResponse:
    """Any two versions, the older one first whatever the order asked for; without both numbers the last two."""
    found = published(room)
    by_number = {v.number: v for v in found if v.number is not None}
    if not by_number:
        raise Http404
    newest = max(by_number)
    chosen = [_number(request.GET.get(name), by_number) for name in ("von", "bis")]
    first, second = chosen[0] or max(1, newest - 1), chosen[1] or newest
    first, second = sorted((first, second))
    rows = comparing.compare(reading.paragraphs_of(by_number[first]), reading.paragraphs_of(by_number[second]))
    title = _("Fassung %(a)s und %(b)s im Vergleich") % {"a": first, "b": second}
    form = CompareForm(numbers=sorted(by_number, reverse=True), initial={"von": str(first), "bis": str(second)})
    context = frame(
        request,
        room,
        title,
        (_("Fassungen"), address(room, "versions")),
        (title, ""),
        runs=comparing.grouped(rows),
        totals=comparing.totals(rows),
        form=form,
        note=by_number[second].note,
    )
    return render(request, "textwork/compare.html", context)


def _number(value: str | None, known: dict[int, Version]) -> int | None:
    """A version's number from the address; everything else counts as not given."""
    if not value or not texts.clean(value[:9]).isdecimal():
        return None
    number = int(value[:9])
    return number if number in known else None
