"""What an offer and a shift may hold. Every value is hostile until it went through here; errors name their field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from clubs.codes import ACCESS, LANGUAGES, packed
from portal.kit.refused import Refused
from portal.kit.text import clean, is_blank

from .models import MAX_GROUP, MAX_PLACES, Offer

LONGEST = dt.timedelta(hours=24)  # one shift
AHEAD = dt.timedelta(days=731)  # nothing is planned further ahead
MAX_SHIFTS = 200  # of one offer, cancelled ones included
MAX_PATTERN = 14
MAX_INTERESTS = 5

LINES = (
    "title", "summary", "provider", "place", "when_note", "skills", "insurance_note", "bring",
)  # fmt: skip
FLAGS = ("in_region", "is_urgent", "from_home", "needs_consent", "needs_check", "is_insured")
FIELDS = frozenset({
    *LINES, *FLAGS, "text", "contact_email", "latitude", "longitude", "pattern", "languages", "access", "min_age",
    "max_group", "expenses", "expenses_amount", "interests", "volunteer",
})  # fmt: skip


class Errors:
    """Collects what is wrong, so that a person sees all of it at once."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def add(self, field: str, text: str) -> None:
        self.found.setdefault(field, []).append(text)

    def stop(self) -> None:
        if self.found:
            raise Refused({name: [ValidationError(text) for text in texts] for name, texts in self.found.items()})


