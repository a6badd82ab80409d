"""Who may do what with an offer. A club's people for the club's own offers, the city's right "clubs" for all of its
city, a person for the own request. Nobody else: their addresses answer 404."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clubs.directory.permissions import may_edit, may_manage

if TYPE_CHECKING:
    from portal.accounts.models import User

    from .models import Offer


def may_edit_offer(user: User, offer: Offer) -> bool:
    """Needs `city`, and `club` with its city."""
    if not user.is_authenticated or not user.is_active:
        return False
    if offer.club is not None:
        return may_edit(user, offer.club) if offer.club.city_id == offer.city_id else may_manage(user, offer.city)
    return may_manage(user, offer.city)


def may_see_people(user: User, offer: Offer) -> bool:
    """Names and addresses of those who come: for the people who receive them, for nobody else."""
    return may_edit_offer(user, offer)


def may_decide(user: User, offer: Offer) -> bool:
    return may_manage(user, offer.city)
