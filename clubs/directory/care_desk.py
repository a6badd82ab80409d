"""The city's desk for clubs: what needs looking after, all clubs, messages that wait, the city's rules."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clubs.visits import REFUSED, crumbs
from portal.kit.tables import Table

from . import care_actions
from .addresses import club_url, home_url
from .care_models import Inquiry
from .import_desk import desk_only, download
from .marks import DOUBTFUL_AFTER
from .models import Club, ClubMember, ClubSettings

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

PER_PAGE = 50
KINDS = ("csv", "xlsx")
STATES = [
    ("", gettext_lazy("alle")), ("oeffentlich", gettext_lazy("öffentlich")), ("wartet", gettext_lazy("warten auf Freigabe")),
    ("gefragt", gettext_lazy("gefragt, ob es noch stimmt")), ("unbestaetigt", gettext_lazy("nicht bestätigt")),
    ("ausgeblendet", gettext_lazy("ausgeblendet")), ("aufgeloest", gettext_lazy("aufgelöst")),
]  # fmt: skip


def _is(state: str, now: dt.datetime) -> Q:
    return {
        "oeffentlich": Q(status=Club.Status.PUBLISHED),
        "wartet": Q(status=Club.Status.WAITING),
        "gefragt": Q(status=Club.Status.PUBLISHED, asked_at__isnull=False),
        "unbestaetigt": Q(status=Club.Status.PUBLISHED, confirmed_at__lt=now - DOUBTFUL_AFTER),
        "ausgeblendet": Q(status=Club.Status.HIDDEN),
        "aufgeloest": Q(status=Club.Status.CLOSED),
    }.get(state, Q())


def _address(name: str) -> str:
    """Of a screen that another part brings; "" where it is not there."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def tabs(here: str, city: City) -> list[dict[str, Any]]:
    items = [
        ("overview", _("Überblick")), ("clubs", _("Alle Vereine")), ("inquiries", _("Anfragen")),
        ("approvals", _("Freigaben")), ("import", _("Import und Export")), ("settings", _("Regeln")),
    ]  # fmt: skip
    if city.is_alliance:
        items.append(("interests", _("Themen")))
    found = [{"title": title, "url": _address(f"directory_desk:{key}"), "current": key == here} for key, title in items]
    return [item for item in found if item["url"]]


# The tab that a screen lies below
BELOW = {
    "decide": "approvals", "handover": "approvals", "club": "clubs", "close": "clubs", "enter": "clubs",
    "import_batch": "import",
}  # fmt: skip


def page(request: HttpRequest, here: str, title: str, *, status: int = 200, **context: Any) -> HttpResponse:
    tab = context.pop("tab", BELOW.get(here, here))
    shown = tabs(tab, request.city)  # type: ignore[arg-type]
    trail = [(_("Vereine verwalten"), reverse("directory_desk:overview"))] if here != "overview" else []
    trail += [(item["title"], item["url"]) for item in shown if item["current"] and tab != here]
    context = {
        "title": title,
        "tabs": shown,
        "crumbs": crumbs(*trail, (title, "")),
        "messages": messages.get_messages(request),
        **context,
    }
    return render(request, f"directory/desk/{here}.html", context, status=status)


@desk_only
@require_safe
def overview(request: HttpRequest, city: City, user: User) -> HttpResponseBase:
    now = timezone.now()
    rows = Club.objects.filter(city=city)
    counted = rows.aggregate(**{key: Count("pk", filter=_is(key, now)) for key, _label in STATES if key})
    open_rows = Inquiry.objects.filter(city=city, answered_at=None)
    waiting = open_rows.aggregate(all=Count("pk"), late=Count("pk", filter=Q(escalated_at__isnull=False)))
    figures = [
        {"number": counted[key], "label": label, "url": f"{reverse('directory_desk:clubs')}?zustand={key}"}
        for key, label in STATES
        if key
    ]
    figures.append(
        {"number": waiting["all"], "label": _("offene Anfragen"), "url": reverse("directory_desk:inquiries")}
    )
    return page(
        request, "overview", _("Vereine verwalten"), figures=figures, late=waiting["late"],
        offers_url=_address("volunteering_desk:list"),
    )  # fmt: skip


@desk_only
@require_safe
def clubs(request: HttpRequest, city: City, user: User) -> HttpResponseBase:
    rows, state, words = _wanted(request, city)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    now = timezone.now()
    for club in shown.object_list:
        club.address = club_url(club) if club.is_public else ""
        club.is_doubtful = club.confirmed_at < now - DOUBTFUL_AFTER
    states = [{"key": key, "label": label, "current": key == state} for key, label in STATES]
    query = urlencode({key: value for key, value in (("zustand", state), ("q", words)) if value})
    return page(
        request, "clubs", _("Alle Vereine"), rows=shown, states=states, words=words,
        files=[(kind.upper(), f"{reverse('directory_desk:clubs_file', args=[kind])}?{query}".rstrip("?")) for kind in KINDS],
        enter_url="" if city.is_alliance else reverse("directory_desk:enter"),
    )  # fmt: skip


