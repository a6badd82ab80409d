"""A whole installation of its own: folder, database, environment. Commands run in it as on a server."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from tests import servers

OURS = ("DATABASE_URL", "REDIS_URL", "PORTAL_VAR", "MEDIA_ROOT", "PORT", "DJANGO_SETTINGS_MODULE", "TEST_DATABASE_URL")


def environment(folder: Path, database: str | None = None, settings: str = "config.settings.demo") -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if name not in OURS}
    env |= {"PORTAL_VAR": str(folder), "DJANGO_SETTINGS_MODULE": settings}
    return env | ({"DATABASE_URL": database} if database else {})


def run(env: dict[str, str], *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """`python …` in the environment."""
    done = subprocess.run(
        [sys.executable, *arguments], env=env, cwd=servers.ROOT, capture_output=True, text=True, check=False
    )
    assert not check or done.returncode == 0, done.stderr[-4000:]
    return done


def portal(env: dict[str, str], *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return run(env, "site/manage.py", *arguments, check=check)


def migrate(env: dict[str, str]) -> None:
    """An empty, migrated database. The first caller migrates, for a minute; the next ones get a copy of what came out,
    named after the migrations, like the tests' own database, and kept beside it."""
    digest = getattr(settings, "MIGRATIONS", None)
    url = env.get("DATABASE_URL")
    kept = settings.VAR / "test" / f"empty-{digest}.{'sql' if url else 'sqlite3'}"
    if digest is not None and kept.exists():
        _fill(kept, env)
        return
    portal(env, "migrate", "--verbosity", "0")
    if digest is None:
        return
    new = kept.with_suffix(f".{os.getpid()}")
    kept.parent.mkdir(parents=True, exist_ok=True)
    if url:
        dump = [servers.postgres_tool("pg_dump"), "--no-owner", "--file", new, "--dbname", url]
        subprocess.run(dump, check=True)
    else:
        _copy(_sqlite(env), new)
    new.replace(kept)


def _fill(kept: Path, env: dict[str, str]) -> None:
    if "DATABASE_URL" in env:
        read = [
            servers.postgres_tool("psql"),
            "--quiet",
            "--no-psqlrc",
            "--set",
            "ON_ERROR_STOP=1",
            "--output",
            os.devnull,
        ]
        subprocess.run([*read, "--file", kept, env["DATABASE_URL"]], check=True)
    else:
        _sqlite(env).parent.mkdir(parents=True, exist_ok=True)
        _copy(kept, _sqlite(env))


def _sqlite(env: dict[str, str]) -> Path:
    return Path(env["PORTAL_VAR"]) / "portal.sqlite3"


def _copy(old: Path, new: Path) -> None:
    with closing(sqlite3.connect(old)) as source, closing(sqlite3.connect(new)) as copy:
        source.backup(copy)


def ask(env: dict[str, str], module: str, *arguments: str) -> Any:
    """What `python -m module …` answers: one line of JSON after the word ANSWER."""
    lines = run(env, "-m", module, *arguments).stdout.splitlines()
    return json.loads(next(line for line in lines if line.startswith("ANSWER"))[6:])


def answer(value: Any) -> None:
    sys.stdout.write("ANSWER" + json.dumps(value) + "\n")


@contextmanager
def postgres_database(server: dict[str, Any], name: str) -> Iterator[str]:
    """An empty database beside the one of the tests (`server`: Django's settings of it); gives its DATABASE_URL."""
    host, port, user, password = (
        server["HOST"] or "127.0.0.1",
        server["PORT"] or 5432,
        server["USER"],
        server["PASSWORD"],
    )
    login = f"{user}:{password}" if password else user
    address = f"postgres://{login}@{host}:{port}"
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{address}/{name}"
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
