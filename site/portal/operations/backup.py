"""Backup and restore of a whole installation: database and media in one tar file with checksums.

    manifest.json   format, versions, database vendor, migrations, size and SHA-256 of every other member
    database.dump   PostgreSQL: pg_dump's plain SQL (readable by any later server); SQLite: a consistent copy
    media/…         uploaded files

Restore checks everything before it changes anything: format, checksums, vendor, and that this code knows every
migration the backup had. It refuses an installation that holds a portal unless told `force`. PostgreSQL is restored in
one transaction; SQLite and the media folder are exchanged by renaming: either all of it or nothing.
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
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

FORMAT = 1
DUMP = "database.dump"
MANIFEST = "manifest.json"
SKIPPED = ("readyz-",)


class BackupRefused(Exception):
    """Nothing was changed; the message says why."""


# --- Backup -----------------------------------------------------------------------------------------------


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
        run_postgres("pg_dump", ["--no-owner", "--no-privileges", "--clean", "--if-exists", "--file", str(target)])
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
    }
    env = {**os.environ, **{name: str(value) for name, value in given.items() if value}}
    done = subprocess.run([found, *arguments], env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupRefused(f"{program}: {done.stderr.strip()[-1500:]}")


def postgres_folders() -> Iterator[Path]:
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


# --- Restore ----------------------------------------------------------------------------------------------


def restore(source: Path, *, force: bool = False) -> dict[str, Any]:
    """Replace database and media by the backup's; gives its manifest."""
    media_root = Path(settings.MEDIA_ROOT)
    media_root.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=media_root.parent, prefix=".restore-") as name:
        folder = Path(name)
        manifest = unpack(source, folder)
        check_fits(manifest)
        if not force and holds_a_portal():
            raise BackupRefused("Diese Installation enthält schon ein Portal. Mit --force wird es vollständig ersetzt.")
        new_media = folder / "media"
        new_media.mkdir(exist_ok=True)
        with exchanged(media_root, new_media, folder / "old-media"):
            load_database(folder / DUMP)
    forget_caches()
    return manifest


def unpack(source: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source, "r:gz") as tar:
            tar.extractall(folder, filter="data")  # refuses absolute paths, "..", links and devices
    except (OSError, tarfile.TarError, EOFError) as error:
        raise BackupRefused(f"{source} ist keine lesbare Sicherung: {error}") from error
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = manifest["files"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupRefused(f"{source} hat kein lesbares Verzeichnis ({MANIFEST}).") from error
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {MANIFEST}
    if manifest.get("format") != FORMAT:
        raise BackupRefused(f"Das Format {manifest.get('format')!r} kennt dieses Portal nicht (erwartet: {FORMAT}).")
    if there != set(files) or DUMP not in there:
        raise BackupRefused("Die Sicherung ist unvollständig: Dateien und Verzeichnis passen nicht zusammen.")
    for name, facts in files.items():
        with (folder / name).open("rb") as data:
            if hashlib.file_digest(data, "sha256").hexdigest() != facts["sha256"]:
                raise BackupRefused(f"Die Prüfsumme von {name} stimmt nicht: Die Sicherung ist beschädigt.")
    return manifest


def check_fits(manifest: dict[str, Any]) -> None:
    if manifest["vendor"] != connection.vendor:
        raise BackupRefused(f"Die Sicherung stammt von {manifest['vendor']}, diese Datenbank ist {connection.vendor}.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    known |= {f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations}
    unknown = sorted(set(manifest["migrations"]) - known)
    if unknown:
        raise BackupRefused(
            f"Die Sicherung stammt von einer neueren Fassung: {len(unknown)} Migrationen sind hier unbekannt ({', '.join(unknown[:3])} …)."
        )


def holds_a_portal() -> bool:
    from portal.cities.models import City

    if "cities_city" not in connection.introspection.table_names():
        return False
    return City.objects.exists()


class exchanged:
    """Puts the new media in place and, when what follows fails, the old ones back."""

    def __init__(self, place: Path, new: Path, old: Path) -> None:
        self.place, self.new, self.old = place, new, old

    def __enter__(self) -> None:
        if self.place.exists():
            os.rename(self.place, self.old)
        os.rename(self.new, self.place)

    def __exit__(self, kind: Any, *_: Any) -> None:
        if kind is not None:
            os.rename(self.place, self.new)
            if self.old.exists():
                os.rename(self.old, self.place)


def load_database(dump: Path) -> None:
    if connection.vendor == "sqlite":
        # Through SQLite itself: other processes' open connections see old or new rows, never half of them
        connection.ensure_connection()
        with closing(sqlite3.connect(dump)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise BackupRefused("Die gesicherte Datenbank ist beschädigt.")
            copy.backup(connection.connection)
        return
    connections.close_all()
    # The schema goes first, so that tables the backup does not know are gone too; all in one transaction
    before = ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"]
    commands = [part for command in before for part in ("--command", command)]
    run_postgres(
        "psql",
        ["--quiet", "--no-psqlrc", "--single-transaction", "--set", "ON_ERROR_STOP=1", *commands, "--file", str(dump)],
    )


def forget_caches() -> None:
    from django.core.cache import caches

    for alias in settings.CACHES:
        caches[alias].clear()
