"""German words made comparable, in the index and in the question alike, on every database.

    Bürgerbüro = buergerbuero = burgerburo      umlauts and their transcriptions
    Straße = Strasse, Straßen                    ß and plural
    Häuser, Häusern, Haus                        plural with umlaut, cases
    Wohngeld finds Wohngeldantrag                a compound's beginning (and, in titles, its end)

Light stemming after the idea of J. Savoy, "Light stemming approaches for the French, Portuguese, German and Hungarian
languages" (2006): only endings of inflection go. Judged by tests/search/test_german.py.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_WORDS = 12  # of a question
MAX_QUERY = 200  # characters of a question
PREFIX_MIN, PREFIX_MAX, TAIL_MIN = 4, 20, 5

_WORD = re.compile(r"[^\W_]+")
_FOLDED = re.compile("ae|oe|ue")
_KEEP = {"burger", "wasser", "feuer", "steuer", "alter", "mutter", "vater", "zimmer", "sommer", "winter"}
STOP = frozenset(
    [
        "aber",
        "alle",
        "als",
        "am",
        "an",
        "auch",
        "auf",
        "aus",
        "bei",
        "bin",
        "bis",
        "da",
        "das",
        "dass",
        "dem",
        "den",
        "der",
        "des",
        "die",
        "dies",
        "dieser",
        "dieses",
        "doch",
        "du",
        "ein",
        "eine",
        "einem",
        "einen",
        "einer",
        "eines",
        "er",
        "es",
        "fur",
        "gibt",
        "habe",
        "haben",
        "hat",
        "ich",
        "ihr",
        "ihre",
        "im",
        "in",
        "ist",
        "ja",
        "kann",
        "kein",
        "keine",
        "man",
        "mein",
        "meine",
        "mit",
        "muss",
        "nach",
        "nicht",
        "noch",
        "nur",
        "ob",
        "oder",
        "ohne",
        "sein",
        "sich",
        "sie",
        "sind",
        "so",
        "uber",
        "um",
        "und",
        "uns",
        "unser",
        "von",
        "vor",
        "wann",
        "was",
        "wenn",
        "wer",
        "wie",
        "wir",
        "wird",
        "wo",
        "zu",
        "zum",
        "zur",
    ]
)


def words(text: str) -> list[str]:
    return _WORD.findall(text)


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Lower case, no umlauts, no accents, no ß: "Bürgerbüro" and "BUERGERBUERO" are "burgerburo"."""
    plain = word.casefold()  # ß → ss
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return _FOLDED.sub(lambda found: found.group()[0], plain)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The folded word without endings of number and case."""
    w = fold(word)
    if len(w) < 5 or w in _KEEP or not w.isalpha():
        return w
    for ending, rest in (("innen", 4), ("ern", 4), ("em", 4), ("en", 4), ("er", 4), ("es", 4), ("e", 4), ("n", 5)):
        if w.endswith(ending) and len(w) - len(ending) >= rest:
            if ending == "n" and w[-2] not in "elr":
                continue
            if ending == "innen":
                return w[:-3]
            return w[: -len(ending)]
    if w.endswith("s") and (w[-2] in "bdfghklmnrt" or (w[-2] in "aoi" and w[-3] not in "aeiou")):
        return w[:-1]
    return w


def terms(text: str) -> list[str]:
    """The stems of a text in order, stop words left out."""
    return [stem(w) for w in words(text) if fold(w) not in STOP]


def query_terms(text: str) -> list[str]:
    """Stems of a question, each once; a question of stop words only keeps them."""
    found = words(text[:MAX_QUERY])[:MAX_WORDS]
    kept = [stem(w) for w in found if fold(w) not in STOP] or [stem(w) for w in found]
    return list(dict.fromkeys(kept))


def prefixes(text: str) -> list[str]:
    """Beginnings of long words: "Wohngeldantrag" is also found as "wohn", … "wohngeldantra"."""
    found: dict[str, None] = {}
    for word in words(text):
        w = fold(word)
        if len(w) > 6 and w.isalpha():
            for n in range(PREFIX_MIN, min(len(w), PREFIX_MAX)):
                found[w[:n]] = None
    return list(found)


def tails(text: str) -> list[str]:
    """Ends of long words, for titles: "Landkarte" is also found as "karte" (its stem)."""
    found: dict[str, None] = {}
    for word in words(text):
        w = stem(word)
        if len(w) > TAIL_MIN + 2 and w.isalpha():
            for n in range(3, len(w) - TAIL_MIN + 2):
                if len(w) - n >= 4:
                    found[w[n:]] = None
    return list(found)


def matches(word: str, asked: list[str]) -> bool:
    """Does a word of a text answer one of the asked stems? For highlighting."""
    s = stem(word)
    if s in asked:
        return True
    f = fold(word)
    return len(f) > 6 and any(len(a) >= PREFIX_MIN and (f.startswith(a) or s.endswith(a)) for a in asked)
