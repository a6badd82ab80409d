"""Offers, shifts and volunteers for tests, through the product's own actions.

offer = make_offer(bruchsal)                        # public, of the city itself
shift = make_shift(offer, capacity=3)               # tomorrow, two hours
anna = make_volunteer(bruchsal, "a@x.example")
"""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from django.utils import timezone
from django_scopes import scope

from clubs.volunteering.actions import offers
from clubs.volunteering.models import KEPT, Offer, Shift, SignUp, Volunteer
from portal.cities.models import City
from portal.kit.mailbox import mailbox_of

_numbers = itertools.count(1)
DAY = dt.timedelta(days=1)


def make_offer(city: City, title: str = "", *, public: bool = True, kind: str = "shifts", **fields: Any) -> Offer:
    with scope(city=[city]):
        offer = offers.create_offer(city, actor=None, kind=kind, title=title or f"Angebot {next(_numbers)}", **fields)
        return offers.publish(offer, actor=None, trusted=True) if public else offer


def make_shift(
    offer: Offer, *, starts_in: dt.timedelta = DAY, hours: float = 2, capacity: int = 3, **fields: Any
) -> Shift:
    start = timezone.now() + starts_in
    with scope(city=[offer.city]):
        return offers.add_shift(offer, start, start + dt.timedelta(hours=hours), capacity, actor=None, **fields)


def make_volunteer(city: City, email: str = "", **fields: Any) -> Volunteer:
    email = email or f"person{next(_numbers)}@x.example"
    with scope(city=[city]):
        return Volunteer.objects.create(
            city=city, email=email, mailbox=mailbox_of(email), name="Testperson",
            delete_after=timezone.now() + KEPT, **fields,
        )  # fmt: skip


def states(shift: Shift) -> list[str]:
    """States of a shift's sign-ups in the order of arrival."""
    with scope(city=[shift.city]):
        return list(SignUp.objects.filter(shift=shift).order_by("pk").values_list("state", flat=True))
