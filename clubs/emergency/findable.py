"""Open calls in the search of the leading city's portal and of the alliance's. Follows every save of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from portal.cities import hosts
from portal.kit.text import excerpt
from portal.search import actions as index
from portal.search.registry import Document

from .addresses import call_path
from .models import Call

if TYPE_CHECKING:
    from portal.cities.models import City

SOURCE = "emergency"


def document_of(call: Call) -> Document:
    return Document(
        key=str(call.uuid),
        kind="call",
        url=call_path(call),
        title=call.title,
        summary=excerpt(call.text, 200),
        text="\n".join(part for part in (call.text, call.easy_text, call.place, call.meeting_point) if part),
        date=timezone.localtime(call.opened_at or call.created_at).date(),
    )


def portals_of(call: Call) -> list[City]:
    return [host.city for host in hosts.every() if host.city.is_alliance or host.city.pk == call.city_id]


def on_save(sender: Any, instance: Call, raw: bool = False, **_: Any) -> None:
    if raw:
        return
    for city in portals_of(instance):
        if instance.is_open and (city.pk == instance.city_id or instance.in_region):
            index.put(city, SOURCE, document_of(instance))
        else:
            index.remove(city, SOURCE, str(instance.uuid))


def on_delete(sender: Any, instance: Call, **_: Any) -> None:
    for city in portals_of(instance):
        index.remove(city, SOURCE, str(instance.uuid))
