"""Who speaks for a club: claims decided by the city, invitations by mail, people who leave or are replaced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from portal.audit.actions import record
from portal.audit.models import AuditEntry
from portal.kit.mailbox import mailbox_of
from portal.kit.refused import Refused

from .addresses import club_url
from .club_actions import DESK, create_club, locked, reason_of
from .models import Club, ClubMember
from .people_letters import tell
from .people_models import INVITED_FOR, Claim, Decision, Invitation

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

SALT = "clubs.directory.invitation"
CLAIMS_MAX = 5  # open ones of one person
INVITED_MAX = 20  # open invitations of one club, and letters of invitation in a day
CLAIMS_KEPT = dt.timedelta(days=180)


# --- Claims -------------------------------------------------------------------------------------------


@transaction.atomic
def claim(club: Club, text: str, *, actor: User) -> Claim:
    """ "I speak for this club": the club's city is told, once. Asked again: the same claim."""
    text = reason_of(text, needed=True)
    with scopes_disabled():
        club = locked(club)
        if club.status == Club.Status.CLOSED:
            raise Refused(_("Dieser Verein ist aufgelöst."), code="closed")
        if ClubMember.objects.filter(club=club, user=actor).exists():
            raise Refused(_("Sie vertreten diesen Verein schon."), code="member")
        row = Claim.objects.filter(club=club, user=actor, state=Decision.OPEN).first()
        if row is not None:
            return row
        if Claim.objects.filter(user=actor, state=Decision.OPEN).count() >= CLAIMS_MAX:
            raise Refused(
                _("Sie haben schon mehrere Vereine beansprucht. Bitte warten Sie auf die Antwort der Städte.")
            )
        row = Claim.objects.create(city=club.city, club=club, user=actor, text=text)
        record(club.city, "directory.claim", row, actor=actor)
        subject = _("Wer vertritt „%(name)s“?") % {"name": club.name}
        told = _("Jemand möchte diesen Verein vertreten. Bitte prüfen Sie das und entscheiden Sie.")
        tell(club.city, club.city.email, subject, told, path=DESK, key=f"directory.claim:{row.uuid}")
    return row


@transaction.atomic
def decide_claim(row: Claim, accept: bool, reason: str = "", *, actor: User | None) -> Claim:
    """Accepted: the person leads the club. Either way one letter, and the person's own words are forgotten."""
    reason = reason_of(reason, needed=not accept)
    with scopes_disabled():
        club = locked(row.club)
        row = Claim.objects.select_for_update(of=("self",)).select_related("user").get(pk=row.pk)
        if row.state != Decision.OPEN:
            return row
        row.state, row.decided_at, row.text = Decision.ACCEPTED if accept else Decision.REFUSED, timezone.now(), ""
        row.save()
        if accept:
            ClubMember.objects.get_or_create(
                club=club, user=row.user, defaults={"city": club.city, "role": ClubMember.Role.OWNER}
            )
        record(club.city, "directory.claim_yes" if accept else "directory.claim_no", row, actor=actor)
        if accept:
            subject, text = (
                _("Sie vertreten jetzt „%(name)s“"),
                _("Sie können den Eintrag von „%(name)s“ jetzt bearbeiten."),
            )
            path = f"{club_url(club)}bearbeiten/"
        else:
            subject, text = (
                _("Zu Ihrer Anfrage: %(name)s"),
                _("Die Stadt konnte nicht bestätigen, dass Sie „%(name)s“ vertreten. Sie schreibt dazu:"),
            )
            path = club_url(club)
        name = {"name": club.name}
        tell(
            club.city,
            row.user.email,
            subject % name,
            text % name,
            path=path,
            quote=reason,
            key=f"directory.claimed:{row.uuid}",
        )
    return row


# --- Invitations --------------------------------------------------------------------------------------


def token_of(row: Invitation) -> str:
    return signing.Signer(salt=SALT).sign(row.uuid.hex)


def invitation_of(token: str, now: dt.datetime | None = None) -> Invitation | None:
    """None: forged, used, withdrawn or older than `INVITED_FOR`."""
    try:
        key = signing.Signer(salt=SALT).unsign(token[:200])
    except signing.BadSignature:
        return None
    since = (now or timezone.now()) - INVITED_FOR
    with scopes_disabled():
        rows = Invitation.objects.filter(uuid=key, created_at__gt=since).exclude(club__status=Club.Status.CLOSED)
        return rows.select_related("club__city__site").first()


