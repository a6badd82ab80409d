"""Getting the demo ready and keeping it ready: each step runs only when what it depends on has changed."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from portal.accounts.actions import sync_hosts

STAMP = "demo-stamp.json"
CODE = ("site", "participation", "clubs", "services", "sensors")
Say = Callable[[str], None]


def _digest(paths: list[Path]) -> str:
    found = hashlib.sha256()
    for path in sorted(paths):
        found.update(str(path).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


def _files(pattern: str) -> list[Path]:
    return [path for folder in CODE for path in (settings.ROOT / folder).rglob(pattern)]


def migrations_state() -> str:
    return _digest([*_files("migrations/0*.py"), settings.ROOT / "requirements.lock"])


def texts_state() -> str:
    return _digest([*_files("demo.py"), *(settings.ROOT / "site/portal/demo").rglob("*.py")])


def static_state() -> str:
    own = [p for folder in (*CODE, "themes") for p in (settings.ROOT / folder).rglob("static/**/*") if p.is_file()]
    return _digest([*own, settings.ROOT / "requirements.lock"])


def _stamp_file() -> Path:
    return settings.VAR / STAMP


def read_stamp() -> dict[str, str]:
    try:
        stamp = json.loads(_stamp_file().read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(**parts: str) -> None:
    settings.VAR.mkdir(parents=True, exist_ok=True)
    _stamp_file().write_text(json.dumps({**read_stamp(), **parts}, indent=1))


def database_file() -> Path | None:
    """The SQLite file of this installation, or None with another database."""
    database = settings.DATABASES["default"]
    return Path(database["NAME"]) if database["ENGINE"].endswith("sqlite3") else None


def require_own_database() -> Path:
    """The database file, only if it is the demo's own: anything else is not ours to delete."""
    if not settings.DEMO:
        raise ImproperlyConfigured("demo-reset gibt es nur mit DEMO = True (config.settings.demo).")
    path = database_file()
    if path is None or Path(settings.VAR).resolve() not in path.resolve().parents:
        raise ImproperlyConfigured(f"demo-reset löscht nur eine SQLite-Datei unter {settings.VAR}.")
    return path


def drop() -> None:
    """Delete database, media, mails and caches of the demo."""
    path = require_own_database()
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    for folder in (Path(settings.MEDIA_ROOT), settings.VAR / "cache", Path(settings.DEMO_MAIL_DIR)):
        if Path(settings.VAR).resolve() in folder.resolve().parents:
            shutil.rmtree(folder, ignore_errors=True)
    _stamp_file().unlink(missing_ok=True)


def prepare(say: Say) -> None:
    """Database, content and static files as this version of the code wants them."""
    from .seed import seed

    settings.VAR.mkdir(parents=True, exist_ok=True)
    call_command("build_messages", verbosity=0)
    stamp = read_stamp()
    path = database_file()
    if path is not None and not path.exists():
        stamp = {k: v for k, v in stamp.items() if k == "static"}
    state = migrations_state()
    if stamp.get("migrations") != state:
        say("→ Datenbank")
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        write_stamp(migrations=state)
    state = texts_state()
    if stamp.get("texts") != state:
        say("→ Inhalte: zehn Portale")
        seed(say=lambda line: say(f"  {line}"))
        write_stamp(texts=state)
    state = static_state()
    if stamp.get("static") != state or not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        say("→ Statische Dateien")
        call_command("collectstatic", verbosity=0, interactive=False, skip_checks=True)
        write_stamp(static=state)
    if stamp.get("port") != str(settings.PUBLIC_PORT):
        sync_hosts(port=settings.PUBLIC_PORT)
        write_stamp(port=str(settings.PUBLIC_PORT))


def overview() -> str:
    """What the newcomer sees: portals, accounts, where mails are."""
    from .accounts import PASSWORD
    from .facts import ACCOUNTS, ALLIANCE, CITIES

    port = settings.PUBLIC_PORT
    base = "http://{}localhost" + ("" if port == 80 else f":{port}") + "/"
    lines = ["", "Portale", f"  {ALLIANCE['name']:<14} {base.format('')}"]
    lines += [f"  {city['name']:<14} {base.format(city['slug'] + '.')}" for city in CITIES]
    roles = {
        "redaktion": "Redaktion, schreibt", "chefredaktion": "Chefredaktion, veröffentlicht",
        "moderation": "Moderation", "verwaltung": "Stadtverwaltung: Team und Gestaltung", "buerger": "Bürgerin",
        "verein": "Verein, pflegt seinen Eintrag und sucht Hilfe", "freiwillig": "hat sich zum Helfen angemeldet",
    }  # fmt: skip
    lines += [
        "",
        f"Konten (Passwort für alle: {PASSWORD}; <stadt> steht für bruchsal, buehl, …)",
        *[f"  {box + '@<stadt>.example':<28} {roles[box]}" for box, _role in ACCOUNTS],
        f"  {'koordination@redi.example':<28} Koordination der Allianz, sieht alle Städte",
        "",
        f"Redaktion  {base.format('redaktion.')}admin/",
        f"Mails      {base.format('')}demo/mail/",
        "",
        "Beenden mit Strg+C. Von vorn: make demo-reset",
        "",
    ]
    return "\n".join(lines)
