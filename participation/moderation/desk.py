"""The moderators' desk of one city: queue, decision, pauses, words. Without the right every address is 404."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.models import User

from . import actions
from .forms import BulkHideForm, DecisionForm, FilterForm, OutcomeForm, PauseForm, RestoreForm, WordsForm
from .history import history
from .mine import REFUSED, member_of
from .models import Appeal, Case, Pause, WordList
from .permissions import may_decide_appeal, may_moderate
from .registry import load

PER_PAGE = 25
BULK_MAX = 50
FOREIGN_SHOWN = 10
View = Callable[..., HttpResponse]


def moderators_only(view: View) -> View:
    """404 for visitors, members, other cities' moderators and on the admin host."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = member_of(request)
        if request.city is None or request.is_admin_host or user is None or not may_moderate(user, request.city):
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(inner)


def desk_crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    items = [(_("Startseite"), "/"), (_("Moderation"), reverse("moderation:queue")), *more]
    return [{"title": title, "url": url} for title, url in items]


def desk_page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    context["messages"] = messages.get_messages(request)
    return render(request, f"moderation/{template}.html", context, status=status)


def figures(request: HttpRequest) -> list[dict[str, Any]]:
    """What waits, what waits too long, what was done today, how long a decision took (30 days): one query."""
    now = timezone.now()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    waits = Q(status__in=Case.WAITING) & ~Case.handed_over()
    row = Case.objects.filter(city=request.city).aggregate(
        waiting=Count("pk", filter=waits),
        overdue=Count("pk", filter=waits & Q(waiting_since__lt=now - dt.timedelta(hours=4))),
        today=Count("pk", filter=Q(decided_at__gte=today)),
        took=Avg(
            ExpressionWrapper(F("decided_at") - F("waiting_since"), DurationField()),
            filter=~Q(status__in=Case.WAITING) & Q(decided_at__gte=now - dt.timedelta(days=30)),
        ),
    )
    found = [
        {"label": _("Offen"), "value": row["waiting"]},
        {"label": _("Älter als das Antwortziel"), "value": row["overdue"]},
        {"label": _("Heute erledigt"), "value": row["today"]},
    ]
    if row["took"] is not None:
        minutes = round(row["took"].total_seconds() / 60)
        value, unit = (minutes, _("Min.")) if minutes < 120 else (round(minutes / 60), _("Std."))
        found.append({"label": _("Mittlere Dauer"), "value": value, "unit": unit})
    return found


@moderators_only
@require_http_methods(["GET", "HEAD"])
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the longest waiting first; every filter is in the address."""
    state = request.GET.get("stand", "offen")
    if state not in FilterForm.STATES:
        state = "offen"
    form = FilterForm(request.GET)
    valid = form.is_valid()
    rows = Case.objects.filter(city=request.city, status__in=FilterForm.STATES[state])
    rows = rows.select_related("author", "appeal__decided_in")
    if state == "offen":
        rows = rows.waiting()
    rows = rows.order_by("-decided_at", "-pk") if state == "entschieden" else rows.order_by("waiting_since", "pk")
    if valid and form.cleaned_data["grund"]:
        rows = rows.filter(
            Q(reason=form.cleaned_data["grund"]) | Q(reports__reason=form.cleaned_data["grund"])
        ).distinct()
    if valid and form.cleaned_data["art"]:
        rows = rows.filter(kind=form.cleaned_data["art"])
    term = form.cleaned_data["q"].replace("\x00", "") if valid else ""
    if term:
        rows = rows.filter(Q(snapshot__icontains=term) | Q(title__icontains=term))
    titles = {
        "offen": _("Alles Offene"),
        "meldungen": _("Meldungen"),
        "widersprueche": _("Widersprüche"),
        "entschieden": _("Entschieden"),
    }
    return desk_page(
        request,
        "queue",
        {
            "title": _("Moderation"),
            "crumbs": [*desk_crumbs()[:-1], {"title": _("Moderation"), "url": ""}],
            "figures": figures(request),
            "cases": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
            "states": [{"title": t, "url": f"?stand={k}", "current": k == state} for k, t in titles.items()],
            "state": state,
            "form": form,
            "filtered": valid and (term or form.cleaned_data["grund"] or form.cleaned_data["art"]),
            "foreign": list(Appeal.handed_to(request.city).open().order_by("created_at", "pk")[: FOREIGN_SHOWN + 1]),
            "foreign_shown": FOREIGN_SHOWN,
        },
        status=200 if valid else 400,
    )


def _chosen(request: HttpRequest) -> list[Case]:
    keys: list[uuid.UUID] = []
    for value in request.POST.getlist("fall")[:BULK_MAX]:
        try:
            keys.append(uuid.UUID(value))
        except ValueError:
            continue
    rows = Case.objects.filter(city=request.city, uuid__in=keys, status=Case.Status.OPEN)
    return list(rows.select_related("author").order_by("waiting_since", "pk"))


@moderators_only
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Decide several reports alike. Hiding asks for reason and statement on a page of its own first."""
    cases = _chosen(request)
    back = HttpResponseRedirect(reverse("moderation:queue"))
    if not cases:
        messages.warning(request, _("Bitte wählen Sie mindestens eine offene Meldung aus."))
        return back
    if request.POST.get("do") == "keep":
        for case in cases:
            actions.keep(request.city, case, actor=request.user)
        messages.success(request, _told(len(cases), _("belassen")))
        return back
    form = BulkHideForm(request.POST if "statement" in request.POST else None)
    if form.is_bound and form.is_valid():
        done = 0
        try:
            for case in cases:
                actions.hide(request.city, case, actor=request.user, **form.cleaned_data)
                done += 1
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _told(done, _("ausgeblendet")))
            return back
    context = {"title": _("Ausblenden mit Begründung"), "cases": cases, "form": form}
    context["crumbs"] = desk_crumbs((_("Ausblenden"), ""))
    return desk_page(request, "bulk", context, status=REFUSED if form.is_bound else 200)


