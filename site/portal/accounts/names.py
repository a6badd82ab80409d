"""Display names: bounded, readable, and nobody may pass for the town hall.

A name need not be unique: what a member wrote is told apart by the account, not by its name.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.cities.models import City
from portal.cities.permissions import roles_of

if TYPE_CHECKING:
    from .models import User

MIN, MAX = 2, 60
_OFFICIAL = re.compile(
    r"^(die |der |das )?stadt\b|^gemeinde\b|\b(stadt|gemeinde|kreis)(verwaltung|rat|rat(s)?fraktion)\b|\brathaus\b"
    r"|\b(ober)?bu(e)?rgermeister(in|amt)?\b|\b(ordnungs|stand(es)?|bau|sozial|jugend|bu(e)?rger)(amt|buero|buro)\b|\bamt\b"
    r"|\bmoderation\b|\bmoderator(in)?\b|\bredaktion\b|\bverwaltung\b|\badmin(istrator(in)?|istration)?\b"
    r"|\b(system|support|polizei|feuerwehr|behorde|behoerde|offiziell|official|portal)\b|\bre ?di\b"
    r"|\bgelo(e)?schtes konto\b"
)


def clean_display_name(name: str, user: User | None = None) -> str:
    """The name as it will be shown; ValidationError says what is wrong. "" means: no name („Mitglied“)."""
    name = " ".join(unicodedata.normalize("NFKC", name[: MAX * 4]).split())
    if not name:
        return ""
    if any(unicodedata.category(c)[0] == "C" or unicodedata.category(c) in ("Zl", "Zp") for c in name):
        raise ValidationError(_("Der Name enthält unsichtbare Zeichen oder Steuerzeichen."), code="invisible")
    if not MIN <= len(name) <= MAX:
        raise ValidationError(_("Bitte zwischen %(a)d und %(b)d Zeichen.") % {"a": MIN, "b": MAX}, code="length")
    if not any(c.isalnum() for c in name) or sum(unicodedata.category(c) == "Mn" for c in name) > 4:
        raise ValidationError(_("Bitte einen lesbaren Namen mit Buchstaben oder Ziffern angeben."), code="unreadable")
    if "@" in name or "://" in name or re.search(r"\bwww\.|\.(de|com|net|org|info)\b", name, re.I):
        raise ValidationError(_("Bitte keine E-Mail- oder Internetadresse als Namen."), code="address")
    if len({script for c in name if c.isalpha() and (script := _script(c))}) > 1:
        raise ValidationError(_("Bitte nicht mehrere Schriften mischen."), code="scripts")
    if user is None or not roles_of(user):
        _refuse_official(name)
    return name


def _script(char: str) -> str:
    return unicodedata.name(char, "").split(" ")[0]


def _refuse_official(name: str) -> None:
    words = fold(name)
    squeezed = words.replace(" ", "")
    towns = {f for n in City.objects.values_list("name", flat=True) for f in _spellings(n)}
    if _OFFICIAL.search(words) or any(re.search(rf"\b{re.escape(t)}\b", words) or squeezed == t for t in towns):
        raise ValidationError(
            _("Dieser Name klingt nach einer Stelle der Stadt. Bitte wählen Sie einen anderen."), code="official"
        )


def fold(text: str) -> str:
    """Lower case, no accents, words apart by one space: what an eye takes for the same."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if unicodedata.category(c) != "Mn")
    plain = plain.translate(str.maketrans("013457$|", "oieasts" + "l"))
    return " ".join(re.sub(r"[^a-z0-9\u0370-\u04ff]+", " ", plain).split())


def _spellings(city: str) -> set[str]:
    umlauts = city.lower().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"}))
    return {fold(city), fold(umlauts)}
