"""The page „Benachrichtigungen“, following a page, and unsubscribing without signing in."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from portal.accounts.models import User
from portal.accounts.places import is_own_url, on_signin_host

from . import actions
from .kinds import choices
from .mail import read_token
from .models import Follow, Notification

PER_PAGE = 25


@on_signin_host
@login_required
@require_http_methods(["GET", "POST"])
def inbox(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    if request.method == "POST":
        actions.mark_read(request.user)
        return redirect("notifications")
    page = Paginator(Notification.objects.of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    follows = Follow.objects.of(request.user).select_related("page")[:200]
    context = {"title": _("Benachrichtigungen"), "page_of_rows": page, "follows": [_link(f) for f in follows]}
    return render(request, "notifications/inbox.html", context)


def _link(row: Follow) -> dict[str, str]:
    return {"title": row.page.title, "url": row.page.full_url or "", "pk": str(row.page_id)}


@on_signin_host
@login_required
def open_one(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Marks the message as read and leads to what it is about, on whatever portal that is."""
    assert isinstance(request.user, User)
    row = get_object_or_404(Notification.objects.of(request.user), uuid=key)
    actions.mark_read(request.user, uuid=row.uuid)
    return HttpResponseRedirect(row.url if is_own_url(row.url) else "/konto/benachrichtigungen/")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, page_id: int) -> HttpResponse:
    """„Diese Seite verfolgen“: a plain link leads here, so that pages for visitors need no form and no cookie."""
    assert isinstance(request.user, User)
    root = request.city.site.root_page if request.city else None  # type: ignore[attr-defined]
    page = Page.objects.descendant_of(root, inclusive=True).live().public().filter(pk=page_id).first() if root else None
    if page is None:
        raise Http404
    following = Follow.objects.of(request.user).filter(page=page).exists()
    if request.method == "POST":
        try:
            (actions.unfollow if following else actions.follow)(request.user, page, actor=request.user)
        except actions.TooMany:
            messages.error(request, _("Sie verfolgen schon sehr viele Seiten. Bitte beenden Sie zuerst eine davon."))
        return redirect("follow", page_id=page.pk)
    context = {
        "title": _("Diese Seite verfolgen"),
        "target": page,
        "target_url": page.get_url(request),
        "following": following,
    }
    return render(request, "notifications/follow.html", context)


@csrf_exempt  # the signed link is the permission; mail programs post it without any cookie (RFC 8058)
@require_http_methods(["GET", "POST"])
@on_signin_host
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    try:
        key, choice = read_token(token)
        if choice not in choices():
            raise LookupError(choice)
        user = User.objects.get(uuid=key, deleted_at=None)
        label = User._meta.get_field(choice).verbose_name  # type: ignore[union-attr]
    except (signing.BadSignature, User.DoesNotExist, ValueError, TypeError, LookupError) as error:
        raise Http404 from error
    done = False
    if request.method == "POST":
        actions.unsubscribe(user, choice, actor=None)
        done = True
    context = {"title": _("Nachrichten abbestellen"), "label": label, "done": done}
    return render(request, "notifications/unsubscribe.html", context)