def offer_values(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Checked values of `fields`, without `interests`. Raises Refused by field, TypeError for a field that is none."""
    unknown = set(fields) - FIELDS
    if unknown:
        raise TypeError(f"no field of an offer: {sorted(unknown)}")
    errors = Errors()
    found: dict[str, Any] = {}
    for name, value in fields.items():
        try:
            found[name] = _value(name, value, kind)
        except ValidationError as error:
            errors.add(name, error.messages[0])
    _together(kind, found, errors)
    errors.stop()
    return found


def _value(name: str, value: Any, kind: str) -> Any:
    if name in LINES:
        return line(value, name)
    if name in FLAGS:
        return bool(value)
    match name:
        case "text":
            return long_text(value, "text")
        case "contact_email":
            return email(value)
        case "latitude" | "longitude":
            return degree(value)
        case "languages" | "access":
            codes = value.split() if isinstance(value, str) else list(value or ())
            return packed(map(str, codes), LANGUAGES if name == "languages" else ACCESS)
        case "min_age":
            return number(value, 0, 99)
        case "max_group":
            return number(value, 1, MAX_GROUP)
        case "expenses":
            if value not in Offer.Expenses.values:
                raise ValidationError(_("Bitte wählen Sie eine der Möglichkeiten."))
            return value
        case "expenses_amount":
            return money(value)
        case "pattern":
            return pattern(value) if kind == Offer.Kind.REGULAR else []
    return value


def _together(kind: str, found: dict[str, Any], errors: Errors) -> None:
    if "title" in found and is_blank(found["title"]):
        errors.add("title", _("Bitte geben Sie einen Titel an."))
    if ("latitude" in found) != ("longitude" in found) or (found.get("latitude") is None) != (
        found.get("longitude") is None
    ):
        errors.add("place", _("Bitte wählen Sie den Ort ganz oder gar nicht auf der Karte."))
    elif found.get("latitude") is not None and not (47 <= found["latitude"] <= 50 and 7 <= found["longitude"] <= 11):
        errors.add("place", _("Dieser Ort liegt nicht in der Region."))
    if found.get("expenses") in (Offer.Expenses.NONE, Offer.Expenses.COSTS):
        found["expenses_amount"] = None


def line(value: Any, name: str, limit: int = 0) -> str:
    """One line of text, at most as long as its column."""
    limit = limit or column(name).max_length or 240
    text = str(value or "")
    if len(text) <= limit * 4:  # what is far too long is not worth cleaning
        text = " ".join(clean(text).split())
    if len(text) > limit:
        raise ValidationError(_("Bitte höchstens %(n)s Zeichen.") % {"n": limit})
    return text


def long_text(value: Any, name: str, limit: int = 0) -> str:
    limit = limit or column(name).max_length or 4000
    text = str(value or "")
    if len(text) <= limit * 2:
        text = clean(text)
    if len(text) > limit:
        raise ValidationError(_("Bitte höchstens %(n)s Zeichen.") % {"n": limit})
    return text


def column(name: str) -> models.CharField:
    return Offer._meta.get_field(name)  # type: ignore[return-value]


def email(value: Any) -> str:
    text = str(value or "").strip()
    if text:
        if len(text) > 254:
            raise ValidationError(_("Bitte geben Sie eine gültige E-Mail-Adresse an."))
        validate_email(text)
    return text


def degree(value: Any) -> float | None:
    if value in (None, ""):
        return None
    try:
        found = float(value)
    except (TypeError, ValueError):
        raise ValidationError(_("Das ist keine Koordinate.")) from None
    if not -180 <= found <= 180:  # not a number is refused, too
        raise ValidationError(_("Das ist keine Koordinate."))
    return round(found, 6)


def number(value: Any, low: int, high: int) -> int:
    try:
        found = int(str(value if value is not None else low)[:12])
    except ValueError:
        found = low - 1
    if not low <= found <= high:
        raise ValidationError(_("Bitte eine Zahl von %(low)s bis %(high)s.") % {"low": low, "high": high})
    return found


def money(value: Any) -> Decimal | None:
    if value in (None, ""):
        return None
    try:
        found = Decimal(str(value)[:20]).quantize(Decimal("0.01"))
        fits = 0 <= found <= 9999  # not a number refuses to be compared
    except InvalidOperation:
        raise ValidationError(_("Bitte einen Betrag in Euro angeben, zum Beispiel 25 oder 25,50.")) from None
    if not fits:
        raise ValidationError(_("Bitte einen Betrag von 0 bis 9999 Euro."))
    return found


def pattern(value: Any) -> list[dict[str, Any]]:
    """[{"day": 0–6 (Monday first), "from": "15:00", "to": "17:00"}], ordered, each once."""
    if not isinstance(value, list) or len(value) > MAX_PATTERN:
        raise ValidationError(_("Bitte höchstens %(n)s Zeiten in der Woche.") % {"n": MAX_PATTERN})
    found: dict[tuple[int, str, str], dict[str, Any]] = {}
    for item in value:
        try:
            day, start, end = int(item["day"]), clock(item["from"]), clock(item["to"])
        except (TypeError, KeyError, ValueError):
            raise ValidationError(_("Bitte Wochentag, Beginn und Ende angeben.")) from None
        if not 0 <= day <= 6:
            raise ValidationError(_("Bitte Wochentag, Beginn und Ende angeben."))
        if end <= start:
            raise ValidationError(_("Das Ende muss nach dem Beginn liegen."))
        found[day, start, end] = {"day": day, "from": start, "to": end}
    return [found[key] for key in sorted(found)]


def clock(value: Any) -> str:
    return dt.time.fromisoformat(str(value)[:8]).strftime("%H:%M")


def interest_rows(slugs: Iterable[str]) -> list[Any]:
    """Tags of the shared vocabulary; unknown ones are dropped."""
    from clubs.directory.models import Interest

    wanted = {str(slug)[:100] for slug in list(slugs)[:50]}
    rows = list(Interest.objects.filter(slug__in=wanted).order_by("name"))
    if len(rows) > MAX_INTERESTS:
        raise Refused({"interests": _("Bitte höchstens %(n)s Themen.") % {"n": MAX_INTERESTS}})
    return rows


def shift_times(starts_at: dt.datetime, ends_at: dt.datetime, now: dt.datetime) -> None:
    """Aware; begins in the future, at most two years ahead; ends after it begins and within 24 hours."""
    errors = Errors()
    if timezone.is_naive(starts_at) or timezone.is_naive(ends_at):
        raise TypeError("times of shifts are aware")
    if starts_at <= now:
        errors.add("starts_at", _("Der Beginn liegt in der Vergangenheit."))
    elif starts_at > now + AHEAD:
        errors.add("starts_at", _("Bitte höchstens zwei Jahre im Voraus."))
    if ends_at <= starts_at:
        errors.add("ends_at", _("Das Ende muss nach dem Beginn liegen."))
    elif ends_at.astimezone(dt.UTC) - starts_at.astimezone(dt.UTC) > LONGEST:
        errors.add("ends_at", _("Ein Einsatz dauert höchstens 24 Stunden. Legen Sie sonst mehrere an."))
    errors.stop()


def places(value: Any, field: str = "capacity", low: int = 0) -> int:
    try:
        return number(value, low, MAX_PLACES)
    except ValidationError as error:
        raise Refused({field: error.messages}) from None
