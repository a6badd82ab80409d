"""The offices of the texts, with hours and one day off each year's kind, through the actions of portal.offices."""

from __future__ import annotations

import datetime as dt

from portal.accounts.models import User
from portal.cities.models import City
from portal.offices.actions import save_exception, save_office, set_hours
from portal.offices.models import Office, OpeningException

from . import kinds
from .registry import once, seeded

DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
KIND = {
    "buergerbuero": Office.Kind.CITIZEN, "buecherei": Office.Kind.LIBRARY, "baeder": Office.Kind.LEISURE,
    "kultur": Office.Kind.CULTURE, "ehrenamt": Office.Kind.OTHER,
}  # fmt: skip
MAIN = "buergerbuero"


def seed_offices(city: City, text: kinds.Portal, today: dt.date, actor: User) -> dict[str, Office]:
    """Offices by their key; one that a person deleted is missing and stays so."""
    found: dict[str, Office] = {}
    for number, office in enumerate(text.offices):
        row = once(city, f"office/{office.key}", lambda o=office, n=number: _make(city, o, n, actor))
        if row is not None:
            found[office.key] = row
        if office.closed and row is not None and seeded(city, f"closed/{office.key}") is None:
            once(city, f"closed/{office.key}", lambda o=office, r=row: _close(city, o, r, today, actor))
    return found


def _make(city: City, text: kinds.Office, number: int, actor: User) -> Office:
    room = f", {text.room}" if text.room else ""
    is_main = text.key == MAIN and not Office.objects.for_city(city).filter(is_main=True).exists()
    office = save_office(
        city,
        Office(
            name=text.name, kind=KIND.get(text.key, Office.Kind.DEPARTMENT), topics=text.about,
            street=f"{text.street}{room}", postcode=city.postcode, place=city.name, phone=text.phone, email=text.mail,
            access_note=text.access, is_main=is_main, sort_order=10 * (number + 1),
            latitude=round(city.latitude + 0.0006 * (number % 3), 4),
            longitude=round(city.longitude + 0.0007 * (number % 4), 4),
        ),
        actor=actor,
    )  # fmt: skip
    rows = []
    for day, spans in text.hours.items():
        for span in spans.split(","):
            opens, closes = (dt.time(*(int(n) for n in clock.split(":"))) for clock in span.strip().split("-"))
            rows.append((DAYS.index(day), opens, closes))
    set_hours(city, office, rows, actor=actor)
    return office


def _close(city: City, text: kinds.Office, office: Office, today: dt.date, actor: User) -> OpeningException:
    assert text.closed is not None
    day = today + dt.timedelta(days=text.closed[0])
    while day.weekday() > 4:  # a closure on a weekend would tell nobody anything
        day += dt.timedelta(days=1)
    return save_exception(
        city, OpeningException(office=office, starts_on=day, ends_on=day, closed=True, note=text.closed[1]), actor=actor
    )
