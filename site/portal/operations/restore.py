"""Put a backup in place: everything is checked before anything is changed, then all of it or nothing.

Checked are each member's name, kind and size before a byte of it is written, format, checksums, database vendor, and
that this code knows every migration the backup had. An installation that holds a portal is refused unless told `force`.
PostgreSQL is loaded in one transaction, SQLite and the media folder are exchanged whole.
The checks find damage and tricks with paths; the SQL in a backup is believed. Restore only your own.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from .backup import DUMP, FORMAT, MANIFEST, BackupRefused

RESERVE = 200_000_000  # bytes of the disk that stay free
MAX_MANIFEST = 100_000_000
_SHA256 = re.compile(r"[0-9a-f]{64}")
_COPY = re.compile(rb"COPY [^;]+ FROM stdin;\n")
_FOR_PSQL = re.compile(rb"\\(un)?restrict \w+\n")


def restore(source: Path, *, force: bool = False) -> dict[str, Any]:
    """Replace database and media by the backup's; gives its manifest."""
    media = Path(settings.MEDIA_ROOT)
    if os.path.ismount(media):
        raise BackupRefused(f"{media} ist selbst ein Datenträger und lässt sich nicht austauschen: eine Ebene höher.")
    media.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=media.parent, prefix=".restore-") as name:
        folder = Path(name)
        manifest = unpack(source, folder)
        check_fits(manifest)
        if not force and holds_a_portal():
            raise BackupRefused("Diese Installation enthält schon ein Portal. Mit --force wird es vollständig ersetzt.")
        (folder / "media").mkdir(exist_ok=True)
        with exchanged(media, folder / "media", folder / "old-media"):
            load_database(folder / DUMP)
    forget_caches()
    return manifest


# --- Checks -------------------------------------------------------------------------------------------------


def unpack(source: Path, folder: Path) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {}
    room = free_space(folder)
    try:
        with tarfile.open(source, "r|gz") as tar:
            for member in tar:
                check_member(member, found)
                room -= member.size
                if room < 0:
                    raise BackupRefused("Die Sicherung ist ausgepackt größer als der freie Platz.")
                found[member.name] = unpack_member(tar, member, folder / member.name)
    except (OSError, tarfile.TarError, EOFError, zlib.error) as error:
        raise BackupRefused(f"{source} ist keine lesbare Sicherung: {error}") from error
    manifest = read_manifest(folder / MANIFEST)
    there = {name: facts for name, facts in found.items() if name != MANIFEST}
    if set(there) != set(manifest["files"]) or DUMP not in there:
        raise BackupRefused("Die Sicherung ist unvollständig: Dateien und Verzeichnis passen nicht zusammen.")
    for name, facts in there.items():
        if facts != manifest["files"][name]:
            raise BackupRefused(f"Die Prüfsumme von {name} stimmt nicht: Die Sicherung ist beschädigt.")
    return manifest


def free_space(folder: Path) -> int:
    return shutil.disk_usage(folder).free - RESERVE


def check_member(member: tarfile.TarInfo, found: dict[str, Any]) -> None:
    """Plain files only, each once, under names that `backup` gives."""
    name = member.name
    parts = name.split("/")
    known = name in (DUMP, MANIFEST) or (parts[0] == "media" and len(parts) > 1)
    if not member.isreg() or not known or name in found or any(part in ("", ".", "..") for part in parts):
        raise BackupRefused(f"Die Sicherung enthält etwas, das nicht hineingehört: {name[:200]!r}.")
    if name == MANIFEST and member.size > MAX_MANIFEST:
        raise BackupRefused(f"Das Verzeichnis der Sicherung ({MANIFEST}) ist zu groß.")


def unpack_member(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> dict[str, Any]:
    """Size and SHA-256, as they stand in the manifest."""
    target.parent.mkdir(parents=True, exist_ok=True)
    source = tar.extractfile(member)
    assert source is not None  # only for what is no plain file
    digest, size = hashlib.sha256(), 0
    with source, target.open("xb") as out:
        while block := source.read(1 << 20):
            digest.update(block)
            size += len(block)
            out.write(block)
    return {"size": size, "sha256": digest.hexdigest()}


def read_manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise BackupRefused(f"Das Format {manifest['format']!r} kennt dieses Portal nicht (erwartet: {FORMAT}).")
        sound = (
            all(isinstance(manifest[name], str) for name in ("vendor", "made"))
            and all(isinstance(name, str) for name in manifest["migrations"])
            and all(_SHA256.fullmatch(facts["sha256"]) for facts in manifest["files"].values())
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BackupRefused(f"Die Sicherung hat kein lesbares Verzeichnis ({MANIFEST}).") from error
    if not sound:
        raise BackupRefused(f"Das Verzeichnis der Sicherung ({MANIFEST}) ist unvollständig.")
    return manifest  # type: ignore[no-any-return]


def check_fits(manifest: dict[str, Any]) -> None:
    if manifest["vendor"] != connection.vendor:
        raise BackupRefused(f"Die Sicherung stammt von {manifest['vendor']}, diese Datenbank ist {connection.vendor}.")
    loader = MigrationLoader(connection)
    known = {f"{app}.{name}" for app, name in [*loader.disk_migrations, *loader.applied_migrations]}
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


# --- Changes ------------------------------------------------------------------------------------------------


@contextmanager
def exchanged(place: Path, new: Path, old: Path) -> Iterator[None]:
    """The new media in place and, when what follows fails, the old ones back."""
    if place.exists():
        os.rename(place, old)
    os.rename(new, place)
    try:
        yield
    except BaseException:
        os.rename(place, new)
        if old.exists():
            os.rename(old, place)
        raise


def load_database(dump: Path) -> None:
    try:
        load_sqlite(dump) if connection.vendor == "sqlite" else load_postgres(dump)
    except (sqlite3.Error, psycopg.Error, DatabaseError) as error:
        raise BackupRefused(f"Die Datenbank nimmt die Sicherung nicht an: {str(error)[:1500]}") from error


def load_sqlite(dump: Path) -> None:
    """Through SQLite itself: other processes' open connections see old or new rows, never half of them."""
    connection.ensure_connection()
    with closing(sqlite3.connect(dump)) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise BackupRefused("Die gesicherte Datenbank ist beschädigt.")
        copy.backup(connection.connection)


def load_postgres(dump: Path) -> None:
    """Not through psql: its commands (`\\! …`) could run programs. Rows go straight into COPY, the rest is SQL."""
    connection.ensure_connection()
    try:
        with transaction.atomic(), connection.connection.cursor() as cursor, dump.open("rb") as lines:
            cursor.execute("SET LOCAL lock_timeout = '60s'")  # someone works in the portal: better fail than wait
            # The schema goes first, so that tables the backup does not know are gone too
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            statements: list[bytes] = []
            for line in lines:
                if _COPY.fullmatch(line):
                    cursor.execute(b"".join(statements))
                    statements.clear()
                    with cursor.copy(line) as rows:
                        for row in lines:
                            if row == b"\\.\n":
                                break
                            rows.write(row)
                elif not _FOR_PSQL.fullmatch(line):
                    statements.append(line)
            cursor.execute(b"".join(statements))
    finally:
        connection.close()  # the dump changed this session's search path


def forget_caches() -> None:
    from django.core.cache import caches

    for alias in settings.CACHES:
        caches[alias].clear()
