"""A club moves to another city: one offers it, the other one decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from portal import contributions
from portal.audit.actions import record
from portal.delivery.purge import touch
from portal.kit.refused import Refused

from .addresses import club_url
from .club_actions import DESK, locked, reason_of, tell_portals
from .models import Club, ClubCity
from .moderation_adapters import Clubs
from .people_letters import tell, tell_people
from .people_models import Decision, HandOver
from .signals import club_moved

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City


@transaction.atomic
def propose_hand_over(club: Club, to: City, reason: str, *, actor: User | None) -> HandOver:
    """The giving city has agreed with this; the other one decides. Asked twice: one proposal."""
    reason = reason_of(reason, needed=True)
    with scopes_disabled():
        club = locked(club)
        if to.pk == club.city_id or to.is_alliance:
            raise Refused({"to_city": [_("Bitte eine andere Stadt auswählen.")]})
        if club.status == Club.Status.CLOSED:
            raise Refused(_("Dieser Verein ist aufgelöst."), code="closed")
        row = HandOver.objects.filter(club=club, state=Decision.OPEN).first()
        if row is not None:
            if row.to_city_id != to.pk:
                raise Refused(_("Dieser Verein ist schon einer anderen Stadt angeboten."), code="open")
            return row
        row = HandOver.objects.create(city=club.city, club=club, to_city=to, reason=reason)
        record(club.city, "directory.hand_over", row, actor=actor, to=to.slug)
        record(to, "directory.hand_over", row, actor=actor, of=club.city.slug)
        text = _("%(city)s möchte den Verein „%(name)s“ an Sie übergeben.") % {
            "city": club.city.name,
            "name": club.name,
        }
        tell(
            to, to.email, _("Ein Verein soll zu Ihnen wechseln"), text, path=DESK, quote=reason,
            key=f"directory.handover:{row.uuid}",
        )  # fmt: skip
    return row


@transaction.atomic
def decide_hand_over(row: HandOver, accept: bool, *, actor: User | None, withdrawn: bool = False) -> HandOver:
    """Accepted: the club and all its rows belong to the new city (other apps: `signals.club_moved`); it stays visible in
    the old one.

    Dates keep their identity. What can no longer be undone there (a table's import) is forgotten.
    """
    with scopes_disabled():
        club = locked(row.club)
        row = HandOver.objects.select_for_update(of=("self",)).select_related("city", "to_city").get(pk=row.pk)
        if row.state != Decision.OPEN:
            return row
        row.state = Decision.WITHDRAWN if withdrawn else Decision.ACCEPTED if accept else Decision.REFUSED
        row.decided_at = timezone.now()
        row.save()
        old, new = row.city, row.to_city
        if row.state == Decision.ACCEPTED:
            _move(club, old, new)
        verb = {"accepted": "directory.moved", "refused": "directory.stays", "withdrawn": "directory.stays"}[row.state]
        for city in (old, new):
            record(city, verb, row, actor=actor)
        answers = {"accepted": _("angenommen"), "refused": _("abgelehnt"), "withdrawn": _("zurückgezogen")}
        text = _("Die Übergabe von „%(name)s“ ist %(state)s.") % {"name": club.name, "state": answers[row.state]}
        told = new if withdrawn else old
        tell(told, told.email, _("Übergabe eines Vereins"), text, path=DESK, key=f"directory.handover_done:{row.uuid}")
        if row.state == Decision.ACCEPTED:
            text = _("Für „%(name)s“ ist jetzt %(city)s zuständig. An Ihrem Eintrag ändert sich sonst nichts.")
            text = text % {"name": club.name, "city": new.name}
            tell_people(
                club,
                _("Ihr Verein hat die Stadt gewechselt"),
                text,
                path=club_url(club),
                key=f"directory.moved:{row.uuid}",
            )
    return row


def _move(club: Club, old: City, new: City) -> None:
    apps.get_model("directory", "ImportedClub")._base_manager.filter(club=club).delete()
    for model in apps.get_app_config("directory").get_models():
        names = {field.name for field in model._meta.get_fields()}
        if {"city", "club"} <= names and model not in (ClubCity, HandOver):
            model._base_manager.filter(club=club).update(city=new)
            touch(model, old)
            touch(model, new)
    home, _made = ClubCity.objects.get_or_create(city=new, club=club)
    home.is_hidden = False
    home.save(update_fields=["is_hidden"])
    club.city = new
    club.save(update_fields=["city", "updated_at"])
    touch(Club, old)
    club_moved.send(Club, club=club, old=old, new=new)
    contributions.moved.send(Club, kind=Clubs.kind, uuids=[club.uuid], old=old, new=new)
    tell_portals(club)
