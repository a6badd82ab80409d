"""Offers in the search of their own city's portal and of the alliance's; over borders the marketplace itself searches.

Follows every save of an offer, inside its transaction (see apps.py), so no action can forget it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django_scopes import scopes_disabled

from portal.cities import hosts
from portal.kit.text import excerpt
from portal.search import actions as index
from portal.search.models import SearchEntry
from portal.search.registry import Document

from .addresses import offer_url
from .models import FRESH, Offer

if TYPE_CHECKING:
    from clubs.directory.models import Club
    from portal.cities.models import City

SOURCE = "volunteering"
_held: ContextVar[dict[int, Offer] | None] = ContextVar("held", default=None)
SHOWN = {"status", "title", "summary", "text", "place", "in_region"}


def document_of(offer: Offer) -> Document:
    return Document(
        key=str(offer.uuid),
        kind="offer",
        url=offer_url(offer),
        title=offer.title,
        summary=excerpt(offer.summary or offer.text, 200),
        text="\n".join(part for part in (offer.text, offer.place, offer.skills, offer.when_note) if part),
        date=timezone.localtime(offer.created_at).date(),
    )


def portals_of(offer: Offer) -> list[City]:
    return [host.city for host in hosts.every() if host.city.is_alliance or host.city.pk == offer.city_id]


def sync(offer: Offer) -> None:
    """Bring both portals' entries in line with what visitors may see now."""
    for city in portals_of(offer):
        if offer.is_public and (city.pk == offer.city_id or offer.in_region):
            index.put(city, SOURCE, document_of(offer))
        else:
            index.remove(city, SOURCE, str(offer.uuid))


def on_save(
    sender: Any, instance: Offer, created: bool, update_fields: Any = None, raw: bool = False, **_: Any
) -> None:
    if raw or (created and not instance.is_public) or (update_fields is not None and not SHOWN & set(update_fields)):
        return
    held = _held.get()
    if held is not None:
        held[instance.pk] = instance
        return
    sync(instance)


def follow_club(club: Club) -> None:
    """The club came into sight or went out of it: its offers with it."""
    with scopes_disabled():
        offers = list(Offer.objects.filter(club=club, status=Offer.Status.PUBLISHED).order_by("pk"))
        rows = SearchEntry.objects.filter(source=SOURCE, key__in=[str(offer.uuid) for offer in offers])
        known = set(rows.values_list("key", flat=True)) if offers else set()
    for offer in offers:
        offer.club = club
        if offer.is_public != (str(offer.uuid) in known):
            sync(offer)


@contextmanager
def together() -> Iterator[None]:
    """What becomes public inside is made findable at the end, all at once: for the demo."""
    held: dict[int, Offer] = {}
    before = _held.set(held)
    try:
        yield
    finally:
        _held.reset(before)
    found: dict[City, list[Document]] = {}
    for offer in held.values():
        for city in portals_of(offer):
            if offer.is_public and (city.pk == offer.city_id or offer.in_region):
                found.setdefault(city, []).append(document_of(offer))
    for city, documents in found.items():
        index.put_many(city, SOURCE, documents)


def on_delete(sender: Any, instance: Offer, **_: Any) -> None:
    for city in portals_of(instance):
        index.remove(city, SOURCE, str(instance.uuid))


def tidy(now: dt.datetime | None = None) -> int:
    """Daily: what ended or went stale by itself is found no longer."""
    now = now or timezone.now()
    late = dt.timedelta(days=3)
    with scopes_disabled():
        rows = Offer.objects.filter(status=Offer.Status.PUBLISHED)
        over = Q(ends_at__lte=now, ends_at__gt=now - late)
        stale = Q(confirmed_at__lte=now - FRESH, confirmed_at__gt=now - FRESH - late)
        found = list(rows.filter(over | stale))
        for offer in found:
            on_delete(Offer, offer)
    return len(found)
