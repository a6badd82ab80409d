"""A contribution moves to another city: what is not settled about it goes along, with everything that was said."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django_scopes import scopes_disabled

from portal.audit.actions import record

from .models import Appeal, Case, Decision, Report

if TYPE_CHECKING:
    from portal.cities.models import City


def on_moved(sender: Any, kind: str, uuids: Iterable[uuid.UUID], old: City, new: City, **_: Any) -> None:
    move_cases(kind, list(uuids), old, new)


@transaction.atomic
def move_cases(kind: str, uuids: list[uuid.UUID], old: City, new: City) -> int:
    """Live cases only: settled ones stay where they were decided and counted. An appeal that the new city was asked to
    decide for the old one becomes its own. The number of cases."""
    with scopes_disabled():
        rows = Case.objects.live().filter(kind=kind, object_uuid__in=uuids, city=old)
        cases = list(rows.select_for_update(of=("self",)).order_by("pk"))
        ids = [case.pk for case in cases]
        Appeal.objects.filter(case__in=ids, decided_in=new).update(decided_in=None, returned_at=None)
        for model in (Appeal, Report, Decision):
            model.objects.filter(case__in=ids).update(city=new)
        Case.objects.filter(pk__in=ids).update(city=new)
    for case in cases:
        for city in (old, new):
            record(city, "moderation.move", case, actor=None, of=old.slug, to=new.slug)
    return len(cases)
