"""„Meine Vereine“: who speaks for a club: claims, invitations, roles, leaving. For members only."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clubs.visits import Visit, crumbs

from . import people_actions
from .addresses import club_url
from .contact import dead_link
from .models import Club, ClubMember
from .own_forms import ClaimForm, InviteForm
from .own_views import done, in_club, led, member_page, page, refuse, status_of, step
from .people_models import Invitation
from .permissions import may_lead
from .public import find

if TYPE_CHECKING:
    from portal.accounts.models import User


@led
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, user: User, club: Club) -> HttpResponse:
    """Who speaks for the club. Buttons: `do` with the key of a person or an invitation; the form invites."""
    task, _sep, key = request.POST.get("do", "").partition(":")
    form = InviteForm(request.POST if request.method == "POST" and not task else None)
    if task:
        try:
            return _person(request, user, club, task, key)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
            return HttpResponseRedirect(request.path)
    if form.is_bound and form.is_valid():
        try:
            people_actions.invite(club, form.cleaned_data["email"], form.cleaned_data["role"], actor=user)
            return done(request, _("Die Einladung ist unterwegs."), "people", club.slug)
        except ValidationError as refused:
            refuse(form, refused)
    members = list(ClubMember.objects.filter(club=club).select_related("user").order_by("joined_at", "pk"))
    leads = [member for member in members if member.role == ClubMember.Role.OWNER]
    for member in members:
        member.is_last = leads == [member]
    invited = list(Invitation.objects.filter(club=club))
    return step(
        request, user, club, "people", "people", status=status_of(form), form=form, members=members, invited=invited,
        me=user.pk,
    )  # fmt: skip


def _person(request: HttpRequest, user: User, club: Club, task: str, key: str) -> HttpResponse:
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        raise Http404 from None
    if task == "uninvite":
        row = Invitation.objects.filter(club=club, uuid=wanted).first()
        if row is not None:
            people_actions.uninvite(row, actor=user)
        return done(request, _("Die Einladung ist zurückgezogen."), "people", club.slug)
    member = ClubMember.objects.filter(club=club, user__uuid=wanted).first()
    if member is None or task not in ("remove", "owner", "editor"):
        raise Http404
    if task != "remove":
        people_actions.set_role(club, member, task, actor=user)
        return done(request, _("Gespeichert."), "people", club.slug)
    people_actions.remove_member(club, member, actor=user)
    if not may_lead(user, club):
        return done(request, _("Sie vertreten den Verein nicht mehr."), "mine")
    return done(request, _("Gespeichert."), "people", club.slug)


@in_club
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, user: User, club: Club) -> HttpResponse:
    member = ClubMember.objects.filter(club=club, user=user).first()
    if member is None:
        raise Http404
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_bound:
        try:
            people_actions.remove_member(club, member, actor=user)
            return done(request, _("Sie vertreten den Verein nicht mehr."), "mine")
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
            return HttpResponseRedirect(request.path)
    hint = _("Danach können Sie den Eintrag nicht mehr bearbeiten.")
    return page(
        request, "form", _("Verein nicht mehr vertreten"), form=form, submit=_("Nicht mehr vertreten"), hint=hint,
        lead=club.name, cancel_url=reverse("directory:mine"),
    )  # fmt: skip


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, user: User, visit: Visit, slug: str) -> HttpResponse:
    club = find(visit.city, slug)
    form = ClaimForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            people_actions.claim(club, form.cleaned_data["reason"], actor=user)
            return done(request, _("Die Stadt prüft das und schreibt Ihnen."), "mine")
        except ValidationError as refused:
            refuse(form, refused)
    title = _("Ich vertrete diesen Verein")
    return page(
        request, "form", title, status=status_of(form), form=form, submit=_("Absenden"), lead=club.name,
        crumbs=crumbs((club.name, club_url(club)), (title, "")), cancel_url=club_url(club),
    )  # fmt: skip


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, user: User, visit: Visit, token: str) -> HttpResponse:
    row = people_actions.invitation_of(token)
    if row is None or row.club.city_id != visit.city.pk:  # mailed links open on the club's own portal
        return dead_link(request, visit)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_bound:
        try:
            people_actions.join(row, actor=user)
            return done(request, _("Willkommen. Sie können den Eintrag jetzt bearbeiten."), "edit", row.club.slug)
        except ValidationError as refused:
            form.is_valid()
            form.add_error(None, refused)
    return page(
        request, "form", _("Einladung annehmen"), status=status_of(form), form=form, submit=_("Annehmen"),
        hint=_("Danach können Sie den Eintrag des Vereins bearbeiten."),
        lead=row.club.name,
    )  # fmt: skip
