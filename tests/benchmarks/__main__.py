"""`make bench [ONLY=name]`: figures of this machine, one JSON line each.

    {"name": "…", "value": 78.1, "unit": "%", "baseline": 70, "database": "sqlite"}

`baseline` is what we aim at. Ratios are measured in one run on one server, in turns, so that a busy machine slows both
sides. Requests go to 127.0.0.1 only. Everything is thrown away afterwards.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from tests import servers
from tests.operations.installation import ask, environment, portal

from . import ballots, crowd, demo, digest, load, places, region
from .inside import HOST

INSIDE = "tests.benchmarks.inside"
APP, EMPTY = "tests.benchmarks.wsgi:application", "/leer/"
COMMENTS = 10_000
Figure = tuple[str, float, str, float, str]  # name, value, unit, baseline, database


class Lab:
    """Installations, made when a figure first asks for one."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="redi-bench-")))
        self.portals: dict[str, dict[str, str]] = {}

    def databases(self) -> list[str]:
        return ["sqlite", "postgresql"] if servers.postgres_binaries() else ["sqlite"]

    def url(self, database: str) -> str | None:
        return None if database == "sqlite" else self.stack.enter_context(servers.postgres_server())

    def empty(self, name: str, database: str) -> dict[str, str]:
        """Migrated, with static files, without content."""
        (self.folder / name).mkdir()
        env = environment(self.folder / name, self.url(database))
        portal(env, "migrate", "--verbosity", "0")
        portal(env, "collectstatic", "--noinput", "--verbosity", "0")
        return env

    def portal(self, database: str) -> dict[str, str]:
        """The demo's portals of the alliance and of one city."""
        if database not in self.portals:
            env = self.portals[database] = self.empty(database, database)
            portal(env, "demo-seed", "bruchsal")
        return self.portals[database]


def pages(lab: Lab) -> Iterator[Figure]:
    for database in lab.databases():
        env = lab.portal(database)
        paths = ask(env, INSIDE, "pages")
        counts = dict(zip(paths, ask(env, INSIDE, "queries", *paths.values()), strict=True))
        yield "content_page_queries_uncached", counts["content"]["uncached"], "queries", 3, database
        yield "content_page_queries_cached", counts["content"]["cached"], "queries", 0, database
        yield "home_page_queries_uncached", counts["home"]["uncached"], "queries", 8, database
        with servers.portal_server(env, workers=1, threads=1, app=APP) as port:
            yield "content_page_p95_uncached", load.p95(port, HOST, paths["content"]), "ms", 40, database
            yield "home_page_p95_uncached", load.p95(port, HOST, paths["home"]), "ms", 60, database


def cached(lab: Lab) -> Iterator[Figure]:
    """Of a page from the cache against an empty view without any middleware, in the same worker, in turns."""
    for database in lab.databases()[:1]:  # no query, so no database
        env = lab.portal(database)
        path = ask(env, INSIDE, "pages")["content"]
        with servers.portal_server(env, workers=1, threads=1, app=APP) as port:
            rates: dict[str, list[float]] = {path: [], EMPTY: []}
            for turn in range(8):
                for address in (path, EMPTY):
                    measured = load.rate(port, HOST, address, seconds=0.5 if turn == 0 else 1.5)
                    if turn:  # the first one warms up
                        rates[address].append(measured)
        ratios = [page / bare for page, bare in zip(rates[path], rates[EMPTY], strict=True)]
        yield "cached_page_of_empty_view", 100 * statistics.median(ratios), "%", 70, database
        yield "cached_page_rate", statistics.median(rates[path]), "requests/s", 0, database


def thread(lab: Lab) -> Iterator[Figure]:
    for database in lab.databases():
        env = lab.portal(database)
        path = ask(env, INSIDE, "thread", str(COMMENTS))
        yield "thread_queries", ask(env, INSIDE, "queries", path)[0]["uncached"], "queries", 6, database
        with servers.portal_server(env, workers=1, threads=1) as port:
            yield "thread_p95_uncached", load.p95(port, HOST, path, times=100), "ms", 100, database


def crowds(lab: Lab) -> Iterator[Figure]:
    for database in lab.databases():
        stored, seconds, errors = crowd.measure(lab.empty(f"crowd-{database}", database))
        yield "crowd_stored_once", stored, "comments", crowd.PEOPLE, database
        yield "crowd_seconds", seconds, "s", 5, database
        yield "crowd_5xx", errors, "answers", 0, database