def _told(count: int, what: str) -> str:
    return ngettext("%(n)s Beitrag %(what)s.", "%(n)s Beiträge %(what)s.", count) % {"n": count, "what": what}


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, case: uuid.UUID) -> HttpResponse:
    """One case with its context, what happened so far, and the one decision that is due."""
    row = get_object_or_404(Case.objects.select_related("author", "city"), city=request.city, uuid=case)
    user = request.user
    assert isinstance(user, User)
    form, decide = _due(row, request.POST if request.method == "POST" else None)
    refusal = ""
    if row.status == Case.Status.APPEALED and not may_decide_appeal(user, row):
        form, refusal = None, _refusal(row)
    if form is not None and form.is_bound and form.is_valid():
        try:
            messages.success(request, decide(row, user, form.cleaned_data))
            return HttpResponseRedirect(request.path)
        except ValidationError as refused:
            form.add_error(None, refused)
    content = actions.content_of(row)
    context = {
        "title": row.title,
        "crumbs": desk_crumbs((row.title, "")),
        "case": row,
        "content": content,
        "reports": row.reports.select_related("reporter"),
        "history": history(row),
        "form": form,
        "refusal": refusal,
        "earlier": _earlier(row),
        "pause": Pause.objects.filter(city=request.city, user=row.author).running().first() if row.author else None,
        "may_pause": row.author is not None and row.author_id != user.pk,
    }
    return desk_page(request, "case", context, status=REFUSED if request.method == "POST" else 200)


def _refusal(row: Case) -> str:
    """Why the moderator may not decide this appeal."""
    appeal = row.appeal
    if appeal.is_away:
        return _("Auf Wunsch der Autorin oder des Autors entscheidet: %(city)s. Zeit ist bis %(until)s Uhr.") % {
            "city": appeal.decided_in.portal_name,
            "until": date_format(timezone.localtime(appeal.due_at), "DATETIME_FORMAT"),
        }
    return _("Über den Widerspruch entscheidet eine andere Person als über den Beitrag.")


def _earlier(row: Case) -> int:
    """How often this city has hidden something of the same author before."""
    if row.author_id is None:
        return 0
    return (
        Case.objects.filter(city=row.city, author=row.author_id, decisions__kind="hide")
        .exclude(pk=row.pk)
        .distinct()
        .count()
    )


