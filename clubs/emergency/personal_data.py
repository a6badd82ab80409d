"""What calls for helpers know about a person (contract: portal.accounts.personal_data): found by the account's mailbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django_scopes import scopes_disabled

from clubs.codes import labels
from portal.kit.mailbox import mailbox_of

from .actions.people import erase_of
from .kinds import SKILLS, TIMES
from .models import Assignment, Helper

if TYPE_CHECKING:
    from portal.accounts.models import User


def export(user: User) -> dict[str, Any]:
    with scopes_disabled():
        rows = list(
            Helper.objects.filter(mailbox=mailbox_of(user.email)).select_related("call", "city").order_by("created_at")
        )
        at: dict[int, list[Assignment]] = {}
        for row in Assignment.objects.filter(helper__in=rows).select_related("task").order_by("task__starts_at"):
            at.setdefault(row.helper_id, []).append(row)
    return {
        "hilfsaufrufe": [
            {
                "stadt": row.city.name, "aufruf": row.call.title, "nummer": row.number, "name": row.name,
                "telefon": row.phone, "e_mail": row.email, "postleitzahl": row.postcode,
                "kann": labels(row.skills, SKILLS), "wann": labels(row.times, TIMES), "bringt_mit": row.tools,
                "einverstanden": row.consent_at, "gemeldet": row.created_at, "wird_geloescht": row.delete_after,
                "einsaetze": [
                    {"aufgabe": a.task.title, "von": a.task.starts_at, "bis": a.task.ends_at, "war_da": a.attended}
                    for a in at.get(row.pk, [])
                ],
            }
            for row in rows
        ]
    }  # fmt: skip


def erase(user: User) -> None:
    erase_of(user)
