"""Counters of a project: columns, changed together with what they count."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django_scopes import scopes_disabled

from portal.delivery.purge import touch

from .models import Module, Participant, Project
from .permissions import Person


def count(module: Module, by: int) -> None:
    """One contribution more (or fewer). Call it last in the transaction: it locks the project's row."""
    with scopes_disabled():
        for model, pk in ((Module, module.pk), (Project, module.project_id)):
            model.objects.filter(pk=pk).update(contribution_count=Greatest(F("contribution_count") + by, 0))
            touch(model, module.city_id)


def take_number(project_id: int) -> int:
    """The next „Nr.“ of a project; numbers are never used twice."""
    with scopes_disabled():
        Project.objects.filter(pk=project_id).update(next_number=F("next_number") + 1)
        return Project.objects.values_list("next_number", flat=True).get(pk=project_id) - 1


def took_part(module: Module, person: Person, city_id: int, *, at: dt.datetime | None = None) -> None:
    """Note once per project that the person takes part. `at`: another moment than now (a secret vote: just the day)."""
    who = {"user": person.user} if person.user is not None else {"guest": person.guest}
    with scopes_disabled():
        if not person.is_somebody or Participant.objects.filter(project_id=module.project_id, **who).exists():
            return
        try:
            with transaction.atomic():
                Participant.objects.create(
                    project_id=module.project_id, city_id=city_id, created_at=at or timezone.now(), **who
                )
        except IntegrityError:
            return  # the same person, at the same moment
        Project.objects.filter(pk=module.project_id).update(participant_count=F("participant_count") + 1)
        touch(Project, module.city_id)
