"""Hours in words: times, what is missing for a card, what just happened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .eligibility import Rule, Verdict
from .models import DAY_MINUTES, CardRule
from .paper import hours_text

if TYPE_CHECKING:
    from portal.cities.models import City

TIME = re.compile(r"(\d{1,2})(?::([0-5]\d)|[.,](\d{1,2}))?")


def minutes_of(text: str) -> int:
    """ "2:30", "2,5" or "2" hours → minutes; 0 where it is no time of a day."""
    found = TIME.fullmatch(text.strip())
    if not found:
        return 0
    hours, minutes, part = found.groups()
    total = int(hours) * 60 + int(minutes or 0)
    if part:
        total += round(int(part) * 60 / 10 ** len(part))
    return total if total <= DAY_MINUTES else 0


def done(code: str) -> str:
    """What to tell after a redirect: visitors have no session that could carry a message."""
    return {
        "eingetragen": _("Eingetragen. Der Verein wird gebeten, die Stunden zu bestätigen."),
        "geloescht": _("Der Eintrag ist gelöscht."),
        "bestaetigt": _("Danke! Die Stunden sind bestätigt."),
        "abgelehnt": _("Die Stunden sind abgelehnt. Die Person bekommt eine Nachricht."),
        "zurueckgenommen": _("Die Bestätigung ist zurückgenommen. Nachweise mit diesen Stunden gelten nicht mehr."),
        "nichts": _("Hier war nichts mehr zu entscheiden: Das hat schon jemand getan."),
        "ausgestellt": _("Ihr Nachweis ist fertig."),
        "widerrufen": _("Der Nachweis gilt nicht mehr."),
        "gespeichert": _("Gespeichert."),
        "link": _("Wenn wir die Adresse kennen, ist der Link unterwegs. Bitte sehen Sie in Ihr Postfach."),
    }.get(code, "")


def rule_of(row: CardRule, city: City) -> Rule:
    return Rule(
        hours=row.hours, per="year" if row.per == CardRule.Per.YEAR else "week", months=row.months,
        only_city=city.slug if row.only_city else "", min_age=row.min_age, no_flat_rate=row.no_flat_rate,
    )  # fmt: skip


def rule_text(row: CardRule, city: City) -> str:
    """The rule in one or two sentences."""
    if row.per == CardRule.Per.YEAR:
        text = _("%(city)s verlangt %(hours)s Stunden im Jahr, %(months)s Monate lang.")
    else:
        text = _("%(city)s verlangt im Durchschnitt %(hours)s Stunden in der Woche, %(months)s Monate lang.")
    parts = [text % {"city": city.name, "hours": row.hours, "months": row.months}]
    parts.append(
        _("Es zählen nur Stunden in dieser Stadt.") if row.only_city else _("Stunden aus allen Städten zählen.")
    )
    if row.no_flat_rate:
        parts.append(_("Stunden mit Pauschale oder Vergütung zählen nicht."))
    if row.min_age:
        parts.append(_("Mindestalter: %(n)s Jahre.") % {"n": row.min_age})
    return " ".join(parts)


def verdict_text(verdict: Verdict) -> str:
    missing = hours_text(verdict.missing)
    return {
        "ok": _("Ihre bestätigten Stunden reichen für die Ehrenamtskarte."),
        "age": _("Ihre Stunden reichen, aber Sie sind noch zu jung."),
        "city": _("Es fehlen %(missing)s Stunden: Ein Teil Ihrer Stunden war in anderen Städten und zählt hier nicht."),
        "allowance": _(
            "Es fehlen %(missing)s Stunden: Für einen Teil Ihrer Stunden gab es Geld, deshalb zählt er nicht."
        ),
        "hours": _("Es fehlen noch %(missing)s bestätigte Stunden."),
    }[verdict.reason] % {"missing": missing}
