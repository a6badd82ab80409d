"""What the pages show of a person's hours: one query over all cities, then filters, sums and the card's verdict."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from clubs.volunteering.models import SignUp, Volunteer
from portal.kit.tables import Table

from . import words
from .eligibility import Worked, eligible
from .models import CardRule, Certificate, HourEntry

if TYPE_CHECKING:
    from portal.cities.models import City

MOST = 5000  # entries of one person on the page and in the file
OFFERED = 30  # sign-ups to choose from


@dataclass(frozen=True)
class Wish:
    """Filters of the log; values that do not occur in it count as not given."""

    year: int = 0
    city: str = ""
    club: str = ""

    @classmethod
    def of(cls, params: QueryDict, rows: list[HourEntry]) -> Wish:
        years = {str(r.date.year): r.date.year for r in rows}
        cities, clubs = {r.city.slug for r in rows}, {r.provider for r in rows}
        city, club = params.get("stadt", ""), params.get("verein", "")
        return cls(years.get(params.get("jahr", ""), 0), city if city in cities else "", club if club in clubs else "")

    def takes(self, row: HourEntry) -> bool:
        return (
            (not self.year or row.date.year == self.year)
            and (not self.city or row.city.slug == self.city)
            and (not self.club or row.provider == self.club)
        )

    @property
    def query(self) -> str:
        pairs = {"jahr": self.year or "", "stadt": self.city, "verein": self.club}
        return urlencode({k: v for k, v in pairs.items() if v})

    @property
    def active(self) -> int:
        return sum(map(bool, (self.year, self.city, self.club)))


def entries_of(person: Volunteer | None) -> list[HourEntry]:
    if person is None:
        return []
    return list(HourEntry.in_region().filter(volunteer=person).select_related("city").order_by("-date", "-pk")[:MOST])


def total(rows: list[HourEntry], state: str) -> int:
    return sum(r.minutes for r in rows if r.state == state)


def options(rows: list[HourEntry], wish: Wish) -> list[dict[str, Any]]:
    """Selects of the filter form; only what occurs."""
    years = sorted({r.date.year for r in rows}, reverse=True)
    cities = sorted({(r.city.name, r.city.slug) for r in rows})
    clubs = sorted({r.provider for r in rows}, key=str.casefold)
    groups: list[tuple[str, str, list[tuple[str, str]], str]] = [
        ("jahr", _("Jahr"), [(str(y), str(y)) for y in years], str(wish.year or "")),
        ("stadt", _("Stadt"), [(slug, name) for name, slug in cities], wish.city),
        ("verein", _("Verein"), [(c, c) for c in clubs], wish.club),
    ]
    return [
        {
            "name": name,
            "title": title,
            "options": [{"value": "", "label": _("alle"), "chosen": not chosen}]
            + [{"value": v, "label": label, "chosen": v == chosen} for v, label in found],
        }
        for name, title, found, chosen in groups
    ]


def table(rows: list[HourEntry]) -> Table:
    """The log as a file, oldest first."""
    columns = (
        ("date", _("Datum")), ("provider", _("Verein oder Stelle")), ("city", _("Stadt")), ("what", _("Tätigkeit")),
        ("minutes", _("Minuten")), ("expenses", _("Aufwandsentschädigung")), ("state", _("Stand")),
    )  # fmt: skip
    data = [
        {
            "date": r.date, "provider": r.provider, "city": r.city.name, "what": r.what, "minutes": r.minutes,
            "expenses": r.get_expenses_display(), "state": r.get_state_display(),
        }
        for r in reversed(rows)
    ]  # fmt: skip
    return Table("stunden", _("Engagementstunden"), columns, data)


def card(rows: list[HourEntry], city: City, today: dt.date) -> dict[str, Any] | None:
    """What the home city's rule says about the confirmed hours; None: the city has no rule."""
    rule = CardRule.of(city)
    if rule is None:
        return None
    confirmed = [
        Worked(r.date, r.minutes, r.city.slug, r.expenses) for r in rows if r.state == HourEntry.State.CONFIRMED
    ]
    verdict = eligible(confirmed, words.rule_of(rule, city), today)
    return {
        "city": city, "ok": verdict.ok, "text": words.verdict_text(verdict), "rule": words.rule_text(rule, city),
        "link": rule.link, "missing": verdict.missing,
    }  # fmt: skip


def papers_of(person: Volunteer | None) -> list[Certificate]:
    if person is None:
        return []
    return list(Certificate.in_region().filter(volunteer=person).order_by("-issued_at", "-pk")[:50])


def names_of(rows: list[HourEntry]) -> list[str]:
    """Names under which clubs confirmed hours, the latest first; spellings that differ in case are one."""
    found: dict[str, str] = {}
    for row in rows:
        if row.state == HourEntry.State.CONFIRMED:
            found.setdefault(" ".join(row.name.casefold().split()), row.name)
    return list(found.values())


def without_hours(person: Volunteer | None, now: dt.datetime) -> list[SignUp]:
    """The person's own sign-ups that are over and not in the log yet, the latest first."""
    if person is None:
        return []
    with scopes_disabled():
        known = HourEntry.objects.filter(sign_up=OuterRef("pk"))
        rows = SignUp.objects.filter(volunteer=person, state=SignUp.State.CONFIRMED, shift__is_cancelled=False)
        rows = rows.filter(
            ~Exists(known), shift__ends_at__lte=now, shift__starts_at__gt=now - dt.timedelta(days=3 * 365)
        )
        return list(
            rows.select_related("shift__offer__club", "shift__offer__city").order_by("-shift__starts_at")[:OFFERED]
        )
