"""What people may edit of a club, as plain values that fit into JSON; the difference between two of them."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clubs.codes import ACCESS, AUDIENCES, LANGUAGES, labels, packed
from portal.kit.refused import Refused
from portal.kit.text import clean, is_blank

from .columns import interests_of, keywords_of
from .models import NAME_MAX, PURPOSE_MAX, TEXT_MAX, Club, ClubInterest, ClubKeyword, Interest, Keyword

if TYPE_CHECKING:
    from collections.abc import Mapping

LINES = {
    "name": NAME_MAX, "purpose": PURPOSE_MAX, "register_court": 60, "register_number": 20, "website": 200,
    "contact_email": 254, "public_phone": 40, "place": 120, "street": 120, "postcode": 5, "town": 60,
}  # fmt: skip
CODES = {"languages": LANGUAGES, "access": ACCESS, "audiences": AUDIENCES}
FIELDS = (
    "name", "purpose", "text", "interests", "keywords", "audiences", "languages", "register_court", "register_number",
    "is_charitable", "contact_email", "public_phone", "website", "place", "street", "postcode", "town", "latitude",
    "longitude", "access", "logo",
)  # fmt: skip
KEYWORDS_MAX = 12
KEYWORD_MAX = 40
INTERESTS_MAX = 5
PAIRS_MAX = 10_000  # equal words of two texts, each with each: what a comparison costs


def values_of(club: Club) -> dict[str, Any]:
    """Interests by slug, keywords by name, the logo by the key of its picture."""
    values = {name: getattr(club, name) for name in FIELDS if name not in ("interests", "keywords", "logo")}
    interests = sorted(tag.slug for tag in interests_of(club))
    return {**values, "interests": interests, "keywords": keywords_of(club), "logo": club.logo_id}


def cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """Bounded and of the right kind; unknown names are dropped. Raises Refused with the names of the fields."""
    found: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, value in values.items():
        if name in LINES:
            text = " ".join(clean(str(value or "")[: 8 * LINES[name]]).split())
            if len(text) > LINES[name]:
                wrong[name] = _("Bitte höchstens %(n)s Zeichen.") % {"n": LINES[name]}
            found[name] = text
        elif name == "text":
            found[name] = clean(str(value or "")[: 4 * TEXT_MAX])
            if len(found[name]) > TEXT_MAX:
                wrong[name] = _("Bitte höchstens %(n)s Zeichen.") % {"n": TEXT_MAX}
        elif name in CODES:
            found[name] = packed(value.split() if isinstance(value, str) else value or (), CODES[name])
        elif name == "is_charitable":
            found[name] = bool(value)
        elif name in ("latitude", "longitude"):
            found[name] = value
        elif name == "logo":
            found[name] = _picture(value)
        elif name == "interests":
            known = Interest.objects.filter(slug__in=list(value or ())[:100]).values_list("slug", flat=True)
            found[name] = sorted(known)
            if len(found[name]) > INTERESTS_MAX:
                wrong[name] = _("Bitte höchstens %(n)s auswählen.") % {"n": INTERESTS_MAX}
        elif name == "keywords":
            found[name] = _keywords(value)
            if len(found[name]) > KEYWORDS_MAX:
                wrong[name] = _("Bitte höchstens %(n)s Stichwörter.") % {"n": KEYWORDS_MAX}
    _judge(found, wrong)
    if wrong:
        raise Refused({name: [message] for name, message in wrong.items()})
    return found


def _picture(key: Any) -> int | None:
    """None where the picture is gone: a change may wait for weeks."""
    pictures = Club._meta.get_field("logo").related_model._base_manager  # type: ignore[union-attr]
    return key if isinstance(key, int) and pictures.filter(pk=key).exists() else None


def _keywords(value: Any) -> list[str]:
    parts = value[:2000].split(",") if isinstance(value, str) else list(value or ())
    names = (" ".join(clean(str(part)).split())[:KEYWORD_MAX] for part in parts)
    return sorted({name.casefold(): name for name in names if not is_blank(name)}.values())


def _judge(found: dict[str, Any], wrong: dict[str, str]) -> None:
    if "name" in found and is_blank(found["name"]):
        wrong["name"] = _("Bitte geben Sie den Namen des Vereins an.")
    if found.get("contact_email"):
        try:
            validate_email(found["contact_email"])
        except ValidationError:
            wrong["contact_email"] = _("Das ist keine E-Mail-Adresse.")
    if found.get("website"):
        try:
            URLValidator(schemes=["http", "https"])(found["website"])
        except ValidationError:
            wrong["website"] = _("Bitte die ganze Adresse, zum Beispiel https://verein.example.")
    if found.get("postcode") and not re.fullmatch(r"[0-9]{5}", found["postcode"]):
        wrong["postcode"] = _("Eine Postleitzahl hat fünf Ziffern.")
    lat, lon = found.get("latitude"), found.get("longitude")
    if (lat is None) != (lon is None):
        wrong["latitude"] = _("Bitte Breite und Länge angeben, oder keine von beiden.")
    elif lat is not None and lon is not None and not (47 <= lat <= 50 and 7 <= lon <= 11):
        wrong["latitude"] = _("Dieser Punkt liegt nicht in der Region.")


def assign(club: Club, values: Mapping[str, Any]) -> None:
    """Put cleaned values into a club and save it."""
    for name, value in values.items():
        if name not in ("interests", "keywords", "logo"):
            setattr(club, name, value)
    if "logo" in values:
        club.logo_id = values["logo"]
    club.save()
    if "interests" in values:
        club.interest_items.all().delete()
        tags = Interest.objects.filter(slug__in=values["interests"])
        ClubInterest.objects.bulk_create(ClubInterest(content_object=club, tag=tag) for tag in tags)
    if "keywords" in values:
        club.keyword_items.all().delete()
        ClubKeyword.objects.bulk_create(
            ClubKeyword(content_object=club, tag=keyword(name)) for name in values["keywords"]
        )


def keyword(name: str) -> Keyword:
    return Keyword.objects.filter(name__iexact=name).first() or Keyword.objects.create(name=name)


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [name for name in FIELDS if name in after and before.get(name) != after[name]]


def moved(before: Mapping[str, Any], now: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Fields that are neither as they were when somebody proposed `after` nor as they should become."""
    return [name for name in FIELDS if name in after and now[name] not in (before.get(name), after[name])]


