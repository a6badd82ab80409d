"""The handbook of the town halls quotes the screens: every „…“ in it stands there, word for word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import wagtail
from babel.messages.pofile import read_po
from django.conf import settings

from portal.operations import messages

HANDBOOK = sorted((settings.ROOT / "docs" / "editors").glob("*.md"))
QUOTED = re.compile(r"„((?:[^„“]|„[^“]*“)+)“")
FILLED = re.compile(r"%\\?\(\w+\\?\)[sd]|%s|\\?\{\w+\\?\}")


@pytest.fixture(scope="module")
def on_screen() -> re.Pattern[str]:
    """Every German text of ours and of Wagtail; what is filled in may be anything."""
    texts = [text for m in messages.collected() if m.id for text in ([m.id] if isinstance(m.id, str) else m.id)]
    texts += [name for _code, name in settings.LANGUAGES]
    for path in Path(wagtail.__file__).parent.rglob("locale/de/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            texts += [m.string for m in read_po(file) if isinstance(m.string, str) and m.string]
    patterns = [FILLED.sub(".+", re.escape(text.strip())) for text in texts]
    return re.compile("|".join(p for p in patterns if ".+" not in p or len(re.findall(r"\w", p)) > 8))  # not "%s: %s"


@pytest.mark.parametrize("page", HANDBOOK, ids=lambda path: path.stem)
def test_every_quotation_stands_on_a_screen(page, on_screen):
    text = " ".join(page.read_text(encoding="utf-8").split())
    quoted = QUOTED.findall(text)
    assert quoted
    assert not [words for words in quoted if not on_screen.fullmatch(words)]


def test_every_block_has_its_entry():
    from portal.blocks.registry import entries

    text = (settings.ROOT / "docs" / "editors" / "bausteine.md").read_text(encoding="utf-8")
    titles = re.findall(r"^### (.+)$", text, re.MULTILINE)
    assert sorted(titles) == sorted(str(entry.block.label) for entry in entries())


def test_an_invented_label_is_seen(on_screen):
    assert on_screen.fullmatch("Entwurf speichern")
    assert on_screen.fullmatch("Vor einer Überschrift der Ebene 4 fehlt eine der Ebene 3.")
    assert not on_screen.fullmatch("Entwurf sichern")
