"""One place, many people, the same moment: real workers, real HTTP, both databases. And the way the rivals do it, red.

The large form (500 people, 20 runs) and the long storm are figures of `make bench`.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests import servers
from tests.operations.installation import ask, environment, migrate, portal
from tests.volunteering.rush import rush

INSIDE = "tests.volunteering.crowd"


def run(env: dict[str, str], people: int, workers: int) -> tuple[list[int], list[float], dict[str, Any]]:
    """Statuses, milliseconds of each answer, what is stored."""
    world = ask(env, INSIDE, "prepare", str(people))
    with servers.portal_server(env, workers=workers) as port:
        rush(port, world["host"], world["warm"], b"")
        statuses, took, _seconds = rush(port, world["host"], world["paths"], b"")
    return statuses, took, ask(env, INSIDE, "tally", world["shift"])


def check(env: dict[str, str], people: int, workers: int) -> None:
    statuses, _took, found = run(env, people, workers)
    assert set(statuses) == {302}, Counter(statuses)
    assert found == {
        "confirmed": 1, "waiting": people - 1, "taken": 1, "positions": [1, people - 1], "people": people,
        "letters": people,
    }  # fmt: skip


def storm(env: dict[str, str], operations: int, threads: int) -> None:
    found = ask(env, "tests.volunteering.storm", str(operations), str(threads), "1")
    assert found["wrong"] == []
    assert found["offers"] == found["offer_letters"] > 0
    assert sum(found["done"].values()) == operations


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory):
    env = environment(tmp_path_factory.mktemp("last-place"))
    migrate(env)
    portal(env, "collectstatic", "--noinput", "--verbosity", "0")
    return env


@pytest.fixture(scope="module")
def on_postgres(tmp_path_factory):
    with servers.postgres_server() as database:
        env = environment(tmp_path_factory.mktemp("last-place"), database)
        migrate(env)
        portal(env, "collectstatic", "--noinput", "--verbosity", "0")
        yield env


@pytest.mark.sqlite
def test_fifty_for_the_last_place_on_sqlite(on_sqlite):
    check(on_sqlite, 50, workers=2)


@pytest.mark.sqlite
def test_a_storm_on_sqlite(on_sqlite):
    storm(on_sqlite, 160, 4)


@pytest.mark.postgres
def test_two_hundred_for_the_last_place_on_postgresql(on_postgres):
    check(on_postgres, 200, workers=4)


@pytest.mark.postgres
def test_a_storm_on_postgresql(on_postgres):
    storm(on_postgres, 960, 32)


@pytest.mark.postgres
def test_count_then_insert_overbooks(on_postgres):
    """The same crowd without our lock, triggers and CHECK: the harness can tell."""
    found = ask(on_postgres, INSIDE, "naive", "32")
    assert found["confirmed"] > found["capacity"]
