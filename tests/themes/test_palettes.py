"""Every colour role of every theme reaches its ratio, and what the server computes is what a browser shows."""

import itertools

import pytest

from themes.catalogue import CATALOGUE, Palette
from themes.colour import difference, evaluate, hex_to_lab, lab_to_hex, ratio
from themes.contrast import PAIRS, SCHEMES, Pair, check_palette, roles

THEMES = [pytest.param(theme.palette, id=key) for key, theme in CATALOGUE.items()]


@pytest.mark.parametrize("palette", THEMES)
def test_catalogue_themes_have_no_finding(palette):
    assert [str(finding) for finding in check_palette(palette)] == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("palette", THEMES)
def test_quiet_text_is_nearly_as_strong_as_body_text(palette, scheme):
    """The rule asks for 4.5; the design promises 7 on every paper."""
    table = roles(palette, scheme)
    assert min(ratio(table["muted"], table[back]) for back in ("bg", "raised", "tint", "tint-2")) >= 7


def test_rules_cover_text_actions_states_fields_and_focus():
    fronts = {pair.front for pair in PAIRS}
    assert fronts >= {
        "text", "muted", "primary", "primary-hover", "secondary", "on-primary", "ok", "info", "warn", "err",
        "field", "focus", "on-ink", "on-ink-2",
    }  # fmt: skip
    assert {p.needed for p in PAIRS if p.front == "text"} == {7}
    for back in ("bg", "raised", "tint", "tint-2"):
        assert {Pair("primary", back, 4.5), Pair("err", back, 4.5), Pair("field", back, 3)} <= set(PAIRS)


def test_pale_primary_gives_findings_that_name_pair_and_ratio():
    findings = check_palette(Palette("#E6B800", "#7A5B00", "#F29AA6", "#E6C35C"))
    text = "\n".join(str(finding) for finding in findings)
    assert "Hauptfarbe (#e6b800) auf Karte (#ffffff), helle Ansicht" in text
    assert "Der Kontrast beträgt 1,8" in text
    assert "mindestens 4,5 zu 1" in text
    assert "dunkle Ansicht" not in text


def test_dark_primary_in_the_dark_scheme_gives_findings():
    findings = check_palette(Palette("#0A5BA8", "#475A6B", "#0A5BA8", "#B9C6D2"))
    assert {finding.scheme for finding in findings} == {"dark"}


@pytest.mark.parametrize("value", ["", "red", "#12345", "#1234567", "#12345g", "#fff", "#123456;}", "#123456\n", None])
def test_palette_takes_hex_colours_only(value):
    with pytest.raises(ValueError, match="not a colour"):
        Palette(value, "#000000", "#ffffff", "#ffffff")


@pytest.mark.parametrize(("one", "other"), itertools.combinations(CATALOGUE, 2))
def test_themes_are_told_apart(one, other):
    """By primary, or by primary and secondary together: two portals never look alike."""
    a, b = CATALOGUE[one].palette, CATALOGUE[other].palette
    assert difference(a.p_l, b.p_l) >= 0.05
    assert difference(a.p_l, b.p_l) + difference(a.s_l, b.s_l) >= 0.09


@pytest.mark.parametrize("palette", THEMES)
def test_no_primary_is_near_the_error_red(palette):
    assert difference(palette.p_l, roles(palette)["err"]) >= 0.06


def test_expressions():
    tokens = {"p": "#0A5BA8", "twice": "oklch(from var(--p) calc(l * .5 + .1) min(c, .1) h)"}
    assert lab_to_hex(evaluate("var(--p)", tokens, dark=False)) == "#0a5ba8"
    assert lab_to_hex(evaluate("light-dark(#fff, #000)", tokens, dark=True)) == "#000000"
    assert lab_to_hex(evaluate("color-mix(in oklab, #000 100%, #fff)", {}, dark=False)) == "#000000"
    assert evaluate("var(--twice)", tokens, dark=False)[0] == pytest.approx(hex_to_lab("#0A5BA8")[0] * 0.5 + 0.1)
    for wrong in ("red", "rgb(0 0 0)", "var(--none)", "oklch(from #000 l c)", "oklch(from #000 l * c h)"):
        with pytest.raises(ValueError):  # noqa: PT011  (each has words of its own)
            evaluate(wrong, {}, dark=False)


def test_contrast_ratio_of_wcag():
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
