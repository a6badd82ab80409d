"""Pages of a discussion: parse, ask permission, call the action, show. Foreign and unknown ids are 404."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST
from django_scopes import scope, scopes_disabled

from participation.moderation.permissions import may_moderate
from portal.accounts.models import User

from . import actions, threads
from .addresses import locate, on_page
from .forms import CloseForm, EditForm, WriteForm
from .hosts import Host, find, host_of, key_of, new_thread
from .models import Comment, Thread
from .permissions import may_delete, may_edit, may_reply, owns

View = Callable[..., HttpResponse]
REFUSED = 422  # the form again, with what is wrong and everything that was typed


def on_city_host(view: View) -> View:
    """Discussions live on the cities' hosts; on the admin host these addresses do not exist."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.city is None or request.is_admin_host:
            raise Http404
        return view(request, *args, **kwargs)

    return cache_control(private=True, no_cache=True)(inner)


def members_only(view: View) -> View:
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if threads.member_of(request) is None:
            here = request.get_full_path() if request.method == "GET" else request.META.get("HTTP_REFERER", "/")
            return HttpResponseRedirect(sign_in_url(_own_path(request, here)))
        return view(request, *args, **kwargs)

    return inner


def sign_in_url(path: str) -> str:
    return f"/konto/anmelden/?{urlencode({'next': path})}"


def _own_path(request: HttpRequest, address: str) -> str:
    """The path of an address on this very host; "/" for any other."""
    if not url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        return "/"
    return address if address.startswith("/") else "/" + address.split("/", 3)[-1]


def _seen(request: HttpRequest, thread: Thread, host: Host | None) -> Host:
    """404 unless this portal shows the thread to this visitor: public, of its city, not behind a password or a group."""
    if host is None or not host.public or request.city.pk not in {city.pk for city in host.cities}:
        raise Http404
    if thread.page is not None:
        for restriction in thread.page.get_view_restrictions():
            if not restriction.accept_request(request):
                raise Http404
    return host


def of_thread(view: View) -> View:
    """(request, thread=uuid) → (request, row, host), in the scope of the cities that show it."""

    @wraps(view)
    def inner(request: HttpRequest, thread: uuid.UUID) -> HttpResponse:
        with scopes_disabled():
            row = Thread.objects.filter(uuid=thread).select_related("page", "city").first()
            host = _seen(request, row, host_of(row)) if row else None
        if row is None or host is None:
            raise Http404
        with scope(city=host.cities):
            return view(request, row, host)

    return on_city_host(inner)


def of_comment(view: View) -> View:
    """(request, comment=uuid) → (request, row, host), in the scope of the cities that show it."""

    @wraps(view)
    def inner(request: HttpRequest, comment: uuid.UUID) -> HttpResponse:
        with scopes_disabled():
            rows = Comment.objects.filter(uuid=comment)
            row = rows.select_related("thread__page", "thread__city", "author", "parent__author").first()
            host = _seen(request, row.thread, host_of(row.thread)) if row else None
        if row is None or host is None:
            raise Http404
        with scope(city=host.cities):
            return view(request, row, host)

    return on_city_host(inner)


def _frame(request: HttpRequest, thread: Thread, host: Host, title: str, **context: Any) -> dict[str, Any]:
    crumbs = [
        {"title": _("Startseite"), "url": "/"},
        {"title": host.title, "url": host.url},
        {"title": title},
    ]
    back = f"{host.url}#kommentare"
    found = {"title": title, "thread": thread, "host": host, "back_url": back, "crumbs": crumbs}
    if threads.member_of(request) is not None:
        found["messages"] = get_messages(request)
    return {**found, **context}


@of_thread
@require_http_methods(["GET", "HEAD"])
def thread(request: HttpRequest, row: Thread, host: Host) -> HttpResponse:
    """The whole discussion, sorted and in pages."""
    viewer = threads.viewer_of(request, row, request.city, host)
    sort = threads.sort_of(request.GET.get("sort"))
    page = threads.read(row, request.city, sort=sort, number=request.GET.get("seite"), viewer=viewer)
    form = None
    if viewer.user and viewer.write:
        form = WriteForm(user=viewer.user, target=row.uuid, official=viewer.official, stance=host.stance)
    context = _frame(request, row, host, _("Diskussion"), comments=page, viewer=viewer, sort=sort, form=form)
    return render(
        request, "comments/thread_page.html", {**context, "sign_in_url": sign_in_url(request.get_full_path())}
    )


@of_thread
@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, row: Thread, host: Host) -> HttpResponse:
    return _write(request, row, host, None)


@on_city_host
@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def write_about(request: HttpRequest, kind: str, item: uuid.UUID) -> HttpResponse:
    """The first contribution about a row of another app; the thread is made with it."""
    with scopes_disabled():
        row = Thread.objects.filter(uuid=key_of(kind, item)).select_related("city").first()
        host = find(kind, item)
    row = row or new_thread(kind, item, host)
    found = _seen(request, row, host)
    with scope(city=found.cities):
        return _write(request, row, found, None)


@of_comment
@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, parent: Comment, host: Host) -> HttpResponse:
    return _write(request, parent.thread, host, parent)


