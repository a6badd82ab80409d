"""The city decides: new clubs, changes (with what is different), claims, hand-overs; who speaks for a club of the city."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scopes_disabled

from clubs.visits import REFUSED
from portal.cities import hosts

from . import club_actions, hand_over_actions, people_actions, values
from .addresses import club_url
from .care_desk import page
from .import_desk import desk_only
from .models import Club, ClubMember
from .own_forms import DeskClubForm, HandOverForm, InviteForm, ReasonForm
from .own_views import refuse
from .people_models import Claim, ClubChange, Decision, HandOver, Invitation
from .visibility import hide_club, show_club

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.accounts.models import User
    from portal.cities.models import City

SHOWN = 100  # of each kind; the oldest first


def home() -> str:
    return reverse("directory_desk:approvals")


@desk_only
@require_safe
def approvals(request: HttpRequest, city: City, user: User) -> HttpResponseBase:
    new = Club.objects.filter(city=city, status=Club.Status.WAITING, returned_reason="").order_by("created_at", "pk")
    changes = ClubChange.objects.filter(city=city, state=Decision.OPEN).select_related("club")
    with scopes_disabled():
        moves = HandOver.objects.filter(Q(city=city) | Q(to_city=city), state=Decision.OPEN)
        moves = moves.select_related("club", "city", "to_city")
        handovers = list(moves[:SHOWN])
    return page(
        request, "approvals", _("Freigaben"), new=new[:SHOWN], changes=changes[:SHOWN],
        claims=people_actions.claims_for(city)[:SHOWN], handovers=handovers,
    )  # fmt: skip


def _decide(request: HttpRequest, title: str, act: Callable[[bool, str, str], Any], **context: Any) -> HttpResponseBase:
    """One button for yes, a form with a reason for no."""
    yes = request.POST.get("do") == "ja"
    form = ReasonForm(request.POST if request.method == "POST" and not yes else None)
    if yes or (form.is_bound and form.is_valid()):
        try:
            act(yes, "" if yes else form.cleaned_data["reason"], request.POST.get("seen", "")[:64])
            messages.success(request, _("Entschieden. Wer gefragt hat, bekommt eine E-Mail."))
            return HttpResponseRedirect(home())
        except ValidationError as refused:
            if yes:
                messages.error(request, " ".join(refused.messages))
                return HttpResponseRedirect(request.path)
            refuse(form, refused)
    return page(request, "decide", title, form=form, status=REFUSED if form.is_bound else 200, **context)


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
def new_club(request: HttpRequest, city: City, user: User, club: uuid.UUID) -> HttpResponseBase:
    row = Club.objects.filter(city=city, uuid=club, status=Club.Status.WAITING).select_related("city__site").first()
    if row is None:
        raise Http404
    known = values.values_of(row)
    facts = [
        {"title": values.title_of(name), "html": values.shown(name, known[name])}
        for name in values.FIELDS
        if known[name]
    ]
    same = club_actions.namesakes(city, row.name).exclude(pk=row.pk).values_list("status", flat=True)
    if same:
        states = ", ".join(str(Club.Status(status).label) for status in same[:10])
        facts.insert(1, {"title": _("Schon eingetragen mit diesem Namen"), "html": states})
    return _decide(
        request, row.name,
        lambda yes, reason, seen: club_actions.decide_club(row, yes, reason, actor=user, seen=seen),
        facts=facts, seen=values.fingerprint(known),
        yes=_("Freigeben"), no=_("Zurückgeben"), lead=_("Neuer Verein"), since=row.created_at,
    )  # fmt: skip


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
def change(request: HttpRequest, city: City, user: User, change: uuid.UUID) -> HttpResponseBase:
    rows = ClubChange.objects.filter(city=city, uuid=change, state=Decision.OPEN)
    row = rows.select_related("club__city__site").first()
    if row is None:
        raise Http404
    moved = values.moved(row.before, values.values_of(row.club), row.after)
    return _decide(
        request, row.club.name,
        lambda yes, reason, seen: club_actions.decide_change(row, yes, reason, actor=user, seen=seen),
        seen=values.fingerprint(row.after), facts=values.diff(row.club, row.after),
        yes="" if moved else _("Übernehmen"), no=_("Ablehnen"), lead=_("Was sich ändert"), since=row.created_at,
        address=club_url(row.club) if row.club.is_public else "", conflict=club_actions.conflict(moved) if moved else "",
    )  # fmt: skip


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
def claim(request: HttpRequest, city: City, user: User, claim: uuid.UUID) -> HttpResponseBase:
    rows = Claim.objects.filter(city=city, uuid=claim, state=Decision.OPEN)
    row = rows.select_related("club__city__site", "user").first()
    if row is None:
        raise Http404
    people = ClubMember.objects.filter(club=row.club).count()
    facts = [
        {"title": _("Wer"), "html": row.user.display_name}, {"title": _("E-Mail"), "html": row.user.email},
        {"title": _("Begründung"), "html": row.text}, {"title": _("Wer den Verein schon vertritt"), "html": people or _("noch niemand")},
        {"title": _("Bekannte E-Mail des Vereins"), "html": row.club.contact_email},
    ]  # fmt: skip
    return _decide(
        request, row.club.name, lambda yes, reason, _seen: people_actions.decide_claim(row, yes, reason, actor=user),
        facts=facts, yes=_("Ja, diese Person vertritt den Verein"), no=_("Ablehnen"), lead=_("Wer vertritt den Verein?"),
        since=row.created_at, address=club_url(row.club) if row.club.is_public else "",
    )  # fmt: skip


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
def handover(request: HttpRequest, city: City, user: User, handover: uuid.UUID) -> HttpResponseBase:
    """For the city that would take the club; the one that gives may withdraw."""
    with scopes_disabled():
        rows = HandOver.objects.filter(Q(city=city) | Q(to_city=city), uuid=handover, state=Decision.OPEN)
        row = rows.select_related("club__city__site", "city", "to_city").first()
    if row is None:
        raise Http404
    takes = row.to_city_id == city.pk
    if request.method == "POST":
        task = request.POST.get("do")
        if task not in (("ja", "nein") if takes else ("zurueck",)):
            raise Http404
        hand_over_actions.decide_hand_over(row, task == "ja", actor=user, withdrawn=task == "zurueck")
        messages.success(request, _("Entschieden. Wer gefragt hat, bekommt eine E-Mail."))
        return HttpResponseRedirect(home())
    return page(request, "handover", row.club.name, row=row, takes=takes)


# --- Entered by the city itself ------------------------------------------------------------------------


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
def enter(request: HttpRequest, city: City, user: User) -> HttpResponseBase:
    """A club that does not come by itself. It is public at once; somebody may be invited to lead it."""
    if city.is_alliance:
        raise Http404
    form = DeskClubForm(request.POST if request.method == "POST" else None, initial={"town": city.name})
    if form.is_bound and form.is_valid():
        try:
            row = people_actions.enter_by_desk(city, form.cleaned_data, form.cleaned_data["email"], actor=user)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            told = _("„%(name)s“ steht jetzt im Verzeichnis.")
            if form.cleaned_data["email"]:
                told = _("„%(name)s“ steht jetzt im Verzeichnis. Die Einladung ist unterwegs.")
            messages.success(request, told % {"name": row.name})
            return HttpResponseRedirect(reverse("directory_desk:club", args=[row.uuid]))
    return page(request, "enter", _("Verein eintragen"), form=form, status=REFUSED if form.is_bound else 200)


# --- One club -----------------------------------------------------------------------------------------


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
def club(request: HttpRequest, city: City, user: User, club: uuid.UUID) -> HttpResponseBase:
    """Who speaks for a club, its state, its city. Somebody who left is taken off here and a successor invited."""
    row = (
        Club.objects.filter(city=city, uuid=club)
        .exclude(status=Club.Status.CLOSED)
        .select_related("city__site")
        .first()
    )
    if row is None:
        raise Http404
    task, _sep, key = request.POST.get("do", "").partition(":")
    data = request.POST if request.method == "POST" else None
    inviting = InviteForm(data if task == "invite" else None, initial={"role": ClubMember.Role.OWNER})
    moving = HandOverForm(data if task == "move" else None, club=row)
    try:
        if task and _done(request, row, task, key, inviting, moving, user):
            return HttpResponseRedirect(request.path)
    except ValidationError as refused:
        form = {"invite": inviting, "move": moving}.get(task)
        if form is None:
            messages.error(request, refused.messages[0])
            return HttpResponseRedirect(request.path)
        refuse(form, refused)
    with scopes_disabled():  # the city that is asked is another one
        asked = HandOver.objects.filter(club=row, state=Decision.OPEN).select_related("to_city").first()
    return page(
        request, "club", row.name, club=row, inviting=inviting, moving=moving,
        members=list(ClubMember.objects.filter(club=row).select_related("user").order_by("joined_at", "pk")),
        invited=list(Invitation.objects.filter(club=row)), address=club_url(row) if row.is_public else "",
        edit_url=reverse("directory:edit", args=[row.slug]), asked=asked, form=inviting if task == "invite" else moving,
        status=REFUSED if task else 200,
    )  # fmt: skip


def _done(
    request: HttpRequest, row: Club, task: str, key: str, inviting: InviteForm, moving: HandOverForm, user: User
) -> bool:
    if task == "invite":
        if not inviting.is_valid():
            return False
        people_actions.invite(row, inviting.cleaned_data["email"], inviting.cleaned_data["role"], actor=user)
        messages.success(request, _("Die Einladung ist unterwegs."))
        return True
    if task == "move":
        if not moving.is_valid():
            return False
        to = next(host.city for host in hosts.every() if host.city.slug == moving.cleaned_data["to_city"])
        hand_over_actions.propose_hand_over(row, to, moving.cleaned_data["reason"], actor=user)
        messages.success(request, _("Die andere Stadt wird gefragt."))
        return True
    if task in ("hide", "show"):
        if task == "hide":
            hide_club(row.city, row.uuid, reason="desk", actor=user)
        else:
            show_club(row.city, row.uuid, actor=user)
    elif task == "remove":
        member = next(
            (m for m in ClubMember.objects.filter(club=row).select_related("user") if str(m.user.uuid) == key), None
        )
        if member is None:
            raise Http404
        people_actions.remove_member(row, member, actor=user, by_desk=True)
    elif task == "uninvite":
        found = next((each for each in Invitation.objects.filter(club=row) if str(each.uuid) == key), None)
        if found is not None:
            people_actions.uninvite(found, actor=user)
    else:
        raise Http404
    messages.success(request, _("Gespeichert."))
    return True


@desk_only
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
def close(request: HttpRequest, city: City, user: User, club: uuid.UUID) -> HttpResponse:
    row = Club.objects.filter(city=city, uuid=club).exclude(status=Club.Status.CLOSED).first()
    if row is None:
        raise Http404
    if request.method == "POST":
        club_actions.close_club(row, actor=user)
        messages.success(request, _("„%(name)s“ ist als aufgelöst eingetragen.") % {"name": row.name})
        return HttpResponseRedirect(reverse("directory_desk:clubs"))
    return page(request, "close", row.name, club=row)
