"""Runs inside an installation: many threads do random things with the places of a few shifts, all through the actions.

python -m tests.volunteering.storm OPERATIONS THREADS SEED → what was done, what was found wrong, letters against events
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import threading
from collections import Counter
from typing import Any

from tests.operations.installation import answer

SHIFTS, PEOPLE, CAPACITY = 4, 60, 5
# One statement sees one moment: what was committed then must keep the promise
PROMISE = """
SELECT s.id, s.capacity, s.taken,
  (SELECT COALESCE(SUM(places), 0) FROM volunteering_signup u WHERE u.shift_id = s.id AND u.state IN ('confirmed', 'offered')),
  (SELECT MIN(places) FROM volunteering_signup u WHERE u.shift_id = s.id AND u.state = 'waiting')
FROM volunteering_shift s
"""


class Storm:
    def __init__(self, seed: int) -> None:
        from django_scopes import scopes_disabled

        from portal.cities.models import City
        from tests.factories import make_city
        from tests.volunteering.making import make_offer, make_shift, make_volunteer

        self.seed = seed
        with scopes_disabled():
            self.city = City.objects.filter(slug="bruchsal").first() or make_city("bruchsal")
            offer = make_offer(self.city, max_group=4)
            self.shifts = [
                make_shift(offer, capacity=CAPACITY, starts_in=dt.timedelta(days=60)) for _n in range(SHIFTS)
            ]
            self.people = [make_volunteer(self.city, f"p{n}@storm{seed}.example") for n in range(PEOPLE)]
        self.done: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.guard = threading.Lock()
        self.ahead = dt.timedelta(0)  # the storm's clock: offers run out when it moves

    def now(self) -> dt.datetime:
        from django.utils import timezone

        return timezone.now() + self.ahead

    def step(self, rng: random.Random) -> str:
        from clubs.volunteering.actions import places
        from clubs.volunteering.models import SignUp
        from portal.kit.refused import Refused

        shift, person = rng.choice(self.shifts), rng.choice(self.people)
        own = SignUp.objects.filter(shift=shift, volunteer=person).active().first()
        kind = rng.choices(
            ["sign_up", "cancel", "accept", "resize", "capacity", "expire", "erase"], [40, 22, 14, 8, 8, 5, 3]
        )[0]
        try:
            if kind == "sign_up":
                places.sign_up(shift, person, name="x", places=rng.choice([1, 1, 1, 2, 3, 4]), now=self.now())
            elif kind == "capacity":
                places.set_capacity(shift, rng.randint(0, 9), actor=None, now=self.now())
            elif kind == "expire":
                with self.guard:
                    self.ahead += dt.timedelta(minutes=rng.randint(1, 9))
                places.expire_due(self.now())
            elif kind == "erase":
                for row in SignUp.objects.filter(volunteer=person).active().order_by("shift_id"):
                    places.cancel(row, by="erasure", now=self.now())
            elif own is None:
                return "idle"
            elif kind == "cancel":
                places.cancel(own, now=self.now())
            elif kind == "accept":
                places.accept(own, now=self.now())
            else:
                places.resize(own, rng.randint(1, 4), now=self.now())
        except Refused as refused:
            return f"refused {refused.code}"
        return kind

    def check(self) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(PROMISE)
            rows = cursor.fetchall()
        for pk, capacity, taken, held, smallest in rows:
            if held > capacity or taken != held:
                self.wrong.append(f"shift {pk}: {held} of {capacity} places held, {taken} counted")
            if smallest is not None and capacity - held >= smallest:
                self.wrong.append(f"shift {pk}: {capacity - held} free while {smallest} would fit")

    def run(self, operations: int, threads: int) -> None:
        from django.db import connection
        from django_scopes import scope

        def work(number: int) -> None:
            rng = random.Random(self.seed * 1000 + number)
            try:
                with scope(city=[self.city]):
                    for _n in range(operations // threads):
                        try:
                            what = self.step(rng)
                        except Exception as error:  # a deadlock, a broken constraint: all of it is a finding
                            what = "error"
                            self.wrong.append(f"{type(error).__name__}: {error}"[:200])
                        self.check()
                        with self.guard:
                            self.done[what] += 1
            finally:
                connection.close()

        workers = [threading.Thread(target=work, args=(n,)) for n in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    def letters(self) -> dict[str, Any]:
        """Each offered place has exactly one letter: as many as the audit trail tells, none twice."""
        from portal.audit.models import AuditEntry
        from portal.mailing.models import Letter

        def entries(action: str) -> int:
            return AuditEntry.objects.filter(action=action).count()

        offered = Letter.objects.filter(key__startswith="volunteering.offered:").count()
        return {"offers": entries("volunteering.offer_place"), "offer_letters": offered}


def main(operations: str, threads: str, seed: str) -> dict[str, Any]:
    from django_scopes import scopes_disabled

    storm = Storm(int(seed))
    storm.run(int(operations), int(threads))
    with scopes_disabled():
        return {"done": dict(storm.done), "wrong": storm.wrong[:20], "count": len(storm.wrong), **storm.letters()}


if __name__ == "__main__":
    import django

    django.setup()
    answer(main(*sys.argv[1:]))