def _write(request: HttpRequest, row: Thread, host: Host, parent: Comment | None) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    viewer = threads.viewer_of(request, row, request.city, host)
    target = parent.uuid if parent else row.uuid
    title = _("Antworten") if parent else _("Beitrag schreiben")
    verdict = may_reply(parent) if parent is not None and viewer.write else viewer.write
    context = _frame(request, row, host, title, parent=parent, viewer=viewer, refusal="" if verdict else verdict.why)
    bound = request.method == "POST"
    stance = host.stance and parent is None
    form = WriteForm(request.POST if bound else None, user=user, target=target, official=viewer.official, stance=stance)
    if bound and form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                if row.pk is None:
                    row = actions.ensure_thread_about(row.subject, row.subject_uuid, host, actor=user)
                stored = actions.post_comment(
                    request.city,
                    row,
                    user,
                    data["text"],
                    parent=parent,
                    form_key=form.form_key,
                    office=data.get("office", ""),
                    stance=data.get("stance", ""),
                )
            return HttpResponseRedirect(locate(stored))
        except ValidationError as refused:
            form.add_error(None, refused)
    # A closed thread or a pause shows its reason and the typed text, without a button that cannot work.
    status = (403 if not verdict else REFUSED) if bound else 200
    return render(request, "comments/write.html", {**context, "form": form}, status=status)


@of_comment
@require_http_methods(["GET", "HEAD"])
def comment(request: HttpRequest, row: Comment, host: Host) -> HttpResponse:
    """Permalink: leads to the page of the thread that contains the comment."""
    return HttpResponseRedirect(locate(row))


@of_comment
@require_http_methods(["GET", "HEAD"])
def replies(request: HttpRequest, row: Comment, host: Host) -> HttpResponse:
    """A root with all its replies."""
    if row.parent is not None:
        return HttpResponseRedirect(reverse("comments:replies", args=[row.parent.uuid]))
    if not row.listed:
        raise Http404
    viewer = threads.viewer_of(request, row.thread, request.city, host)
    root = Comment.objects.filter(pk=row.pk).with_people(request.city, viewer.user).get()
    page = threads.read_replies(root, request.city, number=request.GET.get("seite"), viewer=viewer)
    form = None
    if viewer.user and viewer.write and may_reply(root):
        form = WriteForm(user=viewer.user, target=root.uuid, official=viewer.official)
    context = _frame(request, row.thread, host, _("Antworten"), root=root, replies=page, viewer=viewer, form=form)
    return render(request, "comments/replies.html", {**context, "sign_in_url": sign_in_url(request.get_full_path())})


@of_comment
@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, row: Comment, host: Host) -> HttpResponse:
    if not owns(request.user, row) or row.is_deleted:
        raise Http404
    verdict = may_edit(request.user, row)
    bound = request.method == "POST"
    form = EditForm(request.POST) if bound else EditForm(initial={"text": row.text})
    if bound and form.is_valid():
        try:
            actions.edit_comment(row.city, row, form.cleaned_data["text"], actor=request.user)
            return HttpResponseRedirect(locate(row))
        except ValidationError as refused:
            form.add_error(None, refused)
    context = _frame(request, row.thread, host, _("Beitrag ändern"), comment=row, form=form)
    context["refusal"] = "" if verdict else verdict.why
    status = (403 if not verdict else REFUSED) if bound else 200
    return render(request, "comments/edit.html", context, status=status)


@of_comment
@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, row: Comment, host: Host) -> HttpResponse:
    if not owns(request.user, row):
        raise Http404
    if request.method == "POST":
        if may_delete(request.user, row):
            row = actions.delete_comment(row.city, row, actor=request.user)
        return HttpResponseRedirect(locate(row))
    if row.is_deleted:
        raise Http404
    return render(request, "comments/delete.html", _frame(request, row.thread, host, _("Beitrag löschen"), comment=row))


@of_comment
@members_only
@require_POST
def like(request: HttpRequest, row: Comment, host: Host) -> HttpResponse:
    """`an=1` likes, `an=0` takes it back; the script gets JSON, a plain form goes back to the comment."""
    liked = request.POST.get("an") == "1"
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    try:
        count = actions.set_like(row.city, row, request.user, liked)
    except ValidationError as refused:
        if wants_json:
            return JsonResponse({"error": refused.messages[0]}, status=403)
        context = _frame(request, row.thread, host, _("Nicht möglich"), refusal=refused.messages[0])
        return render(request, "comments/refused.html", context, status=403)
    if wants_json:
        return JsonResponse({"count": count, "liked": liked})
    back = request.POST.get("next", "")
    if back and _own_path(request, back) == back:
        return HttpResponseRedirect(f"{back.split('#')[0]}#{row.anchor}")
    return HttpResponseRedirect(locate(row))


@of_thread
@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, row: Thread, host: Host) -> HttpResponse:
    """A moderator of the thread's own city closes or reopens it; everyone else gets 404."""
    if not may_moderate(request.user, row.city):
        raise Http404
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if request.POST.get("do") == "open":
            actions.reopen_thread(row.city, row, actor=request.user)
            return HttpResponseRedirect(on_page(row))
        if form.is_valid():
            try:
                actions.close_thread(row.city, row, actor=request.user, reason=form.cleaned_data["reason"])
                return HttpResponseRedirect(on_page(row))
            except ValidationError as refused:
                form.add_error(None, refused)
    title = _("Diskussion schließen") if row.is_open else _("Diskussion wieder öffnen")
    status = REFUSED if request.method == "POST" else 200
    return render(request, "comments/close.html", _frame(request, row, host, title, form=form), status=status)
