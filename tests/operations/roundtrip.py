"""Runs inside an installation: `python -m tests.operations.roundtrip build FILE | hostile FILE FOLDER | state`."""

from __future__ import annotations

import hashlib
import io
import json
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.operations.installation import answer

Members = list[tuple[tarfile.TarInfo, bytes]]


def state() -> dict[str, str]:
    """Every row and every file, as one digest per table and one for the files."""
    from django.apps import apps
    from django.conf import settings
    from django_scopes import scopes_disabled

    found = {}
    with scopes_disabled():
        for model in apps.get_models(include_auto_created=True):
            fields = model._meta.concrete_fields
            rows = [[f.value_to_string(row) for f in fields] for row in model._base_manager.order_by("pk")]
            found[model._meta.label] = f"{len(rows)} {hashlib.sha256(repr(rows).encode()).hexdigest()[:16]}"
    root = Path(settings.MEDIA_ROOT)
    files = {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}
    found["files"] = f"{len(files)} {hashlib.sha256(repr(files).encode()).hexdigest()[:16]}"
    return found


def build(target: Path) -> dict[str, str]:
    """Two portals, a page, an account and a file; backed up; then changed. Gives the state at the backup."""
    from django.core.files.base import ContentFile

    from portal.content.models import ContentPage
    from portal.library.models import PortalDocument
    from portal.operations.backup import backup
    from tests.factories import make_city, make_page, make_user

    make_city("redi")
    city = make_city("bruchsal")
    make_user("redaktion@bruchsal.example", city, "editor")
    body = [{"type": "text", "value": "<p>Zeile\\n; \\\\. 100 %</p>"}]
    make_page(city, ContentPage, title="Müll \\ Abfall\tund 'mehr'", slug="abfall", body=body)
    document = PortalDocument(title="Antrag", collection=city.collection)
    document.file.save("antrag.pdf", ContentFile(b"%PDF-1.4\n%%EOF\n"))
    then = state()
    backup(target)
    make_page(city, ContentPage, title="Später", slug="spaeter")
    document.file.delete()
    document.file.save("anders.pdf", ContentFile(b"%PDF-1.7\n%%EOF\n"))
    return then


# --- Archives that must be refused ---------------------------------------------------------------------------


def members(source: Path) -> Members:
    with tarfile.open(source) as tar:
        return [(info, tar.extractfile(info).read()) for info in tar.getmembers()]  # type: ignore[union-attr]


def write(target: Path, parts: Members) -> None:
    with tarfile.open(target, "w:gz") as tar:
        for info, data in parts:
            tar.addfile(info, io.BytesIO(data))


def named(name: str, data: bytes = b"x", **facts: Any) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for fact, value in facts.items():
        setattr(info, fact, value)
    return info, data


def forged(parts: Members, change: Callable[[dict[str, Any]], Any]) -> Members:
    """The same files with another manifest."""
    manifest = json.loads(parts[-1][1])
    change(manifest)
    return [*parts[:-1], named("manifest.json", json.dumps(manifest).encode())]


def with_dump(parts: Members, dump: bytes) -> Members:
    """Another database in it, and a manifest that fits."""
    facts = {"size": len(dump), "sha256": hashlib.sha256(dump).hexdigest()}
    return forged([named("database.dump", dump), *parts[1:]], lambda m: m["files"].update({"database.dump": facts}))


def hostile(good: Members, marker: Path) -> Iterator[tuple[str, Members]]:
    for number, name in enumerate(
        ("../escaped", "media/../../escaped", "/tmp/escaped", "media//x", "other/x", "media/.")
    ):
        yield f"path {number} {name}", [*good, named(name)]
    yield "symbolic link", [*good, named("media/link", b"", type=tarfile.SYMTYPE, linkname="/etc/passwd")]
    yield "hard link", [*good, named("media/link", b"", type=tarfile.LNKTYPE, linkname="database.dump")]
    yield "device", [*good, named("media/null", b"", type=tarfile.CHRTYPE)]
    yield "twice", [good[0], *good]
    yield "file not in manifest", [named("media/extra"), *good]
    yield "file missing", [part for part in good if not part[0].name.startswith("media/")]
    yield "changed file", [(i, d.replace(b"%%EOF", b"%%FOE") if i.name.startswith("media/") else d) for i, d in good]
    yield "no manifest", good[:-1]
    yield "manifest is no JSON", [*good[:-1], named("manifest.json", b"{")]
    yield "manifest is a list", [*good[:-1], named("manifest.json", b"[]")]
    yield "format", forged(good, lambda m: m.update(format=99))
    yield "vendor", forged(good, lambda m: m.update(vendor="oracle"))
    yield "newer", forged(good, lambda m: m["migrations"].append("content.9999_of_tomorrow"))
    yield "no checksums", forged(good, lambda m: m.update(files={name: {} for name in m["files"]}))
    yield "no migrations", forged(good, lambda m: m.pop("migrations"))
    yield "database is rubbish", with_dump(good, b"DROP TABLE nothing;\n" * 1000)
    yield "commands of psql", with_dump(good, f"\\! touch {marker}\n".encode())


def try_all(source: Path, folder: Path) -> dict[str, Any]:
    """Every hostile archive: its message, and whether anything changed."""
    from portal.operations.backup import BackupRefused
    from portal.operations.restore import restore

    before, marker, told = state(), folder / "ran", {}
    good = members(source)

    def attempt(name: str, file: Path, **options: Any) -> None:
        try:
            restore(file, **options)
            told[name] = ""
        except BackupRefused as refused:
            told[name] = str(refused)
        if state() != before:
            told[name] = ""

    attempt("without force", source)
    for name, parts in hostile(good, marker):
        write(folder / "hostile.tar.gz", parts)
        attempt(name, folder / "hostile.tar.gz", force=True)
    huge = io.BytesIO()
    with tarfile.open(fileobj=huge, mode="w:gz") as tar:
        tar.fileobj.write(named("media/huge", size=10**14)[0].tobuf())  # type: ignore[union-attr]
    (folder / "huge").write_bytes(huge.getvalue())
    attempt("too large", folder / "huge", force=True)
    whole = source.read_bytes()
    (folder / "half").write_bytes(whole[: len(whole) // 2])
    attempt("half a file", folder / "half", force=True)
    (folder / "text").write_text("Das ist keine Sicherung.")
    attempt("no archive", folder / "text", force=True)
    attempt("no file", folder / "nothing", force=True)
    left = [str(p) for p in (Path("/tmp/escaped"), marker, folder.parent / "escaped", folder / "escaped") if p.exists()]
    return {"told": told, "escaped": left}


if __name__ == "__main__":
    import django

    django.setup()
    verb, paths = sys.argv[1], [Path(path) for path in sys.argv[2:]]
    answer({"build": build, "hostile": try_all, "state": state}[verb](*paths))
