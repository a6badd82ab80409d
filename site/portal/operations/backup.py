"""Backup of a whole installation: database and media in one tar file with checksums. Back again: restore.py.

    manifest.json   format, versions, database vendor, migrations, size and SHA-256 of every other member
    database.dump   PostgreSQL: pg_dump's plain SQL (readable by any later server); SQLite: a consistent copy
    media/…         uploaded files

A backup holds personal data and password hashes: keep it encrypted, and as briefly as your deletion concept says.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
import wagtail
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

FORMAT = 1
DUMP = "database.dump"
MANIFEST = "manifest.json"
SKIPPED = ("readyz-",)


class BackupRefused(Exception):
    """Nothing was changed; the message says why."""


def backup(target: Path) -> dict[str, Any]:
    """Write `target`, complete or not at all; gives the manifest. An existing file is never overwritten."""
    target = target.absolute()
    if target.exists():
        raise BackupRefused(f"{target} gibt es schon.")
    if not target.parent.is_dir():
        raise BackupRefused(f"Den Ordner {target.parent} gibt es nicht.")
    partial = target.with_name(f".{target.name}.teil")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        dump = Path(folder) / DUMP
        dump_database(dump)
        members: dict[str, Path] = {DUMP: dump, **media_files()}
        try:
            manifest = write_tar(partial, members)
            os.replace(partial, target)
        finally:
            partial.unlink(missing_ok=True)
    return manifest


def write_tar(target: Path, members: dict[str, Path]) -> dict[str, Any]:
    files: dict[str, dict[str, Any]] = {}
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # for the operator's eyes only
    with os.fdopen(handle, "wb") as raw, tarfile.open(fileobj=raw, mode="w:gz", compresslevel=5) as tar:
        for name, path in members.items():
            try:
                data = path.open("rb")
            except FileNotFoundError:
                continue  # deleted while we were at it
            with data:
                info = tarfile.TarInfo(name)
                info.size = os.fstat(data.fileno()).st_size
                info.mode = 0o600
                reader = Hashing(data)
                tar.addfile(info, reader)  # type: ignore[arg-type]
                files[name] = {"size": info.size, "sha256": reader.digest.hexdigest()}
        manifest = {
            "format": FORMAT,
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "vendor": connection.vendor,
            "django": django.get_version(),
            "wagtail": wagtail.__version__,
            "migrations": sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
            "files": files,
        }
        body = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(body)
        info.mode = 0o600
        tar.addfile(info, io.BytesIO(body))
    return manifest


class Hashing:
    """A file that hashes what is read from it."""

    def __init__(self, source: Any) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data: bytes = self.source.read(size)
        self.digest.update(data)
        return data


def dump_database(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
    elif connection.vendor == "postgresql":
        run_postgres("pg_dump", ["--no-owner", "--no-privileges", "--file", str(target)])
    else:
        raise BackupRefused(f"Für {connection.vendor} gibt es keine Sicherung.")


def media_files() -> dict[str, Path]:
    root = Path(settings.MEDIA_ROOT)
    return {
        f"media/{path.relative_to(root).as_posix()}": path
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink() and not path.name.startswith(SKIPPED)
    }


def run_postgres(program: str, arguments: list[str]) -> None:
    """With the connection in the environment: neither password nor host appear in the list of processes."""
    found = shutil.which(program) or next(
        (str(folder / program) for folder in postgres_folders() if (folder / program).exists()), None
    )
    if found is None:
        raise BackupRefused(f"{program} fehlt auf diesem Rechner (Debian: apt install postgresql-client).")
    s = connection.settings_dict
    given = {
        "PGHOST": s["HOST"],
        "PGPORT": s["PORT"],
        "PGUSER": s["USER"],
        "PGPASSWORD": s["PASSWORD"],
        "PGDATABASE": s["NAME"],
        "PGSSLMODE": s["OPTIONS"].get("sslmode"),
        "PGSSLROOTCERT": s["OPTIONS"].get("sslrootcert"),
    }
    env = {**os.environ, **{name: str(value) for name, value in given.items() if value}}
    done = subprocess.run([found, *arguments], env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupRefused(f"{program}: {done.stderr.strip()[-1500:]}")


def postgres_folders() -> Iterator[Path]:
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
