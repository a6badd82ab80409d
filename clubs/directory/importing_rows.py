"""From texts to values, row by row: what is wrong with them in plain words, and what the row would do."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from clubs.codes import packed
from portal.kit.text import clean, fingerprint, is_blank

from .columns import BY_KEY, TAGS, Column, code_names, row_of
from .models import Club, Interest

if TYPE_CHECKING:
    from portal.cities.models import City

YES = frozenset({"ja", "j", "x", "1", "true", "wahr", "yes", "y"})
NO = frozenset({"", "nein", "n", "0", "false", "falsch", "no", "-"})
TAGS_MAX = 12
TAG_MAX = 40
_SPLIT = re.compile(r"[,;|/\n]")
NEW, CHANGED, SAME, TWIN, WRONG = "new", "changed", "same", "twin", "wrong"
URL = URLValidator(schemes=["http", "https"])
EMAIL = EmailValidator()


@dataclass
class Line:
    """One row of the file. `values`: as stored in `ClubImport.rows`; `club`: UUID of the one it means or looks like."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    verdict: str = NEW
    club: str = ""
    club_name: str = ""
    changes: list[list[str]] = field(default_factory=list)  # [title, before, after]

    @property
    def name(self) -> str:
        return str(self.values.get("name", ""))

    def stored(self) -> dict[str, Any]:
        return asdict(self)


def read_rows(city: City, rows: Iterable[tuple[int, dict[str, str]]]) -> list[Line]:
    """Values and errors of every row, then what each would do to the directory as it is now."""
    interests = {}
    for tag in Interest.objects.all():
        interests[tag.name.casefold()] = interests[tag.slug] = tag.name
    lines = [_line(number, texts, interests) for number, texts in rows]
    return judged(city, lines)


def _line(number: int, texts: dict[str, str], interests: dict[str, str]) -> Line:
    line = Line(number)
    for key, text in texts.items():
        try:
            line.values[key] = _value(BY_KEY[key], text, interests)
        except ValidationError as error:
            line.errors.append(f"{BY_KEY[key].title}: {' '.join(error.messages)}")
    if not line.values.get("name") or is_blank(line.name):
        line.errors.insert(0, _("Der Name fehlt."))
    if ("latitude" in line.values or "longitude" in line.values) and (line.values.get("latitude") is None) != (
        line.values.get("longitude") is None
    ):
        line.errors.append(_("Breite und Länge gehören zusammen: bitte beide angeben oder keine."))
    return line


def _value(column: Column, text: str, interests: dict[str, str]) -> Any:
    text = clean(text) if column.kind == "long" else " ".join(clean(text).split())
    if column.most and len(text) > column.most:
        raise ValidationError(_("höchstens %(n)s Zeichen, es sind %(has)s.") % {"n": column.most, "has": len(text)})
    if column.kind == "flag":
        if text.casefold() in YES:
            return True
        if text.casefold() in NO:
            return False
        raise ValidationError(_("bitte „ja“ oder „nein“, nicht „%(x)s“.") % {"x": text[:40]})
    if column.kind == "codes":
        return _codes(column, text)
    if column.kind == "tags":
        return _tags(column, text, interests)
    if not text:
        return None if column.kind == "number" else ""
    if column.kind == "number":
        return _degrees(column, text)
    if column.kind == "postcode" and not re.fullmatch(r"\d{5}", text):
        raise ValidationError(_("eine Postleitzahl hat fünf Ziffern, nicht „%(x)s“.") % {"x": text[:40]})
    if column.kind == "mail":
        _checked(EMAIL, text, _("„%(x)s“ ist keine E-Mail-Adresse."))
    if column.kind == "url":
        text = text if "://" in text else f"https://{text}"
        _checked(URL, text, _("„%(x)s“ ist keine Web-Adresse."))
    if column.kind == "uuid":
        try:
            return str(uuid.UUID(text))
        except ValueError as error:
            raise ValidationError(_("„%(x)s“ ist keine Kennung.") % {"x": text[:40]}) from error
    return text


def _checked(validator: Any, text: str, message: str) -> None:
    try:
        validator(text)
    except ValidationError as error:
        raise ValidationError(message % {"x": text[:60]}) from error


