"""Each city's rule for its volunteer card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django_scopes import scopes_disabled

from clubs.hours.models import CardRule
from portal.audit.actions import record

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

FIELDS = ("is_open", "hours", "per", "months", "only_city", "min_age", "no_flat_rate", "link")


@transaction.atomic
def save_rule(city: City, *, actor: User | None, **fields: Any) -> CardRule:
    """Raises ValidationError for values out of bounds. Keys: FIELDS."""
    with scopes_disabled():
        row = CardRule.objects.filter(city=city).first() or CardRule(city=city)
        for name in FIELDS:
            if name in fields:
                setattr(row, name, fields[name])
        row.full_clean()
        row.save()
    record(city, "hours.card_rule", row, actor=actor, **{n: getattr(row, n) for n in FIELDS if n != "link"})
    return row
