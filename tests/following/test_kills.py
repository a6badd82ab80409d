"""Ten kills at random moments: everybody gets exactly one mail; with a forgetful mail server at most one."""

from __future__ import annotations

import sqlite3

import pytest
from django.db import connection

from tests import servers
from tests.operations.installation import ask, environment, migrate

PEOPLE, CHANGES, KILLS = 300, 60, 10


def world(folder, database: str | None, backend: str) -> dict[str, str]:
    env = environment(folder, database, settings="tests.following.spool_settings")
    return {**env, "TEST_MAIL_BACKEND": f"tests.following.slow_mail.{backend}"}


def copy_of_the_database(folder) -> str:
    """The prepared database of the tests, as it is stored: saves the migrations."""
    target = folder / "portal.sqlite3"
    with sqlite3.connect(connection.settings_dict["NAME"]) as source, sqlite3.connect(target) as copy:
        source.backup(copy)
    return f"sqlite:///{target}"


def check_exactly_once(env):
    found = ask(env, "tests.following.killed", "main", str(PEOPLE), str(CHANGES), str(KILLS))
    assert found["finished"]
    assert found["caught"] == KILLS  # they did die in the middle
    assert found["states"] == {"sent": found["deliveries"]}
    assert found["deliveries"] == found["people_with_mail"] > PEOPLE * 0.9
    assert found["most_per_person"] == 1


@pytest.fixture
def sqlite(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock():
        return copy_of_the_database(tmp_path)


@pytest.mark.sqlite
def test_exactly_one_mail_each_after_ten_kills(sqlite, tmp_path):
    check_exactly_once(world(tmp_path, sqlite, "Knowing"))


@pytest.mark.sqlite
def test_at_most_one_mail_each_where_the_server_forgets(sqlite, tmp_path):
    env = world(tmp_path, sqlite, "Forgetful")
    found = ask(env, "tests.following.killed", "main", str(PEOPLE), str(CHANGES), str(KILLS))
    assert found["finished"]
    assert found["caught"] == KILLS
    assert found["most_per_person"] == 1
    assert found["without_mail_and_not_listed"] == 0
    assert found["states"].get("unclear", 0) <= KILLS
    assert found["states"]["sent"] + found["states"].get("unclear", 0) == found["deliveries"]


@pytest.mark.postgres
def test_exactly_one_mail_each_after_ten_kills_on_postgresql(tmp_path):
    with servers.postgres_server() as database:
        env = world(tmp_path, database, "Knowing")
        migrate(env)
        check_exactly_once(env)
