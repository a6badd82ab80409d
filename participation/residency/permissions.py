"""Who may handle proofs of residence. The alliance's coordinators may not: it is each city's own business."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.cities.permissions import has_right

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

CONFIRM = "residency"


def may_confirm(user: User | None, city: City) -> bool:
    return user is not None and not city.is_alliance and has_right(user, city, CONFIRM)
