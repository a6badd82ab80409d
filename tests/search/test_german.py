"""German words as people write them: the table of the field note and more, as a pair of what is asked and what is there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search import german

PAIRS = [
    # asked, written in the page
    ("Bürgerbüro", "Bürgerbüro"), ("burgerburo", "Bürgerbüro"), ("buergerbuero", "Bürgerbüro"), ("BÜRGERBÜRO", "Bürgerbüro"),
    ("Strasse", "Straße"), ("Straßen", "Straße"), ("Strassen", "Straße"),
    ("Häuser", "Häusern"), ("Haus", "Häuser"), ("haeuser", "Haus"), ("Platz", "Plätze"), ("plaetze", "Platz"),
    ("Verein", "Vereine"), ("Vereins", "Vereinen"), ("Kind", "Kinder"), ("Kindern", "Kind"), ("Kita", "Kitas"),
    ("Gebühr", "Gebühren"), ("Gebuehren", "Gebühr"), ("Antrag", "Anträge"), ("Termin", "Termine"), ("Baum", "Bäume"),
    ("Büro", "Büros"), ("Ausweis", "Ausweise"), ("Bücherei", "Büchereien"), ("Müll", "Muell"), ("Spielplätze", "Spielplatz"),
    ("Öffnungszeit", "Öffnungszeiten"), ("Einwohnerinnen", "Einwohnerin"), ("Café", "Cafe"), ("Radwege", "Radweg"),
]  # fmt: skip
APART = [
    ("Kinder", "Kino"),
    ("Antrag", "Anzug"),
    ("Wasser", "Was"),
    ("Bürger", "Burg"),
    ("Maler", "Mai"),
    ("Bus", "Bund"),
    ("Stadt", "Staat"),
]


@pytest.mark.parametrize(("asked", "written"), PAIRS)
def test_same_word(asked, written):
    assert german.stem(asked) == german.stem(written)


@pytest.mark.parametrize(("asked", "written"), APART)
def test_different_words(asked, written):
    assert german.stem(asked) != german.stem(written)


@pytest.mark.parametrize(
    ("asked", "written"), [("Wohngeld", "Wohngeldantrag"), ("Kinder", "Kindergarten"), ("Personal", "Personalausweise")]
)
def test_a_compound_is_found_by_its_beginning(asked, written):
    assert german.stem(asked) in german.prefixes(written)
    assert german.matches(written, german.query_terms(asked))


def test_a_title_is_found_by_its_end():
    assert german.stem("Antrag") in german.tails("Wohngeldantrag")
    assert german.stem("Karte") in german.tails("Ehrenamtskarte")


def test_questions_are_bounded_and_lose_stop_words():
    assert german.query_terms("Wo ist das Rathaus?") == ["rathaus"]
    assert german.query_terms("und") == ["und"]
    assert german.query_terms("") == german.query_terms("!!! ???") == []
    assert len(german.query_terms("wort " * 500 + " ".join(f"w{n}" for n in range(500)))) <= german.MAX_WORDS


@given(st.text(max_size=300))
def test_any_text_is_safe(text):
    for term in [*german.terms(text), *german.prefixes(text), *german.tails(text), *german.query_terms(text)]:
        assert term
        assert not set(term) & set("\"'*()%\\ \x00")
    assert german.terms(text) == german.terms(text)
