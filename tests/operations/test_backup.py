"""Backup and restore, on the database of this run, in installations of their own."""

from __future__ import annotations

import os
import stat
import tarfile
from contextlib import ExitStack

import pytest
from django.conf import settings

from tests import servers
from tests.operations.installation import ask, environment, migrate, portal, postgres_database

HERE = "tests.operations.roundtrip"


pytestmark = pytest.mark.both


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A portal that was backed up and changed since, and an empty second installation."""
    folder = tmp_path_factory.mktemp("backup")
    server = settings.DATABASES["default"]
    with ExitStack() as stack:
        envs = []
        for name in ("first", "second"):
            database = None
            if server["ENGINE"].endswith("postgresql"):
                database = stack.enter_context(postgres_database(server, f"redi_{name}_{os.getpid()}"))
            (folder / name).mkdir()
            envs.append(environment(folder / name, database))
            binaries = servers.postgres_binaries()
            if binaries is not None:
                envs[-1]["PATH"] += f":{binaries}"
        first, second = envs
        migrate(first)
        file = folder / "portal.tar.gz"
        then = ask(first, HERE, "build", str(file))
        (folder / "work").mkdir()
        yield {"first": first, "second": second, "file": file, "then": then, "work": folder / "work"}


@pytest.fixture(scope="module")
def refusals(world):
    return ask(world["first"], HERE, "hostile", str(world["file"]), str(world["work"]))


def test_hostile_archives_are_refused_and_change_nothing(refusals):
    assert len(refusals["told"]) > 25
    assert [name for name, message in refusals["told"].items() if not message] == []
    assert refusals["escaped"] == []


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("without force", "--force"), ("path 0 ../escaped", "nicht hineingehört"), ("symbolic link", "nicht hineingehört"),
        ("twice", "nicht hineingehört"), ("too large", "freie Platz"), ("changed file", "Prüfsumme"),
        ("file missing", "unvollständig"), ("format", "99"), ("vendor", "oracle"), ("newer", "neueren Fassung"),
        ("no migrations", "Verzeichnis"), ("half a file", "keine lesbare Sicherung"), ("no file", "keine lesbare Sicherung"),
        ("database is rubbish", "nimmt die Sicherung nicht an"),
    ],
)  # fmt: skip
def test_the_reason_is_told(refusals, case, words):
    assert words in refusals["told"][case]


def test_restore_brings_back_every_row_and_file_here_and_elsewhere(world, refusals, tmp_path):
    assert ask(world["first"], HERE, "state") != world["then"]
    said = portal(world["first"], "restore", str(world["file"]), "--force").stdout
    assert "Wiederhergestellt" in said
    assert ask(world["first"], HERE, "state") == world["then"]
    again = tmp_path / "again.tar.gz"
    portal(world["first"], "backup", str(again))
    portal(world["second"], "restore", str(again))  # an empty installation needs no --force
    assert ask(world["second"], HERE, "state") == world["then"]


def test_a_backup_is_for_its_owner_only_and_overwrites_nothing(world):
    assert stat.S_IMODE(world["file"].stat().st_mode) == 0o600
    done = portal(world["first"], "backup", str(world["file"]), check=False)
    assert done.returncode
    assert "gibt es schon" in done.stderr
    with tarfile.open(world["file"]) as tar:
        names = tar.getnames()
    assert names[0] == "database.dump"
    assert names[-1] == "manifest.json"
