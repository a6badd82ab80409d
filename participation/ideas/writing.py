"""Writing ideas: enter (with a preview), change, withdraw, support. Everything typed comes back after a mistake."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.guests.actions import ask
from participation.guests.forms import GuestFields
from participation.projects import rooms
from participation.projects.models import Who
from portal.cities import anonymous_forms

from . import actions, similar
from .addresses import address, idea_url
from .forms import IdeaForm, PictureForm, initial_of
from .hosting import in_ideas, rules_of
from .listing import categories_of
from .models import Idea
from .permissions import may_delete, may_edit, may_support
from .views import find, map_context

ASK = "ideas"  # name of the visitors' form


def _closed(request: HttpRequest, room: rooms.Room, title: str, why: str) -> HttpResponse:
    """The reason, and everything that was typed, to be copied."""
    kept = (
        [request.POST.get(name, "")[:8000] for name in ("title", "text", "place")] if request.method == "POST" else []
    )
    context = room.context(title, (title, ""), why=why, kept="\n\n".join(k for k in kept if k))
    return render(request, "ideas/closed.html", context, status=403)


@in_ideas
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, room: rooms.Room) -> HttpResponse:
    """Enter an idea in two steps: the words and the place; then the preview with what is alike, a picture, publish."""
    title = _("Idee eintragen")
    guest = room.user is None
    if guest and room.asks_for("submit") not in ("", Who.ANYONE):
        return rooms.to_sign_in(request)
    verdict = room.may("submit")
    if not verdict and not (guest and room.asks_for("submit") == Who.ANYONE):
        return _closed(request, room, title, verdict.why)
    post = request.POST if request.method == "POST" else None
    step = request.POST.get("do", "vorschau") if post is not None else ""
    form = _form(post, room)
    if post is None:
        return _write(request, room, form, 200)
    if step == "aendern":
        form.is_bound = True
        form._errors = forms.utils.ErrorDict()  # back to the form as typed; nothing is judged yet
        return _write(request, room, form, 200)
    if guest:
        refusal = anonymous_forms.protect(request, ASK)
        if refusal is not None:
            form.add_error(None, refusal.text)
            return _write(request, room, form, refusal.status)
    if not form.is_valid():
        return _write(request, room, form, rooms.REFUSED)
    if step != "eintragen":
        return _preview(request, room, form, _more(None, request, room), 200)
    more = _more(post, request, room)
    if not more.is_valid():
        return _preview(request, room, form, more, rooms.REFUSED)
    try:
        return _publish(request, room, form, more)
    except ValidationError as refused:
        code = getattr(refused, "code", "")
        field = {"title": "title", "text": "text", "place": "place", "category": "category"}.get(code or "")
        if code in ("picture", "picture_alt", "email"):
            more.add_error({"picture": "file", "picture_alt": "alt"}.get(code, code), refused)
            return _preview(request, room, form, more, rooms.REFUSED)
        form.add_error(field if field in form.fields else None, refused)
        return _write(request, room, form, rooms.REFUSED)


def _form(data: Any, room: rooms.Room, **kwargs: Any) -> IdeaForm:
    return IdeaForm(
        data, rules=rules_of(room.module), categories=categories_of(room.module), user=room.user,
        target=room.module.uuid, **kwargs,
    )  # fmt: skip


def _more(data: Any, request: HttpRequest, room: rooms.Room) -> forms.Form:
    """What the preview asks: a picture of members, the e-mail address of people without account."""
    if room.user is None:
        return GuestFields(data)
    if rules_of(room.module).pictures:
        return PictureForm(data, request.FILES if data is not None else None)
    return forms.Form(data)


def _publish(request: HttpRequest, room: rooms.Room, form: IdeaForm, more: forms.Form) -> HttpResponse:
    data = form.cleaned_data
    if room.user is None:
        payload = {
            "title": data["title"], "text": data["text"], "place": data.get("place", ""), "point": data["point"],
            "category": str(data["category"].uuid) if data["category"] else "", "city": room.city.slug,
            "key": str(uuid.uuid4()),
        }  # fmt: skip
        ask(room.city, room.module, "ideas.submit", payload, more.cleaned_data["email"], request=request)
        anonymous_forms.count(request, ASK)
        return HttpResponseRedirect(reverse("guests:sent"))
    made = actions.submit_idea(
        room.city,
        room.module,
        room.person,
        title=data["title"],
        text=data["text"],
        category=data["category"],
        place=data.get("place", ""),
        point=data["point"],
        picture=more.cleaned_data.get("picture"),
        form_key=form.form_key,
    )
    return HttpResponseRedirect(idea_url(made))


def _frame(request: HttpRequest, room: rooms.Room, title: str, form: IdeaForm, **extra: Any) -> dict[str, Any]:
    context = room.context(title, (title, ""), form=form, rules=rules_of(room.module), **extra)
    if room.user is None:
        context["anonymous"] = anonymous_forms.context(request, ASK)
    return context | map_context(request, room)


def _write(request: HttpRequest, room: rooms.Room, form: IdeaForm, status: int) -> HttpResponse:
    sign_in = rooms.sign_in_url(request.path)
    context = _frame(request, room, _("Idee eintragen"), form, sign_in_url=sign_in, submit=_("Vorschau ansehen"))
    return render(request, "ideas/new.html", context, status=status)


def _preview(request: HttpRequest, room: rooms.Room, form: IdeaForm, more: forms.Form, status: int) -> HttpResponse:
    data = form.cleaned_data
    alike = similar.similar(room.module, data["title"])
    for idea in alike:
        idea.module = room.module
    kept = [(name, request.POST.get(name, "")) for name in form.fields if name != "website"]
    context = _frame(
        request, room, _("Vorschau"), form, more=more, data=data, kept=kept,
        alike=[{"idea": idea, "url": idea_url(idea)} for idea in alike],
    )  # fmt: skip
    return render(request, "ideas/preview.html", {**context, "form": more}, status=status)


@in_ideas
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, room: rooms.Room, idea: uuid.UUID) -> HttpResponse:
    """The own idea, in its first quarter of an hour."""
    if room.user is None:
        return rooms.to_sign_in(request)
    row = _own(room, idea)
    title = _("Idee ändern")
    verdict = may_edit(room.user, row, room.now)
    if not verdict:
        return _closed(request, room, title, verdict.why)
    post = request.POST if request.method == "POST" else None
    form = _form(post, room, initial=initial_of(row))
    more = _more(post, request, room)
    if post is not None and form.is_valid() & more.is_valid():
        data = form.cleaned_data
        try:
            actions.edit_idea(
                row, room.person, title=data["title"], text=data["text"], category=data["category"],
                place=data.get("place", ""), point=data["point"], picture=more.cleaned_data.get("picture"),
            )  # fmt: skip
            return HttpResponseRedirect(idea_url(row))
        except ValidationError as refused:
            form.add_error(None, refused)
    context = _frame(
        request, room, title, form, more=more, idea=row, cancel_url=idea_url(row), submit=_("Änderung speichern")
    )
    return render(request, "ideas/new.html", context, status=rooms.REFUSED if post is not None else 200)


def _own(room: rooms.Room, key: uuid.UUID) -> Idea:
    from django.http import Http404

    row = find(room, key)
    if not row.is_by(room.user) or row.is_deleted:
        raise Http404
    return row


@in_ideas
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, room: rooms.Room, idea: uuid.UUID) -> HttpResponse:
    """A page that asks once, then withdraws."""
    if room.user is None:
        return rooms.to_sign_in(request)
    row = _own(room, idea)
    title = _("Idee zurückziehen")
    verdict = may_delete(room.user, row)
    if not verdict:
        return _closed(request, room, title, verdict.why)
    if request.method == "POST":
        actions.delete_idea(row, room.person)
        return HttpResponseRedirect(room.url)
    return render(request, "ideas/delete.html", room.context(title, (row.title, idea_url(row)), (title, ""), idea=row))


@in_ideas
@require_http_methods(["GET", "HEAD", "POST"])
def support(request: HttpRequest, room: rooms.Room, idea: uuid.UUID) -> HttpResponse:
    """`an=1` stands behind the idea, `an=0` takes it back. People without account confirm by e-mail."""
    row = find(room, idea)
    title = _("Idee unterstützen")
    if room.user is None:
        if room.asks_for("support") not in ("", Who.ANYONE):
            return rooms.to_sign_in(request)
        return _support_as_guest(request, room, row, title)
    if request.method != "POST":
        return HttpResponseRedirect(idea_url(row))
    try:
        actions.set_support(room.module, row, room.person, request.POST.get("an") == "1")
    except ValidationError as refused:
        return _closed(request, room, title, refused.messages[0])
    back = request.POST.get("next", "")
    inside = back.startswith(room.url) and "//" not in back and len(back) < 500
    return HttpResponseRedirect(f"{back.split('#')[0]}#nr-{row.number}" if inside else idea_url(row))


def _support_as_guest(request: HttpRequest, room: rooms.Room, row: Idea, title: str) -> HttpResponse:
    opened = room.asks_for("support") == Who.ANYONE
    verdict = may_support(room.person, row) if opened else room.may("support")
    if not verdict:
        return _closed(request, room, title, verdict.why)
    post = request.POST if request.method == "POST" else None
    form = GuestFields(post)
    status = 200
    if post is not None:
        refusal = anonymous_forms.protect(request, ASK, per_hour=20)
        status = rooms.REFUSED if refusal is None else refusal.status
        if refusal is not None:
            form.add_error(None, refusal.text)
        elif form.is_valid():
            try:
                payload = {"idea": str(row.uuid)}
                ask(room.city, room.module, "ideas.support", payload, form.cleaned_data["email"], request=request)
                anonymous_forms.count(request, ASK)
                return HttpResponseRedirect(reverse("guests:sent"))
            except ValidationError as refused:
                form.add_error(None, refused)
    context = room.context(
        title,
        (row.title, idea_url(row)),
        (title, ""),
        idea=row,
        form=form,
        anonymous=anonymous_forms.context(request, ASK),
        sign_in_url=rooms.sign_in_url(address("idea", room.module, row.uuid)),
    )
    return render(request, "ideas/support.html", context, status=status)
