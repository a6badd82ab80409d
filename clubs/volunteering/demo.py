"""Offers of the demo with their shifts and people (contract: portal.demo.registry).

Written through the actions, in the order of time: what is over was planned and signed up for in the past. The letters
that come of it are taken out of the outbox again, except those to `freiwillig@`: a demo shows a few mails, not hundreds.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from django.utils import timezone
from django_scopes import scope, scopes_disabled

from clubs.directory.models import Club, member_clubs
from clubs.directory.vocabulary import ensure
from portal.cities.models import City
from portal.demo.registry import account, once, seeded, voices
from portal.mailing.models import Letter

from .actions import desk, offers, people, places
from .demo_page import seed_page
from .demo_texts import OFFERS, REQUESTS, Dates, Told
from .findable import together
from .models import KEPT, Offer, Shift, SignUp, Volunteer

if TYPE_CHECKING:
    from portal.accounts.models import User

HELPER = "account/freiwillig"
WEEK = dt.timedelta(weeks=1)
PLANNED = 2 * WEEK  # before it began
OWN = ("kuchen", "tafel", "buehne")  # always of the club of `verein@`: full, urgent, and one that is over
NEAR = 0.02  # degrees, about two kilometres


def seed(city: City, *, rng: random.Random, now: dt.datetime) -> None:
    seed_page(city)
    known = Letter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if city.is_alliance:
        _visit_of_the_last(rng)
    else:
        with together():
            _Filling(city, rng, now).run()
    made = Letter.objects.filter(pk__gt=known, key__startswith="volunteering.")
    made.exclude(to__startswith="freiwillig@").delete()


class _Filling:
    def __init__(self, city: City, rng: random.Random, now: dt.datetime) -> None:
        self.city, self.rng, self.now = city, rng, now
        self.clerk = account(city, "verwaltung")
        self.residents = voices(city)
        self.clubs: list[tuple[Club, set[str]]] = []
        self.own: tuple[Club, set[str]] | None = None
        self.persons: list[Volunteer] = []

    def run(self) -> None:
        ensure()
        helper = seeded(self.city, HELPER)
        rows = Club.objects.filter(city=self.city).published().prefetch_related("interests").order_by("pk")  # type: ignore[attr-defined]
        self.clubs = [(club, {tag.slug for tag in club.interests.all()}) for club in rows]
        until = timezone.now() + KEPT
        speaker = seeded(self.city, "account/verein")
        speaks_for = set(member_clubs(speaker).values_list("pk", flat=True)) if speaker is not None else set()
        self.own = next((found for found in self.clubs if found[0].pk in speaks_for), None)
        self.persons = [people.of_member(self.city, user, until=until) for user in self.residents]
        for told in OFFERS:
            once(self.city, f"volunteering/{told.key}", lambda t=told: self.offer(t))  # type: ignore[misc]
        for number, told in enumerate(REQUESTS):
            person = self.persons[number % len(self.persons)] if self.persons else None
            if person is not None:
                once(self.city, f"volunteering/{told.key}", lambda t=told, p=person: self.request(t, p))  # type: ignore[misc]
        if helper is not None:
            once(self.city, "volunteering/freiwillig-hier", lambda: self.helps(helper))
        before = _before(self.city)
        if before is not None:
            with scopes_disabled():
                visitor = seeded(before, HELPER)
            if visitor is not None:
                once(self.city, f"volunteering/freiwillig-{before.slug}", lambda: self.helps(visitor, first=False))

    def club_for(self, told: Told) -> Club | None:
        """A club that the words fit, not always the same one; that of `verein@` asks for much."""
        own = self.own
        if own is not None and told.club and (told.key in OWN or own[1] & set(told.club)):
            return own[0]
        for wish in told.club:
            fitting = [club for club, topics in self.clubs if wish in topics]
            if fitting:
                return fitting[self.rng.randrange(len(fitting))]
        return self.clubs[0][0] if told.club and self.clubs else None

    def place(self, club: Club | None) -> dict[str, float]:
        if club is not None and club.latitude is not None and club.longitude is not None:
            return {"latitude": club.latitude, "longitude": club.longitude}
        east = self.city.longitude + self.rng.uniform(-NEAR, NEAR)
        return {"latitude": self.city.latitude + self.rng.uniform(-NEAR, NEAR), "longitude": east}

    def offer(self, told: Told) -> Offer:
        club = self.club_for(told)
        row = offers.create_offer(
            self.city, actor=self.clerk, kind=told.kind, title=told.title, club=club, provider=told.provider,
            summary=told.summary, text=told.text, interests=told.interests, **self.place(club), **told.fields,
        )  # fmt: skip
        if told.waits:
            return offers.publish(row, actor=None)
        past = self.past(row, told) if told.past else None
        shifts = [self.shift(row, dates) for dates in told.dates]
        if told.repeat:
            first = timezone.localtime(shifts[0].starts_at).date()
            offers.repeat_shift(shifts[0], [first + WEEK * n for n in range(1, told.repeat + 1)], actor=self.clerk)
        row = offers.publish(
            row, actor=self.clerk, trusted=True
        )  # last: each change of a public offer is searched anew
        for shift, count in zip(shifts, told.people, strict=False):
            self.come(shift, count, timezone.now())
        if past is not None:
            self.over(past)
        return row

    def shift(self, row: Offer, dates: Dates) -> Shift:
        day, hour, length, capacity = dates
        start = offers_time(self.now, day, hour)
        return offers.add_shift(row, start, start + dt.timedelta(hours=length), capacity, actor=self.clerk)

    def come(self, shift: Shift, count: int, when: dt.datetime) -> list[SignUp]:
        chosen = self.rng.sample(self.persons, min(count, len(self.persons)))
        return [places.sign_up(shift, person, name=person.name, age=30, has_skills=True, now=when) for person in chosen]

    def past(self, row: Offer, told: Told) -> Shift:
        _day, hour, length, capacity = told.dates[0]
        start = offers_time(self.now, -told.past, hour)
        end = start + dt.timedelta(hours=length)
        return offers.add_shift(row, start, end, max(3, capacity), actor=self.clerk, now=start - PLANNED)

    def over(self, shift: Shift) -> None:
        """One came and one did not; the hours follow from that."""
        rows = self.come(shift, 2, shift.starts_at - PLANNED / 2)
        came = {row.uuid: number == 0 for number, row in enumerate(rows)}
        desk.note_attendance(shift, came, actor=self.clerk)

    def request(self, told: Told, person: Volunteer) -> Offer:
        row = offers.create_offer(
            self.city, actor=None, kind="request", title=told.title, summary=told.summary, text=told.text,
            volunteer=person, interests=told.interests, **told.fields,
        )  # fmt: skip
        return offers.publish(row, actor=None if told.waits else self.clerk, trusted=not told.waits)

    def helps(self, user: User, *, first: bool = True) -> Volunteer:
        return helps(self.city, user, self.now, first=first)


def helps(city: City, user: User, now: dt.datetime, *, first: bool) -> Volunteer:
    """Three sign-ups at home (one waits, as the shift is full), one with the neighbours."""
    keys = ("kuchen", "pflanzen", "buehne") if first else ("reparieren",)
    with scopes_disabled():
        person = people.of_member(city, user, until=timezone.now() + KEPT)
        for key in keys:
            offer = seeded(city, f"volunteering/{key}")
            shift = Shift.objects.filter(offer=offer).ahead().first() if offer is not None else None  # type: ignore[attr-defined]
            if shift is not None and offer.is_public:
                places.sign_up(shift, person, name=user.display_name, age=30, has_skills=True)
    return person


def _before(city: City) -> City | None:
    """The city that was filled before this one."""
    return City.objects.cities().filter(pk__lt=city.pk).order_by("-pk").first()


def _visit_of_the_last(rng: random.Random) -> None:
    """The last city's helper visits the first city, so that everyone helps in two."""
    cities = list(City.objects.cities().order_by("pk"))
    if len(cities) < 2:
        return
    first, last = cities[0], cities[-1]
    with scopes_disabled():
        user = seeded(last, HELPER)
    if user is not None:
        with scope(city=[first]):
            once(
                first, f"volunteering/freiwillig-{last.slug}",
                lambda: helps(first, user, timezone.now(), first=False),
            )  # fmt: skip


def offers_time(now: dt.datetime, days: int, hour: int) -> dt.datetime:
    day = timezone.localtime(now).date() + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(hour), tzinfo=timezone.get_default_timezone())
