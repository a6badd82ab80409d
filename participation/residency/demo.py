"""Residents of the demo who may vote, and letters that wait for the print (contract: portal.demo.registry)."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from portal.demo.registry import account, once, voices

from . import actions

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City

PROVEN, WAITING = 5, 2


def seed(city: City, *, rng: random.Random, now: dt.datetime) -> None:
    people = voices(city)
    if city.is_alliance or not people:
        return
    for number, person in enumerate(people[: PROVEN + WAITING]):
        make = _proof if number < PROVEN else _letter
        once(city, f"residency/{person.email}", lambda m=make, p=person, n=number: m(city, p, n, now))  # type: ignore[misc]


def _address(city: City, person: User, number: int) -> dict[str, str]:
    postcode = actions.postcodes(city)[0]
    return {"name": person.public_name, "street": f"Musterweg {number + 1}", "postcode": postcode}


def _proof(city: City, person: User, number: int, now: dt.datetime) -> object:
    at = now - dt.timedelta(days=20 * (number + 1))
    return actions.confirm_on_site(
        city, person.email, actor=account(city, "verwaltung"), at=at, **_address(city, person, number)
    )


def _letter(city: City, person: User, number: int, now: dt.datetime) -> object:
    at = now - dt.timedelta(hours=3 * number)
    return actions.ask_for_letter(city, person, place=city.name, at=at, **_address(city, person, number))
