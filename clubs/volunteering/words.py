"""Shifts and offers in words: when, how many places, who may, what one gets. Plain values for templates."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clubs.codes import ACCESS, LANGUAGES, labels

if TYPE_CHECKING:
    from .models import Offer, Shift

DAY = "D, j. F Y"
CLOCK = "H:i"
WEEKLY = [
    gettext_lazy("montags"), gettext_lazy("dienstags"), gettext_lazy("mittwochs"), gettext_lazy("donnerstags"),
    gettext_lazy("freitags"), gettext_lazy("samstags"), gettext_lazy("sonntags"),
]  # fmt: skip


def when(shift: Shift) -> str:
    """ "Fr, 27. November 2026, 15:00 bis 18:00 Uhr", on German clocks; past midnight with both days."""
    start, end = timezone.localtime(shift.starts_at), timezone.localtime(shift.ends_at)
    values = {
        "day": date_format(start, DAY), "start": date_format(start, CLOCK), "end": date_format(end, CLOCK),
        "last": date_format(end, DAY),
    }  # fmt: skip
    if start.date() == end.date():
        return _("%(day)s, %(start)s bis %(end)s Uhr") % values
    return _("%(day)s, %(start)s Uhr bis %(last)s, %(end)s Uhr") % values


def duration(shift: Shift) -> str:
    """How long it really takes, also in the night when the clocks change."""
    minutes = int((shift.ends_at - shift.starts_at).total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return _("%(h)s Stunden %(m)s Minuten") % {"h": hours, "m": rest}
    if hours:
        return ngettext("%(h)s Stunde", "%(h)s Stunden", hours) % {"h": hours}
    return ngettext("%(m)s Minute", "%(m)s Minuten", rest) % {"m": rest}


def places(free: int, waiting: int = 0) -> dict[str, str]:
    """A chip {label, kind}: the words say it, the colour only helps."""
    if free:
        kind = "warn" if free <= 2 else "ok"
        return {"label": ngettext("noch %(n)s Platz frei", "noch %(n)s Plätze frei", free) % {"n": free}, "kind": kind}
    if waiting:
        text = ngettext("voll, %(n)s Anmeldung wartet", "voll, %(n)s Anmeldungen warten", waiting) % {"n": waiting}
        return {"label": text, "kind": "off"}
    return {"label": _("voll, Warteliste offen"), "kind": "off"}


def pattern(offer: Offer) -> list[str]:
    """The weekdays of a regular offer; what is not a weekday is left out."""
    found = []
    for line in offer.pattern if isinstance(offer.pattern, list) else []:
        day = line.get("day") if isinstance(line, dict) else None
        if not isinstance(day, int) or not 0 <= day <= 6:
            continue
        start, end = str(line.get("from", ""))[:5], str(line.get("to", ""))[:5]
        text = str(WEEKLY[day])
        if start and end:
            text = _("%(day)s, %(start)s bis %(end)s Uhr") % {"day": text, "start": start, "end": end}
        found.append(text)
    return found


def age(birth: dt.date, on: dt.date) -> int:
    """Full years on that day. Who was born on 29 February is a year older on 1 March of other years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def facts(offer: Offer) -> list[dict[str, str]]:
    """Terms and texts of everything that an offer tells beside its description: {term, text}."""
    rows: list[tuple[Any, str]] = []
    if offer.kind != offer.Kind.REQUEST:
        rows += [
            (_("Wer kann mitmachen?"), "; ".join(_who(offer))),
            (_("Was man können muss"), offer.skills),
            (_("Führungszeugnis"), _check(offer)),
        ]
    rows += [
        (_("Sprachen"), ", ".join(labels(offer.languages, LANGUAGES))),
        (_("Barrierefreiheit"), ", ".join(labels(offer.access, ACCESS))),
    ]
    if offer.kind != offer.Kind.REQUEST:
        rows += [
            (_("Aufwandsentschädigung"), _expenses(offer)),
            (_("Versicherung"), _insurance(offer)),
            (_("Bitte mitbringen"), offer.bring),
        ]
    return [{"term": str(term), "text": text} for term, text in rows if text]


def _who(offer: Offer) -> list[str]:
    found = []
    if offer.min_age:
        found.append(ngettext("ab %(n)s Jahr", "ab %(n)s Jahren", offer.min_age) % {"n": offer.min_age})
    if offer.needs_consent:
        found.append(_("unter 18 mit Einverständnis der Eltern"))
    if offer.max_group > 1:
        found.append(_("auch Gruppen bis %(n)s Personen") % {"n": offer.max_group})
    return found or [_("alle")]


def _check(offer: Offer) -> str:
    if not offer.needs_check:
        return ""
    return _("Sie brauchen ein erweitertes Führungszeugnis. Man sieht es nur an, es wird nicht gespeichert.")


def _expenses(offer: Offer) -> str:
    if offer.expenses == offer.Expenses.NONE:
        return ""
    text = str(offer.get_expenses_display())
    if offer.expenses_amount:
        text = f"{text}: {number_format(offer.expenses_amount, 2)} Euro"
    return text


def _insurance(offer: Offer) -> str:
    text = _("Sie sind über den Träger versichert.") if offer.is_insured else ""
    return " ".join(part for part in (text, offer.insurance_note) if part)