def _due(row: Case, data: Any) -> tuple[Any, Callable[[Case, User, dict[str, Any]], str]]:
    """The form for the case's state, and what to do with it."""
    if row.status == Case.Status.OPEN:
        return DecisionForm(data), _decide
    if row.status == Case.Status.APPEALED:
        return OutcomeForm(data), _decide_appeal
    if row.status in (Case.Status.HIDDEN, Case.Status.UPHELD):
        return RestoreForm(data), _restore
    return None, _restore


def _decide(row: Case, user: User, data: dict[str, Any]) -> str:
    if data["do"] == "keep":
        actions.keep(row.city, row, actor=user, statement=data["statement"])
        return _("Der Beitrag bleibt stehen.")
    actions.hide(row.city, row, actor=user, reason=data["reason"], statement=data["statement"])
    return _("Der Beitrag ist ausgeblendet. Die Begründung ist unterwegs.")


def _decide_appeal(row: Case, user: User, data: dict[str, Any]) -> str:
    uphold = data["do"] == "uphold"
    actions.decide_appeal(row.city, row, actor=user, uphold=uphold, statement=data["statement"])
    return _("Der Widerspruch ist zurückgewiesen.") if uphold else _("Der Beitrag ist wieder zu sehen.")


def _restore(row: Case, user: User, data: dict[str, Any]) -> str:
    actions.restore(row.city, row, actor=user, statement=data["statement"])
    return _("Der Beitrag ist wieder zu sehen.")


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def content(request: HttpRequest, kind: str, item: uuid.UUID) -> HttpResponse:
    """Take up a content that nobody reported; leads to its live case if there is one."""
    found = load(request.city, kind, item)
    if found is None or found.gone:
        raise Http404
    live = Case.objects.filter(city=request.city).of(kind, item).live().first()
    if live is None and request.method == "POST":
        live = actions.open_case(request.city, found, actor=request.user)
    if live is not None:
        return HttpResponseRedirect(reverse("moderation:case", args=[live.uuid]))
    context = {"title": _("Beitrag prüfen"), "crumbs": desk_crumbs((_("Beitrag prüfen"), "")), "content": found}
    return desk_page(request, "content", context)


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: HttpRequest, case: uuid.UUID) -> HttpResponse:
    """A pause for the author of a case."""
    row = get_object_or_404(Case.objects.select_related("author"), city=request.city, uuid=case, author__isnull=False)
    form = PauseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.pause(request.city, row.author, actor=request.user, case=row, **form.cleaned_data)
            messages.success(request, _("Die Pause gilt ab jetzt. Das Mitglied ist benachrichtigt."))
            return HttpResponseRedirect(reverse("moderation:case", args=[row.uuid]))
        except ValidationError as refused:
            form.add_error(None, refused)
    crumbs = desk_crumbs((row.title, reverse("moderation:case", args=[row.uuid])), (_("Schreibpause"), ""))
    context = {"title": _("Schreibpause"), "crumbs": crumbs, "case": row, "form": form}
    return desk_page(request, "pause", context, status=REFUSED if form.is_bound else 200)


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def pauses(request: HttpRequest) -> HttpResponse:
    """Running pauses of this city; one button ends each."""
    rows = Pause.objects.filter(city=request.city).running().select_related("user", "decided_by", "case")
    if request.method == "POST":
        try:
            key = uuid.UUID(request.POST.get("pause", ""))
        except ValueError:
            raise Http404 from None
        row = get_object_or_404(rows, uuid=key)
        actions.lift_pause(request.city, row, actor=request.user)
        messages.success(request, _("Die Pause ist beendet."))
        return HttpResponseRedirect(reverse("moderation:pauses"))
    context = {"title": _("Schreibpausen"), "crumbs": desk_crumbs((_("Schreibpausen"), "")), "pauses": rows[:200]}
    return desk_page(request, "pauses", context)


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    row = WordList.objects.filter(city=request.city).first()
    bound = request.method == "POST"
    form = WordsForm(request.POST) if bound else WordsForm(initial={"words": row.words if row else ""})
    if bound and form.is_valid():
        actions.set_words(request.city, form.cleaned_data["words"], actor=request.user)
        messages.success(request, _("Die Liste ist gespeichert."))
        return HttpResponseRedirect(reverse("moderation:words"))
    context = {"title": _("Gesperrte Wörter"), "crumbs": desk_crumbs((_("Gesperrte Wörter"), "")), "form": form}
    return desk_page(request, "words", context, status=REFUSED if bound else 200)