def _codes(column: Column, text: str) -> str:
    choices = column.choices or []
    known = code_names(choices)
    words = [word.strip() for word in _SPLIT.split(text) if word.strip()]
    unknown = [word for word in words if word.casefold() not in known]
    if unknown:
        raise ValidationError(
            _("„%(x)s“ kennen wir nicht. Möglich sind: %(all)s.")
            % {"x": unknown[0][:40], "all": ", ".join(str(label) for _code, label in choices)}
        )
    return packed((known[word.casefold()] for word in words), choices)


def _tags(column: Column, text: str, interests: dict[str, str]) -> str:
    words = list(dict.fromkeys(word.strip() for word in _SPLIT.split(text) if word.strip()))
    if len(words) > TAGS_MAX or any(len(word) > TAG_MAX for word in words):
        raise ValidationError(
            _("höchstens %(n)s Einträge mit höchstens %(long)s Zeichen.") % {"n": TAGS_MAX, "long": TAG_MAX}
        )
    if column.key == "interests":
        unknown = next((word for word in words if word.casefold() not in interests), "")
        if unknown:
            raise ValidationError(
                _("„%(x)s“ gehört nicht zur gemeinsamen Liste. Freie Wörter bitte in die Spalte „Stichwörter“.")
                % {"x": unknown[:40]}
            )
        words = list(dict.fromkeys(interests[word.casefold()] for word in words))
    return ", ".join(sorted(words))


def _degrees(column: Column, text: str) -> float:
    low, high = (47, 50) if column.key == "latitude" else (7, 11)
    try:
        value = float(text.replace(",", "."))
    except ValueError as error:
        raise ValidationError(_("„%(x)s“ ist keine Zahl.") % {"x": text[:40]}) from error
    if not low <= value <= high:
        raise ValidationError(
            _("%(x)s liegt nicht in der Region (%(low)s bis %(high)s).") % {"x": text[:40], "low": low, "high": high}
        )
    return round(value, 6)


# --- What a row would do ------------------------------------------------------------------------------


def judged(city: City, lines: list[Line]) -> list[Line]:
    """Which club each row means: by its id, its register entry, its name. A name that only looks alike is a twin."""
    with scopes_disabled():
        clubs = list(Club.objects.filter(city=city).exclude(status=Club.Status.CLOSED).prefetch_related(*TAGS))
    by_uuid = {str(club.uuid): club for club in clubs}
    by_register = {_register(c.register_court, c.register_number): c for c in clubs if c.register_number}
    by_name: dict[str, Club] = {}
    alike: dict[str, Club] = {}
    for club in clubs:
        by_name.setdefault(club.name.casefold(), club)
        alike.setdefault(_core(club.name), club)
    seen: dict[Any, int] = {}
    for line in lines:
        line.verdict, line.club, line.club_name, line.changes = WRONG if line.errors else NEW, "", "", []
        if line.errors:
            continue
        values = line.values
        found = by_uuid.get(values.get("uuid") or "")
        if found is None and values.get("register_number"):
            found = by_register.get(_register(values.get("register_court", ""), values["register_number"]))
        found = found or by_name.get(line.name.casefold())
        key = found.pk if found else line.name.casefold()
        if key in seen:
            line.verdict = WRONG
            line.errors = [_("Derselbe Verein steht schon in Zeile %(n)s.") % {"n": seen[key]}]
            continue
        seen[key] = line.number
        twin = alike.get(_core(line.name))
        if found is not None:
            line.club, line.club_name = str(found.uuid), found.name
            line.changes = _changes(found, values)
            line.verdict = CHANGED if line.changes else SAME
        elif twin is not None:
            line.verdict, line.club, line.club_name = TWIN, str(twin.uuid), twin.name
    return lines


def _register(court: str, number: str) -> tuple[str, str]:
    return fingerprint(court), fingerprint(number)


def _core(name: str) -> str:
    """What is left of a name without legal form, year and punctuation: „TSV 1885 Au e. V.“ → tsvau."""
    text = re.sub(r"\b(e\.?\s?v\.?|eingetragener verein|verein|gemeinn\w+|(18|19|20)\d\d)(?!\w)", " ", name.casefold())
    return fingerprint(text)


def _changes(club: Club, values: dict[str, Any]) -> list[list[str]]:
    now = row_of(club)
    found = []
    for key, value in values.items():
        if key == "uuid":
            continue
        before = getattr(club, key) if BY_KEY[key].kind == "codes" else now[key]
        if before != value:
            found.append([str(BY_KEY[key].title), _said(before), _said(value)])
    return found


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    return "" if value is None else " ".join(str(value).split())[:300]