@transaction.atomic
def invite(club: Club, email: str, role: str, *, actor: User | None) -> Invitation:
    """A link by mail, valid for 14 days. Somebody invited already gets no second letter while the first is valid."""
    email = email.strip()[:255]
    try:
        validate_email(email)
    except ValidationError:
        raise Refused({"email": [_("Bitte geben Sie eine vollständige E-Mail-Adresse an.")]}) from None
    role = ClubMember.Role.OWNER if role == ClubMember.Role.OWNER else ClubMember.Role.EDITOR
    with scopes_disabled():
        club = locked(club)
        if club.status == Club.Status.CLOSED:
            raise Refused(_("Dieser Verein ist aufgelöst."), code="closed")
        if ClubMember.objects.filter(club=club, user__email__iexact=email).exists():
            raise Refused({"email": [_("Diese Person vertritt den Verein schon.")]})
        rows = Invitation.objects.filter(club=club)
        rows.filter(created_at__lte=timezone.now() - INVITED_FOR).delete()
        known = rows.filter(email__iexact=email).first()
        if known is not None:
            return known
        day = timezone.now() - dt.timedelta(days=1)
        sent = AuditEntry.objects.filter(city=club.city, action="directory.invite", data__club=str(club.uuid))
        if rows.count() >= INVITED_MAX or sent.filter(at__gt=day).count() >= INVITED_MAX:
            raise Refused(_("Höchstens %(n)s offene Einladungen.") % {"n": INVITED_MAX}, code="many")
        row = Invitation.objects.create(city=club.city, club=club, email=email, role=role)
        record(club.city, "directory.invite", row, actor=actor, role=role, club=str(club.uuid))
        subject = _("Einladung: %(name)s vertreten") % {"name": club.name}
        text = _("Sie sollen „%(name)s“ hier mit vertreten. Der Link gilt 14 Tage und nur für Ihre E-Mail-Adresse.")
        tell(
            club.city, email, subject, text % {"name": club.name}, path=f"/verein/einladung/{token_of(row)}/",
            key=f"directory.invite:{row.uuid}", soon=True,
        )  # fmt: skip
    return row


@transaction.atomic
def enter_by_desk(city: City, given: Mapping[str, Any], email: str, *, actor: User) -> Club:
    """A club that the city enters itself: public at once. `email`: who is invited to lead it; both or nothing."""
    club = create_club(city, given, actor=actor, by_desk=True)
    if email.strip():
        invite(club, email, ClubMember.Role.OWNER, actor=actor)
    return club


@transaction.atomic
def join(row: Invitation, *, actor: User) -> ClubMember:
    """Only with the address that was invited: a link that was passed on opens nothing."""
    if mailbox_of(actor.email) != mailbox_of(row.email):
        raise Refused(_("Diese Einladung gilt für eine andere E-Mail-Adresse."), code="other")
    with scopes_disabled():
        club = locked(row.club)
        member, _new = ClubMember.objects.get_or_create(
            club=club, user=actor, defaults={"city": club.city, "role": row.role}
        )
        Invitation.objects.filter(pk=row.pk).delete()
        record(club.city, "directory.join", club, actor=actor, role=member.role)
    return member


@transaction.atomic
def uninvite(row: Invitation, *, actor: User | None) -> None:
    with scopes_disabled():
        if Invitation.objects.filter(pk=row.pk).delete()[0]:
            record(row.city, "directory.uninvite", row, actor=actor)


# --- Members ------------------------------------------------------------------------------------------


@transaction.atomic
def remove_member(club: Club, member: ClubMember, *, actor: User | None, by_desk: bool = False) -> None:
    """Somebody leaves or is taken off. A club's last lead stays until there is another one; only the city may."""
    with scopes_disabled():
        club = locked(club)
        row = ClubMember.objects.filter(pk=member.pk, club=club).select_related("user").first()
        if row is None:
            return
        others = ClubMember.objects.filter(club=club, role=ClubMember.Role.OWNER).exclude(pk=row.pk)
        if row.role == ClubMember.Role.OWNER and not by_desk and not others.exists():
            raise Refused(_("Ein Verein braucht jemanden, der ihn leitet. Laden Sie zuerst jemanden ein."), code="last")
        user = row.user
        row.delete()
        record(club.city, "directory.leave", club, actor=actor, by_desk=by_desk)
        if actor is None or user.pk != actor.pk:
            text = _("Sie vertreten „%(name)s“ hier nicht mehr.") % {"name": club.name}
            stamp = f"{timezone.now():%Y%m%d%H%M%S%f}"
            tell(
                club.city, user.email, _("Sie vertreten einen Verein nicht mehr"), text, path=club_url(club),
                key=f"directory.left:{club.uuid}:{user.pk}:{stamp}",
            )  # fmt: skip


@transaction.atomic
def set_role(club: Club, member: ClubMember, role: str, *, actor: User | None) -> None:
    if role not in ClubMember.Role.values:
        raise Refused(_("Diese Aufgabe gibt es nicht."), code="role")
    with scopes_disabled():
        club = locked(club)
        row = ClubMember.objects.filter(pk=member.pk, club=club).first()
        if row is None or row.role == role:
            return
        others = ClubMember.objects.filter(club=club, role=ClubMember.Role.OWNER).exclude(pk=row.pk)
        if row.role == ClubMember.Role.OWNER and not others.exists():
            raise Refused(_("Ein Verein braucht jemanden, der ihn leitet. Laden Sie zuerst jemanden ein."), code="last")
        row.role = role
        row.save(update_fields=["role"])
        record(club.city, "directory.role", club, actor=actor, role=role)


def forget_people(now: dt.datetime | None = None) -> int:
    """Daily: invitations after 14 days, decided claims after 180; nobody's open claim is dropped."""
    now = now or timezone.now()
    with scopes_disabled():
        gone = Invitation.objects.filter(created_at__lte=now - INVITED_FOR).delete()[0]
        old = Claim.objects.exclude(state=Decision.OPEN).filter(decided_at__lt=now - CLAIMS_KEPT)
        return gone + old.delete()[0]


def claims_for(city: City) -> list[Claim]:
    return list(Claim.objects.filter(city=city, state=Decision.OPEN).select_related("club", "user"))
