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

KEPT = servers.ROOT / "build" / "test" / "kept"
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
    """An empty, migrated database: a copy of the first one, named after the migrations and kept for all lanes of the
    tests. Migrating takes a minute."""
    kept = _kept("postgresql" if "DATABASE_URL" in env else "sqlite")
    if kept is not None and kept.exists():
        _fill(kept, env)
        return
    portal(env, "migrate", "--verbosity", "0")
    if kept is not None:
        _keep(env.get("DATABASE_URL") or _sqlite(env), kept)


def keep(own: dict[str, Any]) -> None:
    """The tests' own database (Django's settings of it), as long as only its migrations have written to it."""
    on_postgres = own["ENGINE"].endswith("postgresql")
    kept = _kept("postgresql" if on_postgres else "sqlite")
    if kept is not None and not kept.exists():
        _keep(_address(own) + "/" + own["NAME"] if on_postgres else Path(own["NAME"]), kept)


def _kept(vendor: str) -> Path | None:
    digest = getattr(settings, "MIGRATIONS", None)  # of the tests' settings
    return KEPT / f"{digest}.{'sql' if vendor == 'postgresql' else 'sqlite3'}" if digest else None


def _keep(database: str | Path, kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    new = kept.with_suffix(f".{os.getpid()}")
    if isinstance(database, Path):
        _copy(database, new)
    else:
        dump = [servers.postgres_tool("pg_dump"), "--no-owner", "--file", new, "--dbname", database]
        subprocess.run(dump, check=True)
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
    address = _address(server)
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{address}/{name}"
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _address(server: dict[str, Any]) -> str:
    login = f"{server['USER']}:{server['PASSWORD']}" if server["PASSWORD"] else server["USER"]
    return f"postgres://{login}@{server['HOST'] or '127.0.0.1'}:{server['PORT'] or 5432}"
