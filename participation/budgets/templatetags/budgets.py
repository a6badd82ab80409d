from __future__ import annotations

from typing import Any

from django import template

from participation.budgets import rules
from participation.budgets.models import Check

register = template.Library()


@register.filter
def euros(amount: Any) -> str:
    """ "12.500 €"; nothing for nothing."""
    return rules.euros(int(amount)) if amount not in (None, "") else ""


@register.inclusion_tag("budgets/parts/check.html")
def budget_check(idea: Any) -> dict[str, Any]:
    """What the city found out about a proposal, on its page. One query; nothing in other kinds of modules."""
    if idea.module.kind != rules.KIND:
        return {"shown": False}
    return {"shown": True, "check": Check.objects.select_related("office").filter(idea=idea).first()}
