"""One club as one row of a table: what files hold, in which column, under which names it is read back.

Keys are stable: they are the English headings of every export, so what was exported can be imported again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from clubs.codes import ACCESS, AUDIENCES, LANGUAGES, Choices

from .entries import Entry
from .models import Club, Interest


@dataclass(frozen=True)
class Column:
    """`kind`: text, long, flag, codes, tags, number, mail, url, postcode. `other`: headings that mean the same."""

    key: str
    title: Any
    kind: str = "text"
    most: int = 0
    choices: Choices | None = None
    other: tuple[str, ...] = ()
    public: bool = True


COLUMNS = (
    Column("uuid", _("Kennung"), "uuid", other=("id", "vereins-id")),
    Column("name", _("Name"), most=120, other=("verein", "vereinsname", "club", "organisation", "organization")),
    Column("purpose", _("In einem Satz"), most=400, other=("zweck", "kurzbeschreibung", "vereinszweck", "summary")),
    Column("text", _("Wir über uns"), "long", most=4000, other=("beschreibung", "description", "über uns")),
    Column("interests", _("Themen"), "tags", other=("thema", "interessen", "rubrik", "sparte", "kategorie", "topics", "category")),
    Column("keywords", _("Stichwörter"), "tags", other=("stichworte", "schlagwörter", "tags")),
    Column("audiences", _("Angebote für"), "codes", choices=AUDIENCES, other=("zielgruppe", "zielgruppen")),
    Column("languages", _("Sprachen"), "codes", choices=LANGUAGES, other=("sprache", "language")),
    Column("access", _("Barrierefreiheit"), "codes", choices=ACCESS, other=("accessibility", "barrierefreiheit des treffpunkts")),
    Column("register_court", _("Registergericht"), most=60, other=("amtsgericht", "gericht", "court")),
    Column("register_number", _("Registernummer"), most=20, other=("vr-nummer", "vr", "vereinsregister", "vr-nr.")),
    Column("is_charitable", _("Als gemeinnützig anerkannt"), "flag", other=("gemeinnützig", "gemeinnuetzig", "charitable")),
    Column("website", _("Website"), "url", most=200, other=("webseite", "homepage", "internet", "url", "web")),
    Column("contact_email", _("E-Mail für Anfragen"), "mail", most=254, other=("e-mail", "email", "mail"), public=False),
    Column("public_phone", _("Öffentliche Telefonnummer"), most=40, other=("telefon", "phone", "tel", "tel.")),
    Column("place", _("Treffpunkt"), most=120, other=("vereinsheim", "place", "location")),
    Column("street", _("Straße und Hausnummer"), most=120, other=("straße", "strasse", "adresse", "anschrift", "address")),
    Column("postcode", _("Postleitzahl"), "postcode", most=5, other=("plz", "zip", "postal code")),
    Column("town", _("Ort"), most=60, other=("stadt", "ortsteil", "city")),
    Column("latitude", _("Breite"), "number", other=("breitengrad", "lat")),
    Column("longitude", _("Länge"), "number", other=("längengrad", "lon", "lng")),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
PUBLIC = tuple(column for column in COLUMNS if column.public)
EXTRA = (("slug", _("Kürzel in der Adresse")), ("owner", _("Stadt")), ("confirmed_on", _("Bestätigt am")))


def heading(text: str) -> str:
    """The key of a column's heading; "" for one nobody knows. German and English, whatever language the desk speaks."""
    return _headings().get(" ".join(text.casefold().replace("\ufeff", "").split()).strip(" *:"), "")


@cache
def _headings() -> dict[str, str]:
    found: dict[str, str] = {}
    for column in COLUMNS:
        titles = set()
        for language in ("de", "en"):
            with override(language):
                titles.add(str(column.title).casefold())
        for name in (column.key, column.key.replace("_", " "), *titles, *column.other):
            found.setdefault(name, column.key)
    return found


def code_names(choices: Choices) -> dict[str, str]:
    """Word or code → code, in both languages."""
    found = {code: code for code, _label in choices}
    for language in ("de", "en"):
        with override(language):
            found |= {str(label).casefold(): code for code, label in choices}
    return found


TAGS = ("interest_items__tag", "keyword_items__tag")  # to prefetch: taggit's own managers cost half a millisecond a row


def interests_of(club: Club | Entry) -> list[Interest]:
    if isinstance(club, Entry):
        return club.interests
    return sorted((item.tag for item in club.interest_items.all()), key=lambda tag: tag.name)


def keywords_of(club: Club | Entry) -> list[str]:
    if isinstance(club, Entry):
        return club.keywords
    return sorted(item.tag.name for item in club.keyword_items.all())


def row_of(club: Club | Entry, columns: Iterable[Column] = COLUMNS) -> dict[str, Any]:
    """Plain values; lists as "a, b" in the order of their names."""
    return {column.key: value_of(club, column) for column in columns}


def value_of(club: Club | Entry, column: Column) -> Any:
    if column.key == "interests":
        return ", ".join(tag.name for tag in interests_of(club))
    if column.key == "keywords":
        return ", ".join(keywords_of(club))
    value = getattr(club, column.key)
    if column.kind == "codes":
        return ", ".join(value.split())
    return str(value) if column.kind == "uuid" else value
