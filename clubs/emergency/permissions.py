"""The city's right "emergency" decides on everything of its calls; a neighbour's right only on whether it joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.cities.permissions import has_right

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

MANAGE = "emergency"


def may_manage(user: User, city: City) -> bool:
    """Nothing on the alliance's own portal: a call is led by a city."""
    return not city.is_alliance and has_right(user, city, MANAGE)