def _wanted(request: HttpRequest, city: City) -> tuple[QuerySet[Club], str, str]:
    """The clubs that the filters in the address leave, and the filters; an unknown state counts as not given."""
    state = request.GET.get("zustand", "")
    state = state if state in dict(STATES) else ""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    rows = Club.objects.filter(_is(state, timezone.now()), city=city).order_by("name", "pk")
    return (rows.filter(name__icontains=words) if words else rows), state, words


@desk_only
@require_safe
def clubs_file(request: HttpRequest, city: City, user: User, kind: str) -> HttpResponseBase:
    """The same list with the state of each entry, for those who call up the clubs. Without anybody's mailbox."""
    people = (
        ClubMember.objects.filter(club=OuterRef("pk")).order_by().values("club").annotate(n=Count("pk")).values("n")
    )
    open_rows = Inquiry.objects.filter(club=OuterRef("pk"), answered_at=None).order_by().values("club")
    rows = _wanted(request, city)[0].annotate(
        people=Coalesce(Subquery(people), 0),
        waiting=Coalesce(Subquery(open_rows.annotate(n=Count("pk")).values("n")), 0),
    )
    columns = (
        ("name", _("Name")), ("status", _("Zustand")), ("doubtful", _("nicht bestätigt")),
        ("confirmed", _("Bestätigt am")), ("asked", _("Gefragt am")), ("forgotten", _("Ausgeblendet ohne Antwort")),
        ("people", _("Personen, die den Verein vertreten")), ("waiting", _("Offene Anfragen")),
        ("changed", _("Geändert am")), ("address", _("Adresse")),
    )  # fmt: skip
    now = timezone.now()

    def day(moment: dt.datetime | None) -> dt.date | None:
        return timezone.localtime(moment).date() if moment else None

    found = [
        {
            "name": club.name, "status": club.get_status_display(),
            "doubtful": club.is_public and club.confirmed_at < now - DOUBTFUL_AFTER,
            "confirmed": day(club.confirmed_at), "asked": day(club.asked_at), "forgotten": club.is_forgotten,
            "people": club.people, "waiting": club.waiting, "changed": day(club.updated_at),
            "address": home_url(club) if club.is_public else "",
        }
        for club in rows
    ]  # fmt: skip
    return download(Table(f"vereine-zustand-{city.slug}", _("Zustand"), columns, found), kind)


@desk_only
@require_POST
@csrf_protect
def fresh(request: HttpRequest, city: City, user: User, club: uuid.UUID) -> HttpResponseBase:
    """The desk vouches for an entry."""
    found = Club.objects.filter(city=city, uuid=club).first()
    if found is None:
        raise Http404
    care_actions.confirm_fresh(found, actor=user)
    messages.success(request, _("„%(name)s“ gilt wieder für ein Jahr.") % {"name": found.name})
    return HttpResponseRedirect(reverse("directory_desk:clubs"))


@desk_only
@require_safe
def inquiries(request: HttpRequest, city: City, user: User) -> HttpResponseBase:
    """Oldest first. The desk reads no messages: when it came, what happened since."""
    rows = Inquiry.objects.filter(city=city, answered_at=None).select_related("club").order_by("created_at", "pk")
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    today = timezone.localdate()
    for row in shown.object_list:
        row.days = (today - timezone.localtime(row.created_at).date()).days
    return page(request, "inquiries", _("Anfragen ohne Antwort"), rows=shown)


class SettingsForm(forms.Form):
    new_clubs_wait = forms.BooleanField(
        label=gettext_lazy("Neue Vereine warten auf Freigabe"), required=False,
        help_text=gettext_lazy("Sonst sind sie sofort öffentlich."),
    )  # fmt: skip
    changes_wait = forms.BooleanField(
        label=gettext_lazy("Änderungen der Vereine warten auf Freigabe"), required=False,
        help_text=gettext_lazy("Sie sehen dann, was sich ändert, bevor es öffentlich wird."),
    )  # fmt: skip
    offers_wait = forms.BooleanField(
        label=gettext_lazy("Angebote der Vereine warten auf Freigabe"), required=False,
        help_text=gettext_lazy("Angebote ohne Verein und Gesuche warten immer."),
    )  # fmt: skip


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
def settings(request: HttpRequest, city: City, user: User) -> HttpResponseBase:
    row = ClubSettings.of(city)
    start = {name: getattr(row, name) for name in SettingsForm.base_fields}
    form = SettingsForm(request.POST or None, initial=start)
    if request.method == "POST":
        if form.is_valid():
            care_actions.save_settings(city, actor=user, **form.cleaned_data)
            messages.success(request, _("Die Regeln sind gespeichert."))
            return HttpResponseRedirect(request.path)
        return page(request, "settings", _("Regeln"), form=form, status=REFUSED)
    return page(request, "settings", _("Regeln"), form=form)


@desk_only
@require_POST
@csrf_protect
def show_here(request: HttpRequest, city: City, user: User, club: uuid.UUID) -> HttpResponseBase:
    """Show or hide another city's club on this portal."""
    found = Club.in_region().published().filter(uuid=club).select_related("city").first()
    if found is None:
        raise Http404
    try:
        care_actions.show_here(city, found, request.POST.get("zeigen") == "1", actor=user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("Gespeichert."))
    return HttpResponseRedirect(reverse("directory_desk:clubs"))
