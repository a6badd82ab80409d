"""Clubs, people and hours for tests.

club = make_club(bruchsal)
entry = make_hours(anna, club, minutes=90)
"""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from django.utils import timezone
from django_scopes import scopes_disabled

from clubs.directory.models import Club, ClubCity, ClubMember
from clubs.hours.actions import entries
from clubs.hours.models import HourEntry
from clubs.volunteering.models import SignUp, Volunteer
from portal.accounts.models import User
from portal.cities.models import City
from tests.volunteering.making import make_offer, make_shift

_numbers = itertools.count(1)
MAIL = "verein@example.org"


def make_club(city: City, name: str = "", *, mail: str = MAIL, owner: User | None = None) -> Club:
    number = next(_numbers)
    with scopes_disabled():
        club = Club.objects.create(
            city=city,
            slug=f"stundenverein-{number}",
            name=name or f"Verein {number}",
            status="published",
            contact_email=mail,
        )
        ClubCity.objects.create(city=city, club=club)
        if owner is not None:
            ClubMember.objects.create(city=city, club=club, user=owner, role="owner")
    return club


def make_hours(
    person: Volunteer, club: Club, *, days_ago: int = 1, minutes: int = 120, confirmed: bool = True, **more: Any
) -> HourEntry:
    fields = {"name": person.name, "what": f"Arbeit {next(_numbers)}", "actor": None, **more}
    with scopes_disabled():
        day = timezone.localdate() - dt.timedelta(days=days_ago)
        row = entries.log_hours(person, club=club, date=day, minutes=minutes, **fields)
        if confirmed:
            entries.decide([row], True, by="club", actor=None)
            row.refresh_from_db()
    return row


def make_past_sign_up(city: City, person: Volunteer, *, hours: float = 2, **offer: Any) -> SignUp:
    """A confirmed sign-up whose shift is over since yesterday."""
    shift = make_shift(make_offer(city, **offer), hours=hours)
    with scopes_disabled():
        row = SignUp.objects.create(city=city, shift=shift, volunteer=person, name=person.name, state="confirmed")
        start = timezone.now() - dt.timedelta(days=1, hours=hours)
        type(shift).objects.filter(pk=shift.pk).update(starts_at=start, ends_at=start + dt.timedelta(hours=hours))
        return SignUp.objects.select_related("shift__offer", "volunteer").get(pk=row.pk)
