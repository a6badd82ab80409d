"""Who decides on suggestions, and who may take one back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.projects.permissions import may_manage
from participation.projects.plans import Plan

if TYPE_CHECKING:
    from portal.accounts.models import User

    from .models import Suggestion


def may_edit_text(user: User | None, plan: Plan) -> bool:
    """The text belongs to the city that leads the project."""
    return may_manage(user, plan, plan.project.city)


def may_decide(user: User | None, plan: Plan, suggestion: Suggestion) -> bool:
    """The desk of the city the suggestion belongs to, and that of the leading city, whose text it is."""
    cities = [city for city in plan.cities if city.pk in (suggestion.city_id, plan.project.city_id)]
    return any(may_manage(user, plan, city) for city in cities)


def owns(user: User | None, suggestion: Suggestion) -> bool:
    return user is not None and suggestion.author_id == user.pk
