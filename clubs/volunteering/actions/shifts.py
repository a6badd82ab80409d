"""Shifts of an offer: add, repeat, change, call off. Their places: `actions.places`."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from clubs.volunteering import letters, rules
from clubs.volunteering.models import Offer, Shift, SignUp
from portal.audit.actions import record
from portal.delivery.purge import touch
from portal.kit.refused import Refused

from . import places

if TYPE_CHECKING:
    from portal.accounts.models import User

MAX_REPEATS = 60  # dates in one go


@transaction.atomic
def add_shift(
    offer: Offer, starts_at: dt.datetime, ends_at: dt.datetime, capacity: int, *, actor: User | None,
    min_people: int = 0, title: str = "", key: uuid.UUID | None = None, now: dt.datetime | None = None,
) -> Shift:  # fmt: skip
    """Times are aware. The shift begins in the future and at most two years ahead, ends after it begins and lasts at
    most 24 hours; 0 to 500 places, of which at least `min_people`; at most 200 shifts per offer. `key` becomes its
    uuid: sent twice, one shift."""
    now = now or timezone.now()
    offer = hold(offer)
    if key is not None:
        with scopes_disabled():
            known = Shift.objects.filter(uuid=key).first()
        if known is not None:
            if known.offer_id != offer.pk:
                raise Refused(_("Bitte öffnen Sie das Formular noch einmal."))
            return known
    _may_have(offer, 1)
    shift = _new(offer, starts_at, ends_at, capacity, min_people, title, now)
    shift.uuid = key or uuid.uuid4()
    shift.save(force_insert=True)
    keep_end(offer)
    record(offer.city, "volunteering.add_shift", shift, actor=actor, capacity=shift.capacity)
    return shift


@transaction.atomic
def repeat_shift(
    shift: Shift, days: list[dt.date], *, actor: User | None, now: dt.datetime | None = None
) -> list[Shift]:
    """The same shift on other days, at the same time by the clock on the wall: 15:00 stays 15:00 when the clocks
    change, and it lasts as long by the clock. Days that already have this shift are left out."""
    now = now or timezone.now()
    with scopes_disabled():
        shift = Shift.objects.select_related("offer__city").get(pk=shift.pk)
    offer = hold(shift.offer)
    start, end = timezone.localtime(shift.starts_at), timezone.localtime(shift.ends_at)
    length = (end.date() - start.date()).days
    same = Shift.objects.filter(offer=offer, is_cancelled=False, title=shift.title)
    standing = {begins.timestamp() for begins in same.values_list("starts_at", flat=True)}
    made: list[Shift] = []
    for day in sorted(set(days))[: MAX_REPEATS + 1]:
        begins = wall(day, start.time())
        if begins.timestamp() in standing:
            continue
        ends = wall(day + dt.timedelta(days=length), end.time())
        if ends <= begins:  # the hour that the clocks skip or repeat
            ends = begins + (shift.ends_at - shift.starts_at)
        made.append(_new(offer, begins, ends, shift.capacity, shift.min_people, shift.title, now))
    if len(made) > MAX_REPEATS:
        raise Refused({"count": _("Bitte höchstens %(n)s Termine auf einmal.") % {"n": MAX_REPEATS}})
    _may_have(offer, len(made))
    Shift.objects.bulk_create(made)
    touch(Shift, offer.city_id)
    keep_end(offer)
    record(offer.city, "volunteering.repeat_shift", shift, actor=actor, count=len(made))
    return made


@transaction.atomic
def change_shift(
    shift: Shift, *, actor: User | None, starts_at: dt.datetime, ends_at: dt.datetime, title: str, min_people: int,
    now: dt.datetime | None = None,
) -> Shift:  # fmt: skip
    """Another time or task: the calendar entry's sequence rises, and everybody who has to do with it gets one letter.
    The same values, or only another least number of people: nobody is written to."""
    now = now or timezone.now()
    with scopes_disabled():
        offer = hold(Offer.objects.get(shifts=shift.pk))
    shift = places.lock(shift.pk)
    if shift.is_cancelled:
        raise Refused(_("Dieser Einsatz fällt aus und lässt sich nicht mehr ändern."), code="over")
    if shift.starts_at <= now:
        raise Refused(_("Dieser Einsatz hat schon begonnen und lässt sich nicht mehr ändern."), code="over")
    rules.shift_times(starts_at, ends_at, now)
    title = _title(title)
    told = (shift.starts_at, shift.ends_at, shift.title) != (starts_at, ends_at, title)
    shift.min_people = _least(min_people, shift.capacity)
    if told:
        if starts_at != shift.starts_at:
            shift.reminded_at = None
        shift.starts_at, shift.ends_at, shift.title = starts_at, ends_at, title
        shift.sequence += 1
    shift.save()
    keep_end(offer)
    record(offer.city, "volunteering.change_shift", shift, actor=actor, told=told)
    if told:
        SignUp.objects.filter(shift=shift, state=SignUp.State.OFFERED, offered_until__gt=starts_at).update(
            offered_until=starts_at
        )
        _tell(shift, now)
        places.settle(shift, now)
    return shift


def place_moved(offer: Offer, now: dt.datetime) -> None:
    """The offer has another place: as if every coming shift had changed."""
    for pk in Shift.objects.filter(offer=offer).ahead(now).order_by("pk").values_list("pk", flat=True):
        shift = places.lock(pk)
        shift.sequence += 1
        shift.save(update_fields=["sequence"])
        _tell(shift, now)


def _tell(shift: Shift, now: dt.datetime) -> None:
    """`changed_at` is part of the letters' keys: each change is an event of its own."""
    rows = list(SignUp.objects.filter(shift=shift).active().select_related("volunteer"))
    SignUp.objects.filter(pk__in=[row.pk for row in rows]).update(changed_at=now)
    touch(SignUp, shift.city_id)
    for row in rows:
        row.changed_at = now
        letters.shift_changed(row, shift)


