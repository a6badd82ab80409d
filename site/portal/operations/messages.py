"""The portal's own texts: German in the sources, English in site/locale. Collected and compiled without gettext.

Every folder of ours is read, whichever capabilities are installed. Templates are turned into calls by Django, as its
own makemessages does; Babel reads the calls.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import template

FOLDERS = ("clubs", "participation", "sensors", "services", "site", "themes")
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    **{f"{name}_{kind}": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext") for kind in ("lazy", "noop")},
}  # fmt: skip

HEADER = r"""# The portal in English. `make messages` brings this file in line with the sources; translate what is empty.
msgid ""
msgstr ""
"Language: en\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"Content-Type: text/plain; charset=utf-8\n"

"""


def english() -> Path:
    return Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"


def sources() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((settings.ROOT / folder).rglob("*")):
            if path.suffix == ".py" or (path.suffix in (".html", ".txt", ".xml") and "templates" in path.parts):
                yield path


def collected() -> Catalog:
    """Every message of the sources, in the order of files and lines."""
    catalog = Catalog(locale="en", fuzzy=False)
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            text = re.sub(r"^\s+", "", template.templatize(text), flags=re.MULTILINE)  # not Python: has no indentation
        place = path.relative_to(settings.ROOT).as_posix()
        for line, function, message, _comments in extract_python(io.BytesIO(text.encode()), KEYWORDS, (), {}):
            _add(catalog, function or "", message, (place, line))
    return catalog


def _add(catalog: Catalog, function: str, message: Any, place: tuple[str, int]) -> None:
    parts = [part for part in (message if isinstance(message, (tuple, list)) else (message,)) if part is not None]
    if not parts or not all(isinstance(part, str) and part for part in parts):
        return
    context = parts.pop(0) if function.startswith(("pgettext", "npgettext")) else None
    plural = function.startswith(("ngettext", "npgettext"))
    catalog.add(tuple(parts[:2]) if plural else parts[0], locations=[place], context=context)


def update() -> tuple[int, int]:
    """Bring the English file in line with the sources; how many messages there are, and how many lack English."""
    path, fresh = english(), collected()
    catalog = read(path) if path.exists() else fresh
    if catalog is not fresh:
        catalog.update(fresh, no_fuzzy_matching=True, update_creation_date=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, catalog, width=0, omit_header=True, ignore_obsolete=True, include_lineno=False)
    return len(catalog), sum(1 for message in catalog if message.id and not is_translated(message.string))


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="en")


def is_translated(string: Any) -> bool:
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


def build() -> list[Path]:
    """Compile what is newer than its compiled file; several processes may do so at once."""
    done = []
    for folder in settings.LOCALE_PATHS:
        for source in Path(folder).rglob("*.po"):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            draft = target.with_suffix(f".{os.getpid()}")
            with draft.open("wb") as file:
                write_mo(file, read(source))
            draft.replace(target)
            done.append(source)
    return done