def demos(lab: Lab) -> Iterator[Figure]:
    first, later = demo.measure(lab.folder / "demo")
    yield "demo_first_start", first, "s", 180, "sqlite"
    yield "demo_later_start", later, "s", 5, "sqlite"


def digests(lab: Lab) -> Iterator[Figure]:
    for database in lab.databases():
        found = digest.measure(lab.empty(f"digest-{database}", database))
        yield "digest_seconds", found["seconds"], "s", 300, database
        yield "digest_cpu_seconds", found["cpu"], "s", 200, database
        yield "digest_memory", found["megabytes"], "MB", 300, database
        yield "digest_queries_per_1000", found["queries"], "queries", 100, database
        yield "digest_mails", found["mails"], "mails", digest.PEOPLE, database


def projects(lab: Lab) -> Iterator[Figure]:
    """The pages of a large process beside an empty view of the same server: none of them from the page cache."""
    for database in lab.databases():
        env = lab.portal(database)
        paths = ask(env, INSIDE, "projects")
        counts = dict(zip(paths, ask(env, INSIDE, "queries", *paths.values()), strict=True))
        for name in paths:
            yield f"{name}_queries", counts[name]["uncached"], "queries", 12, database
        with servers.portal_server(env, workers=2, threads=1, app=APP) as port:
            yield "empty_view_p50", load.p50(port, HOST, EMPTY), "ms", 0, database
            yield "empty_view_rate", load.rate(port, HOST, EMPTY, seconds=2), "requests/s", 0, database
            for name, path in paths.items():
                yield f"{name}_p50", load.p50(port, HOST, path), "ms", 30, database
                load.rate(port, HOST, path, seconds=1, fresh=True)  # warms both workers
                yield f"{name}_rate", load.rate(port, HOST, path, seconds=4, fresh=True), "requests/s", 100, database


def votes(lab: Lab) -> Iterator[Figure]:
    for database in lab.databases()[-1:]:
        stored, wrong, seconds, errors = ballots.measure(lab.empty(f"ballots-{database}", database))
        yield "ballots_stored_once", stored, "ballots", ballots.PEOPLE, database
        yield "ballots_differing_from_recount", wrong, "figures", 0, database
        yield "ballots_seconds", seconds, "s", 30, database
        yield "ballots_5xx", errors, "answers", 0, database


def last_place(lab: Lab) -> Iterator[Figure]:
    database = lab.databases()[-1]
    env = lab.empty(f"places-{database}", database)
    found = places.last_place(env)
    yield "last_place_right_runs", found["right"], "runs", places.RUNS, database
    yield "last_place_5xx", found["errors"], "answers", 0, database
    yield "last_place_p95_median", found["p95"], "ms", 2000, database
    yield "last_place_p95_worst", found["worst"], "ms", 2000, database
    storm = places.storm(env)
    yield "storm_operations", sum(storm["done"].values()), "operations", 20_000, database
    yield "storm_broken_promises", storm["count"], "findings", 0, database
    yield "storm_letters_of_offers", storm["offer_letters"], "letters", storm["offers"], database


def search(lab: Lab) -> Iterator[Figure]:
    for database in lab.databases():
        found = region.measure(lab.empty(f"region-{database}", database))
        yield "region_page_p95", found["page"]["p95"], "ms", 150, database
        yield "region_page_queries", found["page"]["queries"], "queries", 8, database
        yield "region_api_p95", found["api"]["p95"], "ms", 150, database
        yield "region_first_page_of_a_worker", found["first"], "ms", 0, database


BENCHES: dict[str, Callable[[Lab], Iterator[Figure]]] = {
    "cached": cached,
    "pages": pages,
    "thread": thread,
    "crowd": crowds,
    "demo": demos,
    "ballots": votes,
    "digest": digests,
    "places": last_place,
    "region": search,
    "projects": projects,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", choices=BENCHES)
    only = parser.parse_args().only
    with ExitStack() as stack:
        lab = Lab(stack)
        for name, bench in BENCHES.items():
            for figure in bench(lab) if only in (None, name) else ():
                row = dict(zip(("name", "value", "unit", "baseline", "database"), figure, strict=True))
                row["value"] = round(figure[1], 1)
                print(json.dumps(row, ensure_ascii=False), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
