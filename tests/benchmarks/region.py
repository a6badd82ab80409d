"""The search over all cities: 10,000 clubs, 20,000 offers, 100,000 shifts.

python -m tests.benchmarks.region 10000 20000 100000      # in an installation that is migrated and empty
"""

from __future__ import annotations

import statistics
import sys
import time
from typing import Any

from tests.operations.installation import answer, ask

QUERIES = (
    "", "sort=datum", "sort=neu", "q=bäume", "q=halle+streuobst", "wann=wochenende", "wann=woche&frei=1&sort=datum",
    "frei=1", "alter=15", "ort=76646&umkreis=10", "thema=i1&thema=i2&sprache=en", "zugang=wc", "gebiet=stadt",
    "ort=Bretten&wann=heute", "art=regelmaessig&wann=wochenende", "seite=500",
)  # fmt: skip
TURNS = 12


def measure(env: dict[str, str], clubs: int = 10_000, offers: int = 20_000, shifts: int = 100_000) -> dict[str, Any]:
    """p95 in ms of whole pages, each query string in turns; the most queries of one page; the first page of a worker,
    which reads every offer, in ms."""
    found: dict[str, Any] = ask(env, "tests.benchmarks.region", str(clubs), str(offers), str(shifts))
    return found


def run(clubs: int, offers: int, shifts: int) -> dict[str, Any]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from clubs.volunteering.pages import MarketPage
    from portal.cities.models import City
    from portal.demo.facts import CITIES
    from tests.factories import make_city, make_page
    from tests.volunteering.filling import fill

    for slug in ("redi", *(facts["slug"] for facts in CITIES)):
        make_city(slug)
    fill(list(City.objects.cities().filter(site__isnull=False)), clubs, offers, shifts)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    home = City.objects.select_related("site__root_page").get(slug="bruchsal")
    page = make_page(home, MarketPage, title="Mitmachen", slug="mitmachen")
    visitor = Client(headers={"host": "bruchsal.localhost:8000"})

    def took(path: str) -> float:
        started = time.perf_counter()
        assert visitor.get(path).status_code == 200, path
        return 1000 * (time.perf_counter() - started)

    places = {"page": f"/{page.slug}/", "api": "/ehrenamt/api/v1/offers"}
    took("/")  # loads what every page needs
    result: dict[str, Any] = {"first": took(f"{places['page']}?x=1")}
    for name, path in places.items():
        paths = [f"{path}?{query}&x=1".replace("?&", "?") for query in QUERIES]
        if name == "api":
            paths = [path.replace("seite=", "page=") for path in paths]
        times: list[float] = []
        queries = 0
        for one in paths:
            took(one)
            with CaptureQueriesContext(connection) as seen:
                took(one)
            queries = max(queries, len(seen))
        for _turn in range(TURNS):
            times += [took(one) for one in paths]
        result[name] = {
            "p50": statistics.median(times),
            "p95": statistics.quantiles(times, n=20)[-1],
            "queries": queries,
        }
    return result


if __name__ == "__main__":
    import django

    django.setup()
    answer(run(*(int(n) for n in sys.argv[1:4])))
