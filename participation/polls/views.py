"""A survey from the first question to „Danke“: parse, ask permission, call the action, show.

A sheet that has been begun lives at an address with a secret in it: no cookie, and who holds the link can go on.
"""

from __future__ import annotations

import sys
import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from participation.guests.views import to_sent
from participation.projects.models import Who
from participation.projects.permissions import may_manage
from participation.projects.rooms import REFUSED, Room, in_module, sign_in_url
from portal.cities import anonymous_forms
from portal.kit.refused import Refused
from portal.operations.ratelimit import allow

from . import actions, walk
from .forms import CheckForm, QuickGuestForm, ResumeForm, SheetForm
from .models import Question, Response, questions_of
from .showing import ENOUGH, ONE_PAGE, figures, has_pass, is_quick, may_see_results

FEATURE = actions.FEATURE
FORM = "polls"  # name of the form for visitors, and what is counted
BEGINS, MAILS = 40, 10  # per client address and hour; a school has one address


def address(room: Room, name: str, *args: Any) -> str:
    return reverse(f"polls:{name}", args=[room.project.slug, room.module.slug, *args])


def guard(request: HttpRequest, *, begins: bool = False) -> anonymous_forms.Refusal | None:
    """Browsers with a session are protected by csrf; the others as docs/decisions/anonymous-forms.md says.

    Only beginning is limited per client address: whoever has begun may go on.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return None
    return anonymous_forms.protect(request, FORM, per_hour=BEGINS if begins else sys.maxsize)


def count(request: HttpRequest) -> None:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        anonymous_forms.count(request, FORM)


def context(request: HttpRequest, room: Room, title: str, *more: tuple[str, str], **extra: Any) -> dict[str, Any]:
    found = room.context(title, *more, **extra)
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        found["anonymous"] = anonymous_forms.context(request, FORM)
    found["sheet_anonymous"] = actions.is_anonymous(room.module, room.person)
    return found


def entry(room: Room) -> tuple[bool, str, bool]:
    """May this person begin? (yes or no, why not, would signing in help)."""
    verdict, asked = room.may(FEATURE), room.asks_for(FEATURE)
    if verdict or (room.user is None and asked == Who.ANYONE):
        return True, "", False
    return False, verdict.why, bool(room.user is None and asked)


def status_of(refused: ValidationError) -> int:
    return 403 if getattr(refused, "code", "") == "phase" else REFUSED


# --- The module's page --------------------------------------------------------------------------


def show(request: HttpRequest, room: Room) -> HttpResponse:
    """Introduction and, as far as it fits, the questions themselves."""
    questions = questions_of(room.module.pk)
    answered = actions.has_answered(room.module, room.person)
    open_, why, helps = entry(room)
    quick, short = is_quick(questions), len(questions) <= ONE_PAGE
    may_begin = open_ and not answered and bool(questions)
    form = _first_form(request, room, questions) if may_begin and short else None
    extra: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        refusal = guard(request, begins=True)
        if refusal is not None:
            extra["refusal"], status = refusal.text, refusal.status
        elif not may_begin:
            if helps:
                return HttpResponseRedirect(sign_in_url(room.url))
            extra["refusal"] = why or _("Sie haben diese Umfrage schon beantwortet.")
            status = REFUSED if answered or open_ else 403
        else:
            try:
                response = _first_post(request, room, questions, form, quick)
            except ValidationError as refused:
                response, status = None, status_of(refused)
                extra["refusal"] = refused.messages[0]
            if response is not None:
                return response
            status = max(status, REFUSED) if status != 403 else 403
    results = may_see_results(room.plan, room.module, room.now, answered=answered, desk=room.manages)
    found = context(
        request, room, room.module.title, questions=questions, form=form, groups=form.groups() if form else [],
        quick=quick, short=short, may_begin=may_begin, answered=answered, why=why,
        sign_in_url=sign_in_url(room.url) if helps else "", results=results, asks=room.asks_for(FEATURE),
        results_url=address(room, "results"), desk_url=address(room, "questions") if may_manage(room.user, room.project) else "", **extra,
    )  # fmt: skip
    return render(request, "polls/survey.html", found, status=status)


def _first_form(request: HttpRequest, room: Room, questions: list[Question]) -> SheetForm:
    data = request.POST if request.method == "POST" else None
    if is_quick(questions):
        return QuickGuestForm(data, questions=questions, guest=room.user is None)
    return SheetForm(data, questions=questions, complete=request.POST.get("do") != "spaeter")


def _first_post(
    request: HttpRequest, room: Room, questions: list[Question], form: SheetForm | None, quick: bool
) -> HttpResponse | None:
    """None: show the form again with its mistakes."""
    if form is not None and not form.is_valid():
        return None
    answers = form.cleaned_data["answers"] if form is not None else {}
    if quick and form is not None:
        if room.user is not None:
            promised = request.POST.get("anonym") == "1"
            actions.answer(room.city, room.module, room.person, answers, anonymous=promised)
            return HttpResponseRedirect(address(room, "done"))
        actions.hand_to_guest(room.city, room.module, answers, form.cleaned_data["email"], request=request)
        count(request)
        return to_sent()
    draft, token = actions.begin(room.city, room.module, room.person, answers)
    count(request)
    if request.POST.get("do") == "spaeter":
        return HttpResponseRedirect(address(room, "keep", token))
    return HttpResponseRedirect(_goal(room, token, questions, draft) if form is None else address(room, "check", token))


def _goal(room: Room, token: str, questions: list[Question], draft: Response) -> str:
    """Where to go on: the first question on the way that has no answer yet, else the check page."""
    for question in walk.path(questions, draft.draft):
        if str(question.uuid) not in draft.draft:
            return address(room, "step", token, question.uuid)
    return address(room, "check", token)


# --- A sheet that has been begun ----------------------------------------------------------------


def _draft(request: HttpRequest, room: Room, token: str) -> Response | HttpResponse:
    """The draft, or 404. Whoever has just submitted it and sends once more is led to „Danke“."""
    draft = actions.find_draft(room.module, token, room.user)
    if draft is not None:
        return draft
    if request.method == "POST" and actions.hash_of(token) and actions.has_answered(room.module, room.person):
        return HttpResponseRedirect(address(room, "done"))
    raise Http404


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "same-origin"  # the address is a key
    return response


@in_module("poll")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, room: Room, token: str) -> HttpResponse:
    """The link to come back with: a short survey as a whole, a long one where it was left."""
    draft = _draft(request, room, token)
    if isinstance(draft, HttpResponse):
        return draft
    questions = questions_of(room.module.pk)
    if len(questions) > ONE_PAGE:
        return HttpResponseRedirect(_goal(room, token, questions, draft))
    later = request.POST.get("do") == "spaeter"
    form = SheetForm(
        request.POST if request.method == "POST" else None,
        questions=questions, stored=draft.draft, complete=not later,
    )  # fmt: skip
    if request.method == "POST":
        target = address(room, "keep" if later else "check", token)
        response, extra, status = _save(request, room, token, form, target)
        if response is not None:
            return response
    else:
        extra, status = {}, 200
    found = context(
        request, room, room.module.title, questions=questions, form=form, groups=form.groups(), short=True,
        may_begin=True, token=token, action=request.path, begun=True, **extra,
    )  # fmt: skip
    return _private(render(request, "polls/survey.html", found, status=status))


def _save(
    request: HttpRequest, room: Room, token: str, form: SheetForm, target: str
) -> tuple[HttpResponse | None, dict[str, Any], int]:
    refusal = guard(request)
    if refusal is not None:
        return None, {"refusal": refusal.text}, refusal.status
    if not form.is_valid():
        return None, {}, REFUSED
    try:
        actions.save(room.city, room.module, token, room.person, form.cleaned_data["answers"])
    except ValidationError as refused:
        return None, {"refusal": refused.messages[0]}, status_of(refused)
    return HttpResponseRedirect(target), {}, 302


@in_module("poll")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, room: Room, token: str, question: uuid.UUID) -> HttpResponse:
    """One question of a long survey. What is asked next, the server decides from the answers so far."""
    draft = _draft(request, room, token)
    if isinstance(draft, HttpResponse):
        return draft
    questions = questions_of(room.module.pk)
    if not any(q.uuid == question for q in questions):
        raise Http404
    way = walk.path(questions, draft.draft)
    here = next((n for n, q in enumerate(way) if q.uuid == question), None)
    if here is None:  # not reached any more
        return _private(HttpResponseRedirect(_goal(room, token, questions, draft)))
    do = request.POST.get("do", "")
    form = SheetForm(
        request.POST if request.method == "POST" else None,
        questions=questions, shown=[way[here]], stored=draft.draft, complete=do not in ("spaeter", "zurueck"),
    )  # fmt: skip
    extra: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        target = ""
        if form.is_valid():
            after = {**draft.draft, **form.cleaned_data["answers"]}
            target = _next(room, token, questions, after, way[here], do)
        response, extra, status = _save(request, room, token, form, target)
        if response is not None:
            return _private(response)
    found = context(
        request, room, room.module.title, form=form, groups=form.groups({way[here].pk: here + 1}), token=token,
        number=here + 1, total=len(way), is_first=here == 0, **extra,
    )  # fmt: skip
    return _private(render(request, "polls/step.html", found, status=status))


def _next(room: Room, token: str, questions: list[Question], answers: walk.Answers, at: Question, do: str) -> str:
    if do == "spaeter":
        return address(room, "keep", token)
    way = walk.path(questions, answers)
    here = way.index(at)
    if do == "zurueck":
        return address(room, "step", token, way[max(0, here - 1)].uuid)
    if here + 1 < len(way):
        return address(room, "step", token, way[here + 1].uuid)
    return address(room, "check", token)


@in_module("poll")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, room: Room, token: str) -> HttpResponse:
    """Everything once more, then submit. Without account: with an address, which is confirmed first."""
    draft = _draft(request, room, token)
    if isinstance(draft, HttpResponse):
        return draft
    questions = questions_of(room.module.pk)
    done = walk.settle(questions, draft.draft)
    guest = room.user is None
    form = CheckForm(request.POST if request.method == "POST" else None, guest=guest)
    extra: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        status, refusal = REFUSED, guard(request)
        if refusal is not None:
            extra["refusal"], status = refusal.text, refusal.status
        elif form.is_valid():
            try:
                if guest:
                    actions.hand_to_guest(
                        room.city, room.module, None, form.cleaned_data["email"], token=token, request=request
                    )
                    return _private(to_sent())
                actions.submit(room.city, room.module, token, room.person)
                return _private(HttpResponseRedirect(address(room, "done")))
            except ValidationError as refused:
                if getattr(refused, "code", "") == "gone" and actions.has_answered(room.module, room.person):
                    return HttpResponseRedirect(address(room, "done"))
                extra["refusal"], status = refused.messages[0], status_of(refused)
    rows = [_check_row(room, token, q, done, len(questions) <= ONE_PAGE) for q in done.reached]
    open_, why, helps = entry(room)
    found = context(
        request, room, _("Antworten prüfen"), (_("Antworten prüfen"), ""), rows=rows, form=form, token=token,
        complete=not done.errors and bool(done.kept), open=open_, why=why, draft=draft,
        back_url=address(room, "sheet", token), keep_url=address(room, "keep", token),
        sign_in_url=sign_in_url(request.path) if helps else "", **extra,
    )  # fmt: skip
    return _private(render(request, "polls/check.html", found, status=status))


def _check_row(room: Room, token: str, question: Question, done: walk.Settled, short: bool) -> dict[str, Any]:
    key = str(question.uuid)
    url = f"{address(room, 'sheet', token)}#q-{key}" if short else address(room, "step", token, question.uuid)
    return {
        "question": question.text,
        "answers": walk.in_words(question, done.kept.get(key, {})),
        "error": done.errors.get(key, ""),
        "url": url,
    }


@in_module("poll")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, room: Room, token: str) -> HttpResponse:
    """The link to come back with, to copy or to have mailed."""
    draft = _draft(request, room, token)
    if isinstance(draft, HttpResponse):
        return draft
    link = request.build_absolute_uri(address(room, "sheet", token))
    form = ResumeForm(
        request.POST if request.method == "POST" else None, initial={"email": room.user.email if room.user else ""}
    )
    extra: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        status, refusal = REFUSED, guard(request)
        if refusal is not None:
            extra["refusal"], status = refusal.text, refusal.status
        elif form.is_valid():
            try:
                if not allow(request, "polls-resume", limit=MAILS, per=3600):
                    raise Refused(_("Von Ihrem Anschluss wurden gerade viele Links verschickt."), code="pace")
                actions.mail_link(
                    room.city, room.module, token, room.person, form.cleaned_data["email"], link
                )  # fmt: skip
                extra["sent"], status = form.cleaned_data["email"], 200
            except ValidationError as refused:
                form.add_error(None, refused)
    found = context(
        request, room, _("Später weitermachen"), (_("Später weitermachen"), ""), form=form, link=link, draft=draft,
        back_url=address(room, "sheet", token), **extra,
    )  # fmt: skip
    return _private(render(request, "polls/keep.html", found, status=status))


# --- Afterwards ---------------------------------------------------------------------------------


def _answered(request: HttpRequest, room: Room) -> bool:
    return has_pass(room.module, request.GET.get("pass", "")) or actions.has_answered(room.module, room.person)


@in_module("poll")
@require_http_methods(["GET", "HEAD"])
def done(request: HttpRequest, room: Room) -> HttpResponse:
    """„Danke“, for those who have answered; everybody else goes to the questions."""
    if not _answered(request, room):
        return HttpResponseRedirect(room.url)
    results = may_see_results(room.plan, room.module, room.now, answered=True, desk=room.manages)
    key = request.GET.get("pass", "")
    url = address(room, "results") + (f"?pass={key}" if key else "")
    found = context(request, room, _("Danke"), (_("Danke"), ""), results=results, results_url=url)
    return render(request, "polls/done.html", found)


@in_module("poll")
@require_http_methods(["GET", "HEAD"])
def results(request: HttpRequest, room: Room) -> HttpResponse:
    """The figures, or why they are not shown (yet). Words of one's own are for the desk only."""
    desk = room.manages
    verdict = may_see_results(room.plan, room.module, room.now, answered=lambda: _answered(request, room), desk=desk)
    rows = figures(room.module, public=not desk) if verdict else []
    found = context(
        request, room, _("Ergebnis"), (_("Ergebnis"), ""), verdict=verdict, figures=rows, desk=desk,
        people=room.module.contribution_count, enough=ENOUGH,
        columns=[
            {"title": _("Antwort")}, {"title": _("Platz"), "num": True}, {"title": _("Punkte"), "num": True},
            {"title": _("Mittlerer Platz"), "num": True},
        ],
    )  # fmt: skip
    return render(request, "polls/results.html", found)
