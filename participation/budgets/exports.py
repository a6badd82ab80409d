"""A budget as tables (contract: participation.projects.tables). Ballots only once they are counted, and without voters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from participation.ideas import exports as ideas
from participation.ideas.models import Idea
from portal.kit.tables import Table

from . import results
from .models import Box, Check

if TYPE_CHECKING:
    from participation.projects.models import Module


def tables(module: Module, *, public: bool) -> list[Table]:
    box = Box.objects.filter(module=module).first()
    columns: tuple[tuple[str, str], ...] = (
        ("number", _("Nummer")), ("title", _("Titel")), ("city", _("Stadt")), ("state", _("Ergebnis der Prüfung")),
        ("cost", _("Kosten in Euro")), ("reason", _("Begründung")), ("votes", _("Stimmen")), ("chosen", _("gewählt")),
    )  # fmt: skip
    found = [
        *ideas.tables(module, public=public),
        Table("pruefung", _("Prüfung und Ergebnis"), columns, _checks(module, box)),
    ]
    if box is not None and box.closed_at is not None:
        columns = (
            ("receipt", _("Beleg")), ("source", _("Art")), ("valid", _("gültig")), ("numbers", _("Vorschläge")),
        )  # fmt: skip
        found.append(Table("stimmzettel", _("Stimmzettel"), columns, results.ballot_rows(box)))
    return found


def _checks(module: Module, box: Box | None) -> Iterator[dict[str, Any]]:
    closed = box is not None and box.closed_at is not None
    outcome = results.outcome_of(box) if box is not None and closed else None
    rows = Check.objects.filter(idea__module=module, idea__status=Idea.Status.VISIBLE)
    for row in rows.select_related("idea", "city").order_by("idea__number"):
        number = row.idea.number
        yield {
            "number": number,
            "title": row.idea.title,
            "city": row.city.name,
            "state": row.state,
            "cost": row.cost,
            "reason": row.reason,
            "votes": outcome.votes.get(number) if outcome else None,
            "chosen": number in outcome.winners if outcome else None,
        }
