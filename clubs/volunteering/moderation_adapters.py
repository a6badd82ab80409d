"""Offers and requests as moderation sees them (contract: portal.contributions)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from portal.contributions import Content

from .actions import blocking
from .addresses import offer_url
from .models import Offer

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

KIND = "angebot"


class OfferAdapter:
    kind = KIND
    label = _("Mitmach-Angebot")

    def load(self, city: City, uuids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Content]:
        rows = Offer.objects.filter(city=city, uuid__in=list(uuids)).select_related(
            "created_by", "volunteer__user", "club"
        )
        return {row.uuid: self._content(row) for row in rows}

    def _content(self, row: Offer) -> Content:
        author = row.volunteer.user if row.volunteer else row.created_by
        return Content(
            kind=KIND, uuid=row.uuid, city_id=row.city_id, author=author, title=row.title,
            text="\n".join(part for part in (row.title, row.summary, row.text) if part), url=offer_url(row),
            created_at=row.created_at, hidden=row.status == Offer.Status.WAITING,
            gone=row.status == Offer.Status.WITHDRAWN, public=row.status == Offer.Status.PUBLISHED and not row.club_hides,
        )  # fmt: skip

    def home(self, object_uuid: uuid.UUID, shown_in: City) -> City | None:
        """The owner's desk decides on what a neighbour's portal shows."""
        found = Offer.shown_in(shown_in).select_related("city__site").filter(uuid=object_uuid).first()
        return found.city if found is not None else None

    def hide(self, city: City, object_uuid: uuid.UUID, *, reason: str, actor: User | None) -> None:
        with scopes_disabled():
            blocking.block(Offer.objects.get(city=city, uuid=object_uuid), reason=reason, actor=actor)

    def show(self, city: City, object_uuid: uuid.UUID, *, actor: User | None) -> None:
        with scopes_disabled():
            blocking.unblock(Offer.objects.get(city=city, uuid=object_uuid), actor=actor)


ADAPTERS = [OfferAdapter()]
