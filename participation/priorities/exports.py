"""What weights hand out as data: sums per proposal, for the desk and, after the end, for everybody. Never a person's row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from portal.kit.tables import Table

from . import results
from .models import Method

if TYPE_CHECKING:
    from participation.projects.models import Module

COLUMNS = (
    ("rank", "Rang"),
    ("option", "Vorschlag"),
    ("title", "Titel"),
    ("method", "Verfahren"),
    ("value", "Wert"),
    ("unit", "Einheit"),
    ("count", "Anzahl"),
)


def unit_of(method: str) -> str:
    """What `value` is in."""
    return {
        Method.RATING: _("Mittel von 0 bis 5"),
        Method.POINTS: _("Punkte"),
        Method.PAIRWISE: _("Prozent der Vergleiche gewonnen"),
    }[Method(method)]


def tables(module: Module, *, public: bool) -> list[Table]:
    with scopes_disabled():  # of a joint project: everybody's weights together
        over = results.is_over(module)
        if not over and (public or results.people_of(module) < results.MIN_PEOPLE):
            return []
        method = module.setting("method")
        rows: list[dict[str, Any]] = [
            {
                "rank": rank,
                "option": line.option.uuid,
                "title": line.option.title,
                "method": method,
                "value": round(line.value, 2),
                "unit": unit_of(method),
                "count": line.people,
            }
            for rank, line in enumerate(results.lines(module), 1)
        ]
    return [Table(f"{module.slug[:19]}-gewichte", _("Gewichte: %s") % module.title, COLUMNS, rows)]
