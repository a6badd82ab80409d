"""What happens to clubs and concerns their offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from clubs.directory.models import Club

from . import findable
from .actions import moving, offers
from .models import Offer

if TYPE_CHECKING:
    from portal.cities.models import City


def on_club_saved(
    sender: Any, instance: Club, created: bool = False, update_fields: Any = None, raw: bool = False, **_kw: Any
) -> None:
    """A club that is no more asks for nobody: its offers are withdrawn, everyone who would come is told. Of one that is
    out of sight for now nobody finds the offers; who holds a place keeps it."""
    if raw or created or (update_fields is not None and "status" not in update_fields):
        return
    if instance.status != Club.Status.CLOSED:
        findable.follow_club(instance)
        return
    with scopes_disabled(), translation.override("de"):
        for offer in Offer.objects.filter(club=instance).exclude(status=Offer.Status.WITHDRAWN).order_by("pk"):
            offers.withdraw(offer, actor=None, reason=_("Den Verein gibt es nicht mehr."))


def on_club_moved(sender: Any, club: Club, old: City, new: City, **_kw: Any) -> None:
    moving.move_club(club, old, new)
