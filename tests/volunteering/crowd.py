"""Runs inside the product's own environment: `python -m tests.volunteering.crowd prepare PEOPLE | tally | naive PEOPLE`."""

from __future__ import annotations

import sys
from typing import Any

from tests.operations.installation import answer

WARM = 64  # people of another shift, who come first: a server that runs has its code and all its connections at hand


def prepare(people: str) -> dict[str, Any]:
    """One shift with one place, and so many people whose mailed link waits for its click."""
    from django.urls import reverse
    from django.utils import timezone
    from django_scopes import scopes_disabled

    from clubs.volunteering.addresses import token
    from clubs.volunteering.models import ASK_LIFE, Ask
    from portal.cities.models import City
    from tests.factories import make_city
    from tests.volunteering.making import make_offer, make_shift

    with scopes_disabled():
        if not City.objects.filter(slug="redi").exists():
            make_city("redi")
        city = City.objects.filter(slug="bruchsal").first() or make_city("bruchsal")
        shift, other = (make_shift(make_offer(city), capacity=1) for _n in range(2))
        now = timezone.now()
        asks = [
            Ask(
                city=city, shift=other if n >= int(people) else shift, email=f"p{n}@{shift.uuid}.example", mailbox=f"p{n}@{shift.uuid}.example",
                payload={"name": f"Person {n}"}, created_at=now, expires_at=now + ASK_LIFE,
            )
            for n in range(int(people) + WARM)
        ]  # fmt: skip
        Ask.objects.bulk_create(asks)
        paths = [reverse("volunteering:confirm", args=[token("ask", ask)]) for ask in asks]
        warm, paths = paths[int(people) :], paths[: int(people)]
        return {"shift": str(shift.uuid), "host": city.site.hostname, "paths": paths, "warm": warm}


def tally(shift: str) -> dict[str, Any]:
    from django_scopes import scopes_disabled

    from clubs.volunteering.actions.places import position
    from clubs.volunteering.models import Shift, SignUp
    from portal.mailing.models import Letter

    with scopes_disabled():
        row = Shift.objects.get(uuid=shift)
        rows = list(SignUp.objects.filter(shift=row).order_by("pk"))
        line = [r for r in rows if r.state == "waiting"]
        return {
            "confirmed": sum(r.state == "confirmed" for r in rows),
            "waiting": len(line),
            "taken": row.taken,
            "positions": [position(line[0]), position(line[-1])] if line else [],
            "people": len({r.volunteer_id for r in rows}),
            "letters": Letter.objects.filter(key__regex="|".join(str(r.uuid) for r in rows)).count(),
        }


def naive(people: str) -> dict[str, Any]:
    """The same crowd against "count, then insert", as the rivals do it: without triggers, CHECK and lock."""
    import threading

    from django.db import connection
    from django_scopes import scope, scopes_disabled

    from clubs.volunteering.guards import SQLITE
    from clubs.volunteering.models import SignUp
    from portal.cities.models import City
    from tests.factories import make_city
    from tests.volunteering.making import make_offer, make_shift, make_volunteer

    with connection.cursor() as cursor:
        for statement in SQLITE[:6]:
            name = statement.split()[-1]
            table = "shift" if name in ("volunteering_taken", "volunteering_new") else "signup"
            on = f" ON volunteering_{table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"{statement}{on}")
    with scopes_disabled():
        city = City.objects.filter(slug="bruchsal").first() or make_city("bruchsal")
        shift = make_shift(make_offer(city), capacity=1)
        crowd = [make_volunteer(city) for _n in range(int(people))]
    gate = threading.Barrier(len(crowd))

    def come(person: Any) -> None:
        with scope(city=[city]):
            connection.ensure_connection()
            gate.wait()
            free = SignUp.objects.filter(shift=shift).holding().count() < shift.capacity
            state = "confirmed" if free else "waiting"
            SignUp.objects.create(city=city, shift=shift, volunteer=person, state=state)
        connection.close()

    workers = [threading.Thread(target=come, args=(person,)) for person in crowd]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with scopes_disabled():
        return {"confirmed": SignUp.objects.filter(shift=shift, state="confirmed").count(), "capacity": 1}


if __name__ == "__main__":
    import django

    django.setup()
    answer({"prepare": prepare, "tally": tally, "naive": naive}[sys.argv[1]](*sys.argv[2:]))
