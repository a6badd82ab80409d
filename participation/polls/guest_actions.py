"""People without account answer a survey: their sheet waits in `participation.guests` until the address is confirmed."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse
from django_scopes import scopes_disabled

from participation.projects.permissions import Person

from . import actions
from .models import questions_of
from .showing import pass_for
from .walk import in_words, settle


def submit_as_guest(module: Any, guest_uuid: uuid.UUID, payload: dict[str, Any]) -> str:
    """The city is the portal on which the person answered, if it takes part in the project."""
    from portal.cities.models import City

    city = City.objects.filter(slug=str(payload.get("city", ""))).first() or module.project.city
    actions.answer(city, module, Person(guest=guest_uuid), payload.get("answers"), anonymous=True)
    return f"{reverse('polls:done', args=[module.project.slug, module.slug])}?pass={pass_for(module)}"


def summary(module: Any, payload: dict[str, Any]) -> list[tuple[str, str]]:
    with scopes_disabled():  # of a joint project the questions belong to the leading city
        questions = questions_of(module.pk)
    done = settle(questions, payload.get("answers"))
    return [(q.text, "\n".join(in_words(q, done.kept[str(q.uuid)]))) for q in done.reached if str(q.uuid) in done.kept]


ACTIONS = {"polls.submit": submit_as_guest}
SUMMARIES = {"polls.submit": summary}
