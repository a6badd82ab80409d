"""Clubs for tests: one by one as people make them, or thousands at once."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django_scopes import scopes_disabled

from clubs.codes import ACCESS, AUDIENCES, LANGUAGES, packed
from clubs.directory.models import Club, ClubCity, ClubInterest, ClubKeyword, ClubMember, Interest, Keyword
from portal.kit.slugs import free_slug

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City


def make_club(
    city: City, name: str = "Turnverein", *, status: str = "published", owner: User | None = None, **fields: Any
) -> Club:
    """One club of a city, shown on its portal; `owner` leads it."""
    with scopes_disabled():
        slug = free_slug(name, Club.objects.values_list("slug", flat=True), 80)
        club = Club.objects.create(city=city, slug=slug, name=name, status=status, **fields)
        ClubCity.objects.create(city=city, club=club)
        if owner is not None:
            ClubMember.objects.create(city=city, club=club, user=owner, role=ClubMember.Role.OWNER)
    return club


KINDS = ("Turnverein", "Musikverein", "Obstbauverein", "Kulturkreis", "Schützengilde", "Öko-Gruppe", "Förderkreis")


def fill(cities: list[City], count: int, *, first: int = 0, seed: int = 4) -> list[Club]:
    """`count` public clubs spread over the cities, with places, tags and codes; written in bulk, so nobody is told."""
    rng = random.Random(seed)
    now = timezone.now()
    interests = [
        Interest.objects.get_or_create(name=f"Interesse {n}", defaults={"slug": f"i{n}"})[0] for n in range(18)
    ]
    words = [Keyword.objects.get_or_create(name=f"Wort {n}", defaults={"slug": f"w{n}"})[0] for n in range(60)]

    def some(choices: list, most: int) -> str:
        return packed((code for code, _label in rng.sample(choices, rng.randint(0, most))), choices)

    with scopes_disabled():
        clubs = Club.objects.bulk_create(
            Club(
                city=cities[n % len(cities)],
                slug=f"verein-{n}",
                name=f"{rng.choice(KINDS)} Nummer {n}",
                purpose=f"Wir treffen uns jede Woche und machen gemeinsam Sache {n % 97}.",
                status=Club.Status.PUBLISHED,
                town=cities[n % len(cities)].name,
                place=f"Halle {n % 40}",
                latitude=cities[n % len(cities)].latitude + rng.uniform(-0.05, 0.05),
                longitude=cities[n % len(cities)].longitude + rng.uniform(-0.05, 0.05),
                languages=some(LANGUAGES, 4),
                access=some(ACCESS, 4),
                audiences=some(AUDIENCES, 3),
                confirmed_at=now - dt.timedelta(days=n % 300),
            )
            for n in range(first, first + count)
        )
        ClubCity.objects.bulk_create(ClubCity(city_id=club.city_id, club=club) for club in clubs)
        ClubInterest.objects.bulk_create(
            ClubInterest(content_object=club, tag=tag) for club in clubs for tag in rng.sample(interests, 2)
        )
        ClubKeyword.objects.bulk_create(ClubKeyword(content_object=club, tag=rng.choice(words)) for club in clubs)
    return clubs
