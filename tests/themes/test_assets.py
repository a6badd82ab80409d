"""Weights, and what the browser must never find in our files: inline code, foreign hosts, names of cities."""

import gzip
import re
from pathlib import Path

import pytest

from themes.catalogue import CATALOGUE, LANDSCAPES, Palette
from themes.stylesheet import digest, theme_stylesheet

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "themes" / "static" / "themes"
PALETTES = {key: theme.palette for key, theme in CATALOGUE.items()}


def weight(text):
    return len(gzip.compress(text if isinstance(text, bytes) else text.encode(), 9))


def test_weights():
    css, js = (STATIC / "portal.css").read_bytes(), (STATIC / "portal.js").read_bytes()
    assert weight(css) <= 12 * 1024
    assert weight(js) <= 10 * 1024
    assert weight(theme_stylesheet(PALETTES)) <= 4 * 1024
    assert weight((STATIC / "icons.svg").read_bytes()) <= 4 * 1024
    for key in LANDSCAPES:
        assert weight((STATIC / "landscapes" / f"{key}.svg").read_bytes()) <= 4 * 1024


def test_every_landscape_has_a_wide_view_and_a_mark_and_uses_roles_only():
    for key in LANDSCAPES:
        svg = (STATIC / "landscapes" / f"{key}.svg").read_text("utf-8")
        assert '<g id="l">' in svg
        assert '<g id="m">' in svg
        assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) <= {"none"} | set(
            re.findall(r"var\(--[lm]-\w+\)", svg)
        )


def test_stylesheet_fetches_nothing_and_names_no_city():
    css = (STATIC / "portal.css").read_text("utf-8")
    assert "url(" not in css
    assert "@import" not in css
    assert "http:" not in css.replace("[href^=http]", "")
    for key, theme in CATALOGUE.items():
        if key not in ("hills", "redi"):
            assert key not in css.lower()
            assert theme.name.lower() not in css.lower()
            assert theme.palette.p_l.lower() not in css.lower()


def test_script_stores_nothing_and_names_no_host():
    js = (STATIC / "portal.js").read_text("utf-8")
    for word in ("localStorage", "sessionStorage", "document.cookie", "innerHTML", "eval(", "http://", "https://"):
        assert word not in js


def _templates():
    folders = ("themes", "site/portal", "participation", "clubs", "services", "sensors")
    return [path for folder in folders for path in (ROOT / folder).rglob("*.html")]


INLINE = re.compile(
    r"<style\b|\sstyle\s*=|<script(?![^>]*\b(?:src=|type=\"application/(?:ld\+)?json\"))[^>]*>|<[^>]*\son\w+\s*=|javascript:",
    re.I,
)


@pytest.mark.parametrize("path", _templates(), ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_have_no_inline_code(path):
    """The strict Content-Security-Policy would ignore it, and nobody would notice until a page broke."""
    text = re.sub(r"{%\s*comment.*?{%\s*endcomment\s*%}", "", path.read_text("utf-8"), flags=re.S)
    assert not INLINE.search(text), INLINE.search(text)


@pytest.mark.parametrize(
    "bad",
    [
        '<p style="a">',
        "<style>",
        "<script>x()</script>",
        '<b onclick="x">',
        '<a href="javascript:x">',
        "<i\n style = 'a'>",
    ],
)
def test_the_search_for_inline_code_finds_it(bad):
    assert INLINE.search(bad)


@pytest.mark.parametrize("good", ['<script src="/a.js" defer></script>', '<p class="style">', "<p>on = an</p>"])
def test_the_search_for_inline_code_leaves_the_rest(good):
    assert not INLINE.search(good)


def test_components_document_their_parameters():
    for path in (ROOT / "themes" / "templates" / "components").glob("*.html"):
        assert path.read_text("utf-8").startswith("{% comment %}"), path.name


def test_icons_and_components_named_anywhere_exist():
    icons = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text("utf-8")))
    components = {path.name for path in (ROOT / "themes" / "templates" / "components").glob("*.html")}
    missing = []
    for path in _templates():
        text = path.read_text("utf-8")
        missing += [(path.name, n) for n in re.findall(r"""{% icon ["']([\w-]+)["']""", text) if n not in icons]
        missing += [
            (path.name, n) for n in re.findall(r"""["']components/([\w-]+\.html)["']""", text) if n not in components
        ]
    assert missing == []


def test_theme_sheet_is_escaping_safe_and_complete():
    sheet = theme_stylesheet(PALETTES)
    for key, palette in PALETTES.items():
        assert f"[data-theme={key}]{{--p-l:{palette.p_l};" in sheet
    assert "@supports not (" in sheet
    assert "var(--p-l)" not in sheet  # the fallback is resolved
    for slug in ("a]{}", "A b", "", "a\n", "-x", 'a"'):
        with pytest.raises(ValueError, match="not a slug"):
            theme_stylesheet({slug: PALETTES["hills"]})


def test_theme_sheet_does_not_depend_on_order_and_its_digest_follows_the_colours():
    assert theme_stylesheet(PALETTES) == theme_stylesheet(dict(reversed(PALETTES.items())))
    other = {**PALETTES, "hills": Palette("#5F5139", "#3A5F70", "#D8C8A4", "#A8CADA")}
    assert digest(PALETTES) != digest(other)
    assert re.fullmatch(r"[0-9a-f]{12}", digest(PALETTES))


def test_theme_sheet_of_no_portal_or_one_is_valid():
    assert theme_stylesheet({}).strip() == ""
    assert theme_stylesheet({"hills": PALETTES["hills"]}).count("{") == theme_stylesheet(
        {"hills": PALETTES["hills"]}
    ).count("}")
