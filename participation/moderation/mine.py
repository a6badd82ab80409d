"""What everyone may do: report, read the decisions on what one wrote, object."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from portal.accounts.models import User
from portal.cities import hosts
from portal.cities.models import City

from . import actions, guests, helpers
from .forms import AppealForm, ReportForm
from .history import history
from .models import Case, Pause, Report
from .permissions import hider_of
from .registry import Content, load_shown

REFUSED = 422
VISITOR_REPORTS = 5  # per address and hour
CITY_REPORTS = 100  # of visitors, per city and hour
PER_PAGE = 25
NEWEST = ("-decided_at", "-pk")
View = Callable[..., HttpResponse]


def member_of(request: HttpRequest) -> User | None:
    """The signed-in person; a visitor's request touches neither session nor user."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return request.user if request.user.is_authenticated and request.user.is_active else None


def csrf_for_members(view: View) -> View:
    """Visitors hold no session that a foreign page could misuse, and get no cookie; members are protected."""
    protected = csrf_protect(view)

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = protected if settings.SESSION_COOKIE_NAME in request.COOKIES else view
        return chosen(request, *args, **kwargs)

    return csrf_exempt(inner)


def members_only(view: View) -> View:
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.city is None or request.is_admin_host:
            raise Http404
        if member_of(request) is None:
            return HttpResponseRedirect(f"/konto/anmelden/?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return never_cache(inner)


def _content(request: HttpRequest, kind: str, item: uuid.UUID) -> Content:
    if request.city is None or request.is_admin_host:
        raise Http404
    found = load_shown(request.city, kind, item)
    if found is None or not found.public or found.gone:
        raise Http404
    return found


def _too_many(request: HttpRequest) -> bool:
    """Counts reports of visitors by a daily changing hash of their address; nothing of it is stored in the database."""
    salt = f"{settings.SECRET_KEY}{timezone.localdate()}"
    address = get_adapter().get_client_ip(request) or "?"
    person = hashlib.sha256(f"{salt}{address}".encode()).hexdigest()[:24]
    full = False
    for key, limit in ((f"report:{person}", VISITOR_REPORTS), (f"report:city:{request.city.pk}", CITY_REPORTS)):
        cache.add(key, 0, 3600)
        try:
            count = cache.incr(key)
        except ValueError:  # expired in between
            count = 1
        full = full or count > limit
    return full


@csrf_for_members
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, item: uuid.UUID) -> HttpResponse:
    """Anybody may report. Members once per case; visitors without a name and at a bounded rate."""
    found = _content(request, kind, item)
    user = member_of(request)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if user is None and _too_many(request):
            form.add_error(
                None,
                _(
                    "Von diesem Anschluss kamen gerade viele Meldungen. Bitte versuchen Sie es in einer Stunde noch einmal oder melden Sie sich an."
                ),
            )
        else:
            try:
                data = form.cleaned_data
                city = City.objects.get(pk=found.city_id)  # of a joint project's contents: the city that cares for it
                with scope(city=[city]):
                    actions.report(city, found, reporter=user, reason=data["reason"], text=data["text"])
                return HttpResponseRedirect(reverse("moderation:thanks", args=[kind, item]))
            except ValidationError as refused:
                form.add_error(None, refused)
    context = {"title": _("Beitrag melden"), "content": found, "form": form, "reporter": user}
    return render(request, "moderation/report.html", context, status=REFUSED if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD"])
def thanks(request: HttpRequest, kind: str, item: uuid.UUID) -> HttpResponse:
    found = _content(request, kind, item)
    context = {"title": _("Danke für Ihre Meldung"), "content": found, "reporter": member_of(request)}
    return render(request, "moderation/thanks.html", context)


def _page(request: HttpRequest, name: str, rows: QuerySet[Any]) -> Page:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get(name))


@members_only
@require_http_methods(["GET", "HEAD"])
def mine(request: HttpRequest) -> HttpResponse:
    """„Meine Meldungen und Entscheidungen“: pauses, every decision on own contributions, own reports in this city, and
    where other cities have decided (a joint project's contribution belongs to one of its cities)."""
    user = request.user
    context = {
        "title": _("Meine Meldungen und Entscheidungen"),
        "pauses": Pause.objects.filter(city=request.city, user=user).running(),
        "cases": _page(request, "seite", Case.objects.filter(city=request.city).about(user).order_by(*NEWEST)),
        "reports": _page(
            request,
            "meldungen",
            Report.objects.filter(city=request.city, reporter=user)
            .select_related("case")
            .order_by("-created_at", "-pk"),
        ),
        "elsewhere": [
            {**row, "url": hosts.absolute(row["hostname"], request.path)}
            for row in Case.elsewhere_about(user, request.city).count_by_city()
        ],
        "messages": messages.get_messages(request),
    }
    return render(request, "moderation/mine.html", context)


def _appeal_form(request: HttpRequest, row: Case) -> AppealForm | None:
    if not row.can_appeal:
        return None
    helper = helpers.choose(row, actions.content_of(row), hidden_by=hider_of(row))
    return AppealForm(request.POST if request.method == "POST" else None, can_go_elsewhere=helper is not None)


# The link is the permission; whoever comes without a session has none that a foreign page could misuse.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guest_decision(request: HttpRequest, token: str) -> HttpResponse:
    """The same for an author without an account, who holds the link of the mail."""
    if request.city is None or request.is_admin_host:
        raise Http404
    row = guests.find(request.city, token)
    if row is None:
        raise Http404
    form = _appeal_form(request, row)
    if form is not None and form.is_bound and form.is_valid():
        try:
            actions.appeal(request.city, row, author=None, guest=row.guest, **form.cleaned_data)
            return HttpResponseRedirect(request.path)
        except ValidationError as refused:
            form.add_error(None, refused)
    context = {
        "title": row.title,
        "case": row,
        "form": form,
        "history": history(row, for_author=True),
        "guest": True,
        "csrf_token": "",  # no token, no cookie
    }
    return render(request, "moderation/decision.html", context, status=REFUSED if request.method == "POST" else 200)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, case: uuid.UUID) -> HttpResponse:
    """The author's view of a decision: text, reasons, history, and the one appeal."""
    rows = Case.objects.filter(city=request.city).about(request.user).select_related("appeal")
    row = get_object_or_404(rows, uuid=case)
    form = _appeal_form(request, row)
    if request.method == "POST":
        if form is not None and form.is_valid():
            try:
                actions.appeal(request.city, row, author=request.user, **form.cleaned_data)
                messages.success(request, _("Ihr Widerspruch ist eingegangen. Sie erfahren das Ergebnis per E-Mail."))
                return HttpResponseRedirect(request.path)
            except ValidationError as refused:
                form.add_error(None, refused)
        elif form is None:
            messages.warning(request, _("Gegen diese Entscheidung ist kein Widerspruch mehr möglich."))
            return HttpResponseRedirect(request.path)
    context = {
        "title": row.title,
        "case": row,
        "form": form,
        "history": history(row, for_author=True),
        "messages": messages.get_messages(request),
    }
    return render(request, "moderation/decision.html", context, status=REFUSED if request.method == "POST" else 200)
