"""Entries of clubs as moderation sees them (contract: portal.contributions). Decided by the city that owns the club."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from portal.contributions import Content

from .addresses import club_url
from .models import Club, ClubCity
from .visibility import hide_club, show_club

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City


class Clubs:
    kind = "verein"
    label = _("Verein")

    def load(self, city: City, uuids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Content]:
        with scopes_disabled():
            rows = list(Club.objects.filter(city=city, uuid__in=list(uuids)))
            shown: dict[int, list[int]] = {}
            for club_id, city_id in ClubCity.objects.filter(club__in=rows).values_list("club_id", "city_id"):
                shown.setdefault(club_id, []).append(city_id)
        return {
            row.uuid: Content(
                kind=self.kind,
                uuid=row.uuid,
                city_id=row.city_id,
                author=None,
                title=row.name,
                text="\n".join(part for part in (row.purpose, row.text) if part),
                url=club_url(row),
                created_at=row.created_at,
                hidden=row.status == Club.Status.HIDDEN,
                gone=row.status == Club.Status.CLOSED,
                official=True,
                public=row.is_public,
                involved=tuple(sorted(shown.get(row.pk, []))),
            )
            for row in rows
        }

    def home(self, object_uuid: uuid.UUID, shown_in: City) -> City | None:
        with scopes_disabled():
            club = Club.shown_in(shown_in).filter(uuid=object_uuid).select_related("city__site").first()
        return club.city if club is not None else None

    def hide(self, city: City, object_uuid: uuid.UUID, *, reason: str, actor: User | None) -> None:
        hide_club(city, object_uuid, reason=reason, actor=actor)

    def show(self, city: City, object_uuid: uuid.UUID, *, actor: User | None) -> None:
        show_club(city, object_uuid, actor=actor)


ADAPTERS = [Clubs()]
