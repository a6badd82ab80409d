"""A call from the first click to the last word. Repeating a step changes nothing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from clubs.emergency import letters
from clubs.emergency.actions import people
from clubs.emergency.kinds import BY_KEY
from clubs.emergency.models import KEPT, LONGEST, Call, CallCity, Helper
from clubs.emergency.places import point_of
from portal.audit.actions import record
from portal.delivery.purge import touch
from portal.kit.distance import distance_km
from portal.kit.refused import Refused
from portal.kit.slugs import free_slug
from portal.kit.text import clean

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

TEXTS = {"title", "text", "easy_text", "place", "meeting_point", "bring", "hotline"}
POINT = {"latitude", "longitude"}
FIELDS = TEXTS | POINT | {"in_region", "is_exercise"}
RING = 3  # cities asked at once


def prefilled(city: City, kind: str) -> dict[str, Any]:
    """What the form says before anybody typed; in German, whatever language the desk reads."""
    found = BY_KEY[kind]
    texts = {"title": found.title, "text": found.text, "easy_text": found.easy, "bring": found.bring}
    with translation.override("de"):
        filled = {name: str(text).replace("{city}", city.name) for name, text in texts.items()}
    return {**filled, "place": city.name, "meeting_point": "", "hotline": city.phone, "in_region": True}


def _apply(call: Call, fields: dict[str, Any]) -> None:
    unknown = set(fields) - FIELDS
    if unknown:
        raise TypeError(f"not a field of a call: {sorted(unknown)}")
    if fields.keys() & POINT:
        lat, lon = (fields.get(name, getattr(call, name)) for name in ("latitude", "longitude"))
        call.latitude, call.longitude = point_of(call.city, lat, lon)
    for name, value in fields.items():
        if name in POINT:
            continue
        if name in TEXTS:
            limit = Call._meta.get_field(name).max_length or 0  # type: ignore[union-attr]
            value = clean(str(value))
            if len(value) > limit:
                raise Refused(_("Bitte höchstens %(n)s Zeichen.") % {"n": limit}, code=name)
        setattr(call, name, value)
    if not call.title or not call.text:
        raise Refused(_("Bitte sagen Sie in Überschrift und Text, worum es geht."), code="title")


@transaction.atomic
def create_call(city: City, kind: str, *, actor: User | None, publish: bool, **fields: Any) -> Call:
    """`fields` beside what is prefilled. `publish`: public at once; otherwise a draft that only the desk sees."""
    if city.is_alliance or kind not in BY_KEY:
        raise Refused(_("So einen Aufruf gibt es nicht."), code="kind")
    call = Call(city=city, kind=kind, opened_by=actor)
    _apply(call, {**prefilled(city, kind), **fields})
    with scopes_disabled():
        call.slug = free_slug(call.title, Call.objects.values_list("slug", flat=True), 80)
        call.save()
    record(city, "emergency.create_call", call, actor=actor, kind=kind)
    return open_call(call, actor=actor) if publish else call


def _lock(call: Call) -> Call:
    with scopes_disabled():
        return Call.objects.select_for_update(of=("self",)).select_related("city").get(pk=call.pk)


@transaction.atomic
def open_call(call: Call, *, actor: User | None, now: dt.datetime | None = None) -> Call:
    """Publish, or go on after a pause."""
    call = _lock(call)
    if call.state == Call.State.CLOSED:
        raise Refused(_("Dieser Aufruf ist beendet. Bitte starten Sie einen neuen."), code="closed")
    if call.state == Call.State.OPEN:
        return call
    call.state, call.opened_at = Call.State.OPEN, call.opened_at or now or timezone.now()
    call.save()
    record(call.city, "emergency.open_call", call, actor=actor)
    _purge()
    return call


@transaction.atomic
def pause_call(call: Call, *, actor: User | None) -> Call:
    """The page stays and says that nobody is needed right now."""
    call = _lock(call)
    if call.state != Call.State.OPEN:
        return call
    call.state = Call.State.PAUSED
    call.save()
    record(call.city, "emergency.pause_call", call, actor=actor)
    _purge()
    return call


@transaction.atomic
def change_call(call: Call, *, actor: User | None, **fields: Any) -> Call:
    call = _lock(call)
    if call.state == Call.State.CLOSED:
        raise Refused(_("Dieser Aufruf ist beendet. Bitte starten Sie einen neuen."), code="closed")
    before = call.latitude, call.longitude
    _apply(call, fields)
    call.save()
    if (call.latitude, call.longitude) != before:
        people.measure(call)
    record(call.city, "emergency.change_call", call, actor=actor, fields=sorted(fields))
    _purge()
    return call


@transaction.atomic
def close_call(call: Call, thanks: str = "", *, actor: User | None, now: dt.datetime | None = None) -> Call:
    """Everybody with an e-mail address is told, the page says thanks, and the day when all data goes is set."""
    now = now or timezone.now()
    call = _lock(call)
    if call.state == Call.State.CLOSED:
        return call
    call.thanks = clean(thanks)[:400]
    call.state, call.closed_at, call.delete_after = Call.State.CLOSED, now, now + KEPT
    with scopes_disabled():
        helpers = Helper.objects.filter(call=call)
        call.helped = helpers.count()
        call.save()
        helpers.update(delete_after=call.delete_after)
        if not call.is_draft:
            for helper in helpers.exclude(email="").iterator():
                letters.closed(helper, call)
    record(call.city, "emergency.close_call", call, actor=actor, helpers=call.helped)
    _purge()
    return call


# --- Neighbours -----------------------------------------------------------------------------------------------


def neighbours_of(city: City) -> list[tuple[City, float]]:
    """The other cities, nearest first, with kilometres."""
    from portal.cities import hosts

    others = [h.city for h in hosts.every() if not h.city.is_alliance and h.city.pk != city.pk]
    found = [(o, distance_km(city.latitude, city.longitude, o.latitude, o.longitude)) for o in others]
    return sorted(found, key=lambda pair: (pair[1], pair[0].slug))


@transaction.atomic
def ask_next_ring(call: Call, *, actor: User | None) -> list[CallCity]:
    """Ask the nearest cities that were not asked yet; each decides for itself."""
    call = _lock(call)
    if not call.is_open or not call.in_region:
        raise Refused(_("Nachbarstädte kann man nur zu einem offenen Aufruf fragen, der sie zulässt."), code="region")
    with scopes_disabled():
        asked = {row.city_id: row.ring for row in CallCity.objects.filter(call=call)}
        ring = max(asked.values(), default=0) + 1
        nearest = [(city, km) for city, km in neighbours_of(call.city) if city.pk not in asked][:RING]
        rows = [
            CallCity.objects.create(call=call, city=city, ring=ring, distance_km=round(km, 1)) for city, km in nearest
        ]
    if rows:
        record(call.city, "emergency.ask_neighbours", call, actor=actor, cities=[row.city.slug for row in rows])
        for row in rows:
            letters.please_join(row, call)
    return rows


@transaction.atomic
def answer_neighbour(city: City, call: Call, joins: bool, *, actor: User | None) -> CallCity:
    """The word of the city that was asked; it may change its mind. Only while the call runs."""
    call = _lock(call)
    with scopes_disabled():
        row = CallCity.objects.select_for_update().filter(call=call, city=city).first()
        if row is None or call.state == Call.State.CLOSED or not call.in_region:
            raise Refused(_("Diese Bitte gilt nicht mehr."), code="over")
        state = CallCity.State.JOINED if joins else CallCity.State.DECLINED
        if row.state == state:
            return row
        row.state, row.answered_at = state, timezone.now()
        row.save()
    record(city, "emergency.answer_neighbour", call, actor=actor, answer=state)
    _purge()
    return row


def _purge() -> None:
    """A call stands on several portals: their pages are made anew."""
    touch(Call, None)


# --- By the clock ---------------------------------------------------------------------------------------------


def end_forgotten(now: dt.datetime | None = None) -> int:
    """Daily: a call that nobody ended in 90 days, so that no data stays for good."""
    now = now or timezone.now()
    with scopes_disabled():
        running = Call.objects.exclude(state=Call.State.CLOSED)
        found = list(running.filter(opened_at__lt=now - LONGEST))
    for call in found:
        close_call(call, actor=None, now=now)
    return len(found)
