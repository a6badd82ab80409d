"""Saved searches: save one, see and end one's own, confirm, renew and unsubscribe by links from mails."""

from __future__ import annotations

import sys
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from clubs.volunteering import addresses, saving_letters, visits
from clubs.volunteering.actions import asks, saving
from clubs.volunteering.finding import shelf
from clubs.volunteering.pages import market_of
from clubs.volunteering.saved import SavedSearch
from clubs.volunteering.views.signing import unknown
from clubs.volunteering.visits import Visit
from clubs.volunteering.wishes import QUERY_MAX
from portal.cities import anonymous_forms, hosts

FORM = "volunteering-search"


class SaveForm(forms.Form):
    """`email`: of visitors only; members have one."""

    email = forms.EmailField(
        label=gettext_lazy("Ihre E-Mail-Adresse"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": 254}),
        error_messages={
            "required": gettext_lazy("Bitte geben Sie Ihre E-Mail-Adresse an."),
            "invalid": gettext_lazy("Diese E-Mail-Adresse ist unvollständig, zum Beispiel name@anbieter.de."),
        },
    )  # fmt: skip
    rhythm = forms.ChoiceField(
        label=gettext_lazy("Wie oft sollen wir schreiben?"), choices=SavedSearch.Rhythm.choices,
        initial=SavedSearch.Rhythm.DAILY, widget=forms.RadioSelect,
        help_text=gettext_lazy("Nur wenn es etwas Neues gibt."),
        error_messages={
            "required": gettext_lazy("Bitte wählen Sie, wie oft wir Ihnen schreiben."),
            "invalid_choice": gettext_lazy("Bitte wählen Sie, wie oft wir Ihnen schreiben."),
        },
    )  # fmt: skip

    def __init__(self, *args: Any, member: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if member:
            del self.fields["email"]


@visits.public_page
@require_http_methods(["GET", "HEAD", "POST"])
def saved(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Save the search of this address; a member sees and ends the own ones below."""
    posted = request.method == "POST"
    if posted and "weg" in request.POST and visit.user is not None:
        return _end(request, visit)
    query = request.POST.get("suche", "") if posted else request.GET.urlencode()
    wish = saving.wish_of(query[: 4 * QUERY_MAX], visit.city)
    form = SaveForm(request.POST if posted else None, member=visit.user is not None)
    status = 200
    if posted:
        refusal = None if visit.user else anonymous_forms.protect(request, FORM, per_hour=sys.maxsize)
        if refusal is not None:  # the action counts itself
            form.add_error(None, refusal.text)
            status = refusal.status
        elif not form.is_valid():
            status = visits.REFUSED
        else:
            try:
                return _save(request, visit, wish.filter_query, form)
            except ValidationError as refused:
                form.add_error(None, refused.messages[0])
                status = visits.REFUSED
    title = _("Neue Angebote per E-Mail")
    market = market_of(visit.city)
    context = {
        "form": form, "query": wish.filter_query, "words": _words(wish), "own": _own(visit),
        "sign_in_url": "" if visit.user else visits.sign_in_url(f"{request.path}?{wish.filter_query}"),
        "market_url": market[1] if market else "", "crumbs": visits.crumbs(*([market] if market else []), (title, "")),
        **visit.guard(request, FORM),
    }  # fmt: skip
    return visits.page(request, "volunteering/finding/saved.html", title, status=status, **context)


def _words(wish: Any) -> str:
    return wish.words_for(dict(shelf().interests.values())) or _("alle Angebote")


def _save(request: HttpRequest, visit: Visit, query: str, form: SaveForm) -> HttpResponse:
    rhythm = form.cleaned_data["rhythm"]
    if visit.user is not None:
        saving.keep(visit.city, visit.user, query, rhythm)
        return HttpResponseRedirect(reverse("finding:saved") + "#meine")
    saving.ask(visit.city, form.cleaned_data["email"], query, rhythm, request=request)
    return HttpResponseRedirect(reverse("finding:saved_sent"))


def _own(visit: Visit) -> list[dict[str, Any]]:
    if visit.user is None:
        return []
    cities = {host.city.pk: host.city for host in hosts.every()}
    return [
        {"row": row, "city": cities[row.city_id], "words": saving_letters.words_of(row, cities[row.city_id])}
        for row in SavedSearch.in_region().filter(user=visit.user)
        if row.city_id in cities
    ]


def _end(request: HttpRequest, visit: Visit) -> HttpResponse:
    try:
        key = uuid.UUID(request.POST["weg"][:40])
    except ValueError:
        raise Http404 from None
    row = SavedSearch.in_region().filter(user=visit.user, uuid=key).select_related("city").first()
    if row is None:
        raise Http404
    saving.end(row, actor=visit.user)
    return HttpResponseRedirect(reverse("finding:saved") + "#meine")


@visits.public_page
@require_safe
def sent(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The same page for every address."""
    return visits.page(request, "volunteering/finding/done.html", _("Bitte sehen Sie in Ihr Postfach"), step="mail")


def _row(visit: Visit, kind: str, value: str) -> tuple[SavedSearch | None, bool]:
    """The search behind a link of this portal, and whether the link is one of ours."""
    key = addresses.read(f"{kind}.{visit.city.slug}", value)
    if key is None:
        return None, False
    rows = SavedSearch.in_region().filter(uuid=key, city=visit.city).select_related("city__site", "user")
    return rows.first(), True


def _gone(request: HttpRequest) -> HttpResponse:
    title = _("Dieser Link ist abgelaufen")
    return visits.page(request, "volunteering/finding/done.html", title, status=410, step="gone")


@visits.personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    return _by_link(request, visit, "saved", token)


@visits.personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    return _by_link(request, visit, "saved.on", token)


def _by_link(request: HttpRequest, visit: Visit, kind: str, token: str) -> HttpResponse:
    """One button: opening a link changes nothing, because programs open links as well."""
    row, ours = _row(visit, kind, token)
    if not ours:
        return unknown(request)
    if row is None:
        return _gone(request)
    refusal = ""
    if request.method == "POST":
        refusal = visits.foreign(request)
        if not refusal:
            try:
                (saving.confirm if kind == "saved" else saving.renew)(row)
            except asks.Gone:
                return _gone(request)
            title = _("Ihre Suche ist gespeichert")
            return visits.page(request, "volunteering/finding/done.html", title, step="on", row=row)
    title = _("Suche bestätigen") if kind == "saved" else _("Suche behalten")
    words = saving_letters.words_of(row, row.city)
    status = 403 if refusal else 200
    context = {"row": row, "words": words, "step": kind, "refusal": refusal}
    return visits.page(request, "volunteering/finding/confirm.html", title, status=status, **context)


@visits.personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """A page with one button; mail programs post here themselves (RFC 8058). A second time answers the same."""
    row, ours = _row(visit, "saved.off", token)
    if not ours:
        return unknown(request)
    if request.method == "POST" or row is None:
        if row is not None:
            saving.end(row, actor=None)
        return visits.page(request, "volunteering/finding/done.html", _("Abbestellt"), step="off")
    words = saving_letters.words_of(row, row.city)
    context = {"row": row, "words": words, "step": "saved.off"}
    return visits.page(request, "volunteering/finding/confirm.html", _("Keine E-Mails mehr?"), **context)
