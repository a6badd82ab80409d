"""Takes a club out of sight and brings it back: the city's decision, after a report or of its own."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django_scopes import scopes_disabled

from portal.audit.actions import record

from . import findable
from .models import Club

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City


@transaction.atomic
def hide_club(city: City, key: uuid.UUID, *, reason: str, actor: User | None) -> None:
    _turn(city, key, Club.Status.PUBLISHED, Club.Status.HIDDEN, "directory.hide", actor, reason=reason)


@transaction.atomic
def show_club(city: City, key: uuid.UUID, *, actor: User | None) -> None:
    _turn(city, key, Club.Status.HIDDEN, Club.Status.PUBLISHED, "directory.show", actor)


def _turn(city: City, key: uuid.UUID, before: str, after: str, verb: str, actor: User | None, **data: str) -> None:
    """From one state to the other; in any other state, and the second time, nothing happens."""
    with scopes_disabled():
        club = Club.objects.select_for_update().filter(city=city, uuid=key, status=before).first()
        if club is None:
            return
        club.status = after
        club.save(update_fields=["status", "updated_at"])
        findable.put(club)
    record(city, verb, club, actor=actor, **data)
