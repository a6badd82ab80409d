"""People without account weigh: their values wait in `participation.guests` until the address is confirmed."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from participation.projects.models import Module
from participation.projects.permissions import Person
from participation.projects.rooms import module_url
from portal.cities.models import City
from portal.kit.refused import Refused

from . import actions
from .models import Option


def weigh_as_guest(module: Module, guest_uuid: uuid.UUID, payload: dict[str, Any]) -> str:
    """The city is the portal it came in on, if it takes part in the project."""
    values: dict[uuid.UUID, int | None] = {}
    for key, value in dict(payload.get("values") or {}).items():
        try:
            values[uuid.UUID(str(key))] = value
        except ValueError:
            raise Refused(_("Diese Angaben sind unvollständig."), code="option") from None
    city = City.objects.filter(slug=str(payload.get("city", ""))).first() or City.objects.get(pk=module.city_id)
    with scopes_disabled():
        actions.weigh(city, module, Person(guest=guest_uuid), values)
    return module_url(module.project, module)


def summary(module: Module, payload: dict[str, Any]) -> list[tuple[str, str]]:
    with scopes_disabled():
        titles = {str(o.uuid): o.title for o in Option.objects.filter(module=module)}
    return [(titles[k], str(v)) for k, v in dict(payload.get("values") or {}).items() if k in titles]


ACTIONS = {"priorities.weigh": weigh_as_guest}
SUMMARIES = {"priorities.weigh": summary}