@transaction.atomic
def call_off(shift: Shift, *, actor: User | None, reason: str = "", now: dt.datetime | None = None) -> int:
    """The shift does not take place; see `places.cancel_shift`. Answers how many people were told."""
    now = now or timezone.now()
    with scopes_disabled():
        offer = hold(Offer.objects.get(shifts=shift.pk))
        current = Shift.objects.get(pk=shift.pk)
    if current.ends_at <= now and not current.is_cancelled:
        raise Refused(_("Dieser Einsatz ist schon vorbei."), code="over")
    try:
        reason = rules.line(reason, "withdrawn_reason")
    except ValidationError as error:
        raise Refused({"reason": error.messages}) from None
    told = places.cancel_shift(shift, actor=actor, reason=reason, now=now)
    keep_end(offer)
    return told


# --- Under the offer's lock ---------------------------------------------------------------------------------


def hold(offer: Offer) -> Offer:
    from .offers import lock

    return lock(offer)


def wall(day: dt.date, clock: dt.time) -> dt.datetime:
    """That time by the clock on the wall in Germany. A time that the clocks skip is an hour later."""
    local = dt.datetime.combine(day, clock.replace(tzinfo=None), tzinfo=timezone.get_default_timezone())
    return local.astimezone(dt.UTC).astimezone(timezone.get_default_timezone())


def keep_end(offer: Offer) -> None:
    """`Offer.ends_at`: the end of the last shift that takes place (of all, where none does); others end openly."""
    rows = Shift.objects.filter(offer=offer)
    end = None
    if offer.kind == Offer.Kind.SHIFTS:
        end = rows.filter(is_cancelled=False).aggregate(end=Max("ends_at"))["end"]
        end = end or rows.aggregate(end=Max("ends_at"))["end"]
    if end != offer.ends_at:
        offer.ends_at = end
        offer.save(update_fields=["ends_at", "updated_at"])


def _may_have(offer: Offer, more: int) -> None:
    if offer.kind == Offer.Kind.REQUEST:
        raise Refused(_("Ein Gesuch hat keine Einsätze."))
    if offer.status == Offer.Status.WITHDRAWN:
        raise Refused(_("Dieses Angebot ist zurückgezogen. Legen Sie eine Kopie an."))
    if Shift.objects.filter(offer=offer).count() + more > rules.MAX_SHIFTS:
        raise Refused(_("Ein Angebot hat höchstens %(n)s Einsätze.") % {"n": rules.MAX_SHIFTS}, code="many")


def _new(
    offer: Offer, starts_at: dt.datetime, ends_at: dt.datetime, capacity: int, least: int, title: str, now: dt.datetime
) -> Shift:
    rules.shift_times(starts_at, ends_at, now)
    capacity = rules.places(capacity)
    return Shift(
        city_id=offer.city_id, offer=offer, starts_at=starts_at, ends_at=ends_at, capacity=capacity,
        min_people=_least(least, capacity), title=_title(title),
    )  # fmt: skip


def _least(value: int, capacity: int) -> int:
    found = rules.places(value, "min_people")
    if found > capacity:
        raise Refused({"min_people": _("Mindestens kann nicht mehr sein, als es Plätze gibt.")})
    return found


def _title(value: str) -> str:
    try:
        return rules.line(value, "title", limit=80)
    except ValidationError as error:
        raise Refused({"title": error.messages}) from None
