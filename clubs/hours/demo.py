"""Hours of the demo (contract: portal.demo.registry): `freiwillig@` has confirmed hours in two cities, some that wait for
`verein@`, and a certificate; every city has a rule for its card."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from django_scopes import scopes_disabled

from clubs.directory.models import Club, member_clubs
from clubs.volunteering.actions import people
from portal.accounts.models import User
from portal.demo.registry import account, once

from .actions import cards, entries, papers
from .demo_texts import DONE, ELSEWHERE, RULES, WAITING
from .models import CardRule, Certificate

if TYPE_CHECKING:
    from portal.cities.models import City


def seed(city: City, *, rng: random.Random, now: dt.datetime) -> None:
    if city.is_alliance:
        return
    once(city, "hours/card", lambda: _rule(city))
    helper = User.objects.filter(email=f"freiwillig@{city.slug}.example").first()
    club, other = _clubs(city)
    if helper is not None and club is not None:
        once(city, "hours/log", lambda: _log(city, helper, club, other or club, rng, now))


def _rule(city: City) -> CardRule:
    hours, per, months, only_city = RULES[sum(map(ord, city.slug)) % len(RULES)]
    return cards.save_rule(
        city, actor=account(city, "verwaltung"), is_open=True, hours=hours, per=per, months=months, only_city=only_city
    )


def _clubs(city: City) -> tuple[Club | None, Club | None]:
    """The club that `verein@` speaks for, else any of the city; and one of another city."""
    speaker = User.objects.filter(email=f"verein@{city.slug}.example").first()
    public = Club.in_region().published().select_related("city__site").order_by("pk")
    own = member_clubs(speaker).values("pk") if speaker else []
    with scopes_disabled():
        first = public.filter(city=city, pk__in=own).first() or public.filter(city=city).first()
        return first, public.exclude(city=city).first()


def _log(city: City, helper: User, club: Club, other: Club, rng: random.Random, now: dt.datetime) -> Certificate:
    person = people.of_member(city, helper)
    today = now.date()
    told = [(club, *done) for done in DONE] + [(other, *done) for done in ELSEWHERE]
    rows = []
    for number, (where, what, minutes) in enumerate(told):
        day = today - dt.timedelta(days=12 + number * 24 + rng.randint(0, 9))
        rows.append(
            entries.log_hours(
                person,
                name=helper.display_name,
                date=day,
                minutes=minutes,
                what=what,
                club=where,
                actor=helper,
                now=now,
            )
        )
    entries.decide(rows, True, by="club", actor=None, now=now)
    for number, (what, minutes) in enumerate(WAITING):
        entries.log_hours(
            person, name=helper.display_name, date=today - dt.timedelta(days=2 + 3 * number), minutes=minutes, what=what,
            club=club, actor=helper, now=now,
        )  # fmt: skip
    start = today - dt.timedelta(days=364)
    return papers.issue(person, city, start, today, name=helper.display_name, actor=helper, now=now)