def fingerprint(values: Mapping[str, Any]) -> str:
    """Equal for equal values: whoever decides names what was shown."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:16]


# --- For people ---------------------------------------------------------------------------------------


def title_of(name: str) -> str:
    if name == "interests":
        return _("Themen")  # as the form and the pages say it
    return str(Club._meta.get_field(name).verbose_name)


def shown(name: str, value: Any) -> str:
    if name in CODES:
        return ", ".join(labels(value or "", CODES[name]))
    if name == "interests":
        return ", ".join(Interest.objects.filter(slug__in=value or ()).values_list("name", flat=True))
    if name == "keywords":
        return ", ".join(value or ())
    if name == "logo":
        return _("ein Bild") if value else ""
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, float):
        return localize(value)
    return "" if value is None else str(value)


def word_diff(before: str, after: str) -> SafeString:
    """Word by word: what goes in <del>, what comes in <ins>, each named in words too; everything escaped.

    Texts that repeat a few words hundreds of times would take minutes: they are shown whole, old and new.
    """
    old, new = re.findall(r"\s*\S+|\s+$", before), re.findall(r"\s*\S+|\s+$", after)
    count = Counter(new)
    if sum(count[word] for word in old) > PAIRS_MAX:
        steps = [("equal" if old == new else "replace", 0, len(old), 0, len(new))]
    else:
        steps = list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())  # type: ignore[arg-type]
    parts: list[SafeString | str] = []
    for kind, a, b, c, d in steps:
        gone, came = "".join(old[a:b]), "".join(new[c:d])
        if kind == "equal":
            parts.append(gone)
            continue
        if gone:
            parts.append(format_html('<span class="vh"> {} </span><del>{}</del>', _("Entfällt:"), gone))
        if came:
            parts.append(format_html('<span class="vh"> {} </span><ins>{}</ins>', _("Neu:"), came))
    return format_html_join("", "{}", ((part,) for part in parts))


def diff(club: Club, after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """[{title, html}] of what would change in the club as it is now."""
    now = values_of(club)
    return [
        {"title": title_of(name), "html": word_diff(shown(name, now[name]), shown(name, after[name]))}
        for name in differing(now, after)
    ]
