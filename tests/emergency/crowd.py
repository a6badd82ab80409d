"""How many registrations a second the real server takes: `python -m tests.emergency.crowd PEOPLE [postgres]`.

Own installation, own server, real HTTP from one address; prints one JSON line. Must hold 10,000 in ten minutes (17 a second).
"""

from __future__ import annotations

import contextlib
import http.client
import json
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.operations.installation import answer, ask, environment, migrate, portal

HANDS = 16


def prepare() -> dict[str, Any]:
    from django_scopes import scopes_disabled

    from portal.cities.models import City
    from tests.emergency.making import make_call
    from tests.factories import make_city

    with scopes_disabled():
        for slug in ("redi", "bruchsal"):
            City.objects.filter(slug=slug).first() or make_city(slug)
        city = City.objects.get(slug="bruchsal")
        call = make_call(city)
        return {"host": city.site.hostname, "path": f"/helfen/aufruf/{call.slug}/"}


def tally() -> dict[str, Any]:
    from django_scopes import scopes_disabled

    from clubs.emergency.models import Helper
    from portal.mailing.models import Letter

    with scopes_disabled():
        return {"helpers": Helper.objects.count(), "letters": Letter.objects.count()}


def run(env: dict[str, str], people: int, workers: int) -> dict[str, Any]:
    from tests import servers

    world = ask(env, "tests.emergency.crowd", "prepare")
    statuses: list[int] = []
    took: list[float] = []
    with servers.portal_server(env, workers=workers) as port:
        first = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        first.request("GET", world["path"], headers={"Host": f"{world['host']}:{port}"})
        page = first.getresponse().read().decode()
        token = page.split('name="formular" value="')[1].split('"')[0]

        def hand(number: int) -> None:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            for n in range(number, people, HANDS):
                fields = {"name": f"Person {n}", "phone": f"07251 {1_000_000 + n}", "consent": "on", "formular": token}
                fields["email"] = f"p{n}@x.example" if n % 2 else ""
                began = time.perf_counter()
                line.request(
                    "POST", f"{world['path']}anmelden/", urlencode(fields),
                    {
                        "Host": f"{world['host']}:{port}", "Content-Type": "application/x-www-form-urlencoded",
                        "Sec-Fetch-Site": "same-origin",
                    },
                )  # fmt: skip
                got = line.getresponse()
                got.read()
                statuses.append(got.status)
                took.append(time.perf_counter() - began)

        began = time.perf_counter()
        hands = [threading.Thread(target=hand, args=(n,)) for n in range(HANDS)]
        for one in hands:
            one.start()
        for one in hands:
            one.join()
        seconds = time.perf_counter() - began
    took.sort()
    return {
        "people": people, "seconds": round(seconds, 1), "per_second": round(people / seconds, 1),
        "p95_ms": round(took[int(len(took) * 0.95)] * 1000), "statuses": sorted(set(statuses)),
        "page_bytes": len(page.encode()), **ask(env, "tests.emergency.crowd", "tally"),
    }  # fmt: skip


def main(people: int, database: str) -> None:
    from tests import servers

    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(servers.postgres_server()) if database == "postgres" else None
        env = environment(folder, url)
        migrate(env)
        portal(env, "collectstatic", "--noinput", "--verbosity", "0")
        found = run(env, people, workers=2)
    sys.stdout.write(json.dumps({"figure": "emergency.register", "database": database, **found}) + "\n")


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    if sys.argv[1] in ("prepare", "tally"):
        answer({"prepare": prepare, "tally": tally}[sys.argv[1]]())
    else:
        main(int(sys.argv[1]), (sys.argv[2:] or ["sqlite"])[0])
