"""Every change of offices, hours and exceptions. Views, admin, commands and the demo all call these."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import slugify

from portal.audit.actions import record
from portal.cities.models import City

from .models import Office, OpeningException, OpeningHours
from .signals import offices_changed

if TYPE_CHECKING:
    from portal.accounts.models import User

HourRow = tuple[int, dt.time, dt.time] | tuple[int, dt.time, dt.time, str]


def _announce(city: City) -> None:
    transaction.on_commit(lambda: offices_changed.send(sender=Office, city=city))


def free_slug(city: City, office: Office) -> str:
    """A slug that no other office of the city has."""
    base = office.slug or slugify(
        office.name.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    )
    base = (base or "stelle")[:50]
    taken = set(Office.objects.for_city(city).exclude(pk=office.pk).values_list("slug", flat=True))
    slug, n = base, 2
    while slug in taken:
        slug, n = f"{base}-{n}", n + 1
    return slug


@transaction.atomic
def save_office(city: City, office: Office, *, actor: User | None, store: Callable[[], Any] | None = None) -> Office:
    """Store a new or changed office. A new main office takes the title from the old one.

    `store`: how the caller saves it with its rows (the admin's form); default is `office.save()`.
    """
    verb = "offices.change" if office.pk else "offices.add"
    office.city = city
    office.slug = free_slug(city, office)
    if office.is_main:
        Office.objects.for_city(city).filter(is_main=True).exclude(pk=office.pk).update(is_main=False)
    if store is None:
        office.full_clean()
        office.save()
    else:
        store()
    record(city, verb, office, actor=actor)
    _announce(city)
    return office


@transaction.atomic
def set_hours(city: City, office: Office, rows: Iterable[HourRow], *, actor: User | None) -> None:
    """Replace the regular hours: rows of (weekday 0–6, opens, closes[, note])."""
    OpeningHours.objects.filter(office=office).delete()
    for row in rows:
        hours = OpeningHours(
            office=office, weekday=row[0], opens=row[1], closes=row[2], note=row[3] if len(row) > 3 else ""
        )
        hours.full_clean()
        hours.save()
    record(city, "offices.set_hours", office, actor=actor)
    _announce(city)


@transaction.atomic
def delete_office(city: City, office: Office, *, actor: User | None) -> None:
    record(city, "offices.delete", office, actor=actor)
    office.delete()
    _announce(city)


@transaction.atomic
def save_exception(city: City, exception: OpeningException, *, actor: User | None) -> OpeningException:
    """Store other hours or a closure; raises ValidationError when the dates or times do not fit."""
    verb = "offices.change_exception" if exception.pk else "offices.add_exception"
    exception.city = city
    if exception.closed:
        exception.opens = exception.closes = None
    exception.full_clean()
    exception.save()
    record(city, verb, exception, actor=actor)
    _announce(city)
    return exception


@transaction.atomic
def delete_exception(city: City, exception: OpeningException, *, actor: User | None) -> None:
    record(city, "offices.delete_exception", exception, actor=actor)
    exception.delete()
    _announce(city)
