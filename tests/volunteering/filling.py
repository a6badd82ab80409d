"""Thousands of offers at once, written in bulk: nobody is told, no page is purged, taken places are none.

python -m tests.volunteering.filling 10000 20000 100000     # clubs, offers, shifts; in an installation
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from typing import TYPE_CHECKING

from django.utils import timezone
from django_scopes import scopes_disabled

if TYPE_CHECKING:
    from clubs.volunteering.models import Offer
    from portal.cities.models import City

WHAT = ("Streuobst ernten", "Sprachcafé begleiten", "Fahrdienst", "Lesepate werden", "Bäume gießen", "Öffnungsdienst")


def fill(cities: list[City], clubs: int, offers: int, shifts: int, *, first: int = 0, seed: int = 4) -> list[Offer]:
    """Spread over the cities. Three of five offers have fixed dates, over the next 90 days; every fifth shift is full
    (no places at all); some offers are urgent, from home, for adults only, or not shared with the region."""
    from clubs.codes import ACCESS, LANGUAGES, packed
    from clubs.directory.models import Interest
    from clubs.volunteering.models import Offer, OfferInterest, Shift
    from tests.directory.making import fill as fill_clubs

    rng = random.Random(seed)
    now = timezone.now()
    kinds = (Offer.Kind.SHIFTS, Offer.Kind.SHIFTS, Offer.Kind.SHIFTS, Offer.Kind.REGULAR, Offer.Kind.FLEXIBLE)
    made = fill_clubs(cities, clubs, first=first, seed=seed)
    interests = list(Interest.objects.order_by("pk"))

    def offer(n: int) -> Offer:
        club = made[n % len(made)]
        placed = n % 11 != 0
        return Offer(
            city_id=club.city_id, club=club, slug=f"angebot-{n}", kind=kinds[n % 5], status=Offer.Status.PUBLISHED,
            title=f"{rng.choice(WHAT)} {n}", summary=f"Wir suchen Menschen, die mit anpacken: Sache {n % 97}.",
            text="Alles Weitere zeigen wir vor Ort. " * 12, place=f"Halle {n % 40}", in_region=n % 17 != 0,
            is_urgent=n % 13 == 0, from_home=n % 19 == 0, skills=("auto fahren", "", "")[n % 3],
            min_age=(0, 0, 14, 16, 18)[rng.randrange(5)],
            latitude=club.latitude if placed else None, longitude=club.longitude if placed else None,
            languages=packed(rng.sample([c for c, _l in LANGUAGES], rng.randint(0, 3)), LANGUAGES),
            access=packed(rng.sample([c for c, _l in ACCESS], rng.randint(0, 3)), ACCESS),
            pattern=[{"day": n % 7, "from": "15:00", "to": "17:00"}] if kinds[n % 5] == Offer.Kind.REGULAR else [],
            published_at=now - dt.timedelta(hours=n % 2000), confirmed_at=now - dt.timedelta(days=n % 100),
            ends_at=now + dt.timedelta(days=91) if kinds[n % 5] == Offer.Kind.SHIFTS else None,
        )  # fmt: skip

    with scopes_disabled():
        rows = Offer.objects.bulk_create([offer(n) for n in range(first, first + offers)], batch_size=2000)
        OfferInterest.objects.bulk_create(
            [OfferInterest(content_object=row, tag=tag) for row in rows for tag in rng.sample(interests, 2)],
            batch_size=5000,
        )
        dated = [row for row in rows if row.kind == Offer.Kind.SHIFTS]
        today = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
        batch = []
        for n in range(shifts):
            row = dated[n % len(dated)]
            start = today + dt.timedelta(days=rng.randrange(90), hours=rng.randrange(1, 12))
            batch.append(
                Shift(
                    city_id=row.city_id, offer=row, starts_at=start, ends_at=start + dt.timedelta(hours=2),
                    capacity=0 if n % 5 == 0 else rng.randint(1, 20),
                )
            )  # fmt: skip
        Shift.objects.bulk_create(batch, batch_size=5000)
    return rows


if __name__ == "__main__":
    import django

    django.setup()
    from portal.cities.models import City
    from tests.operations.installation import answer

    towns = list(City.objects.cities().filter(site__isnull=False))
    answer(len(fill(towns, *(int(n) for n in sys.argv[1:4]))))
