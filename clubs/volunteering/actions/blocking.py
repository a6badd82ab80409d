"""Moderation takes an offer out of sight, and brings it back. Nobody who comes loses the place meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from clubs.volunteering.models import Offer
from portal.audit.actions import record

from .offers import lock

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def block(offer: Offer, *, reason: str, actor: User | None) -> Offer:
    """Back to the city's queue: only its desk can publish it again."""
    offer = lock(offer)
    if offer.status == Offer.Status.PUBLISHED:
        offer.status, offer.withdrawn_reason = Offer.Status.WAITING, reason[:240]
        offer.save(update_fields=["status", "withdrawn_reason", "updated_at"])
        record(offer.city, "volunteering.block_offer", offer, actor=actor)
    return offer


@transaction.atomic
def unblock(offer: Offer, *, actor: User | None) -> Offer:
    offer = lock(offer)
    if offer.status == Offer.Status.WAITING:
        offer.status, offer.withdrawn_reason = Offer.Status.PUBLISHED, ""
        offer.save(update_fields=["status", "withdrawn_reason", "updated_at"])
        record(offer.city, "volunteering.unblock_offer", offer, actor=actor)
    return offer
