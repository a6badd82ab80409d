"""What moderation did in a year, in numbers: after Art. 15 and 24 of the Digital Services Act, Regulation (EU) 2022/2065.

Counts only, never a text, a name or an address. Five queries, whatever the number of cases and of cities. A notice counts
in the year it came in, a decision in the year it was made. Time to decision: from the notice (the opening of the case) to
the first decision, for cases that somebody reported; overdue: longer than `TARGET_HOURS`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from statistics import fmean, median
from typing import Any

from django.db.models import Case as Choice
from django.db.models import CharField, Count, F, Min, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scopes_disabled

from portal.cities.models import City

from .models import TARGET_HOURS, Appeal, Case, Decision, Pause, Reason, Report
from .registry import label_of

FIRST_YEAR = 2024  # the Digital Services Act applies to all since February 2024
FIRST = (Decision.Kind.KEEP, Decision.Kind.HIDE)
APPEAL_STATES = {
    "restore": gettext_lazy("stattgegeben"),
    "uphold": gettext_lazy("zurückgewiesen"),
    "": gettext_lazy("ohne Entscheidung (läuft oder Beitrag gelöscht)"),
}
Key = tuple[str, ...]


@dataclass
class Figures:
    """One city, one year."""

    notices: Counter[Key] = field(default_factory=Counter)  # (kind of content, reason)
    decisions: Counter[Key] = field(default_factory=Counter)  # (kind of content, decision, reason)
    own_initiative: int = 0  # hidden without a notice
    hours: list[float] = field(default_factory=list)
    appeals: Counter[Key] = field(default_factory=Counter)  # (state, "own" | "other" | "returned")
    pauses: Counter[Key] = field(default_factory=Counter)  # (reason,)

    @property
    def overdue(self) -> int:
        return sum(1 for hours in self.hours if hours > TARGET_HOURS)

    @property
    def overdue_share(self) -> float | None:
        return round(100 * self.overdue / len(self.hours), 1) if self.hours else None

    @property
    def median_hours(self) -> float | None:
        return round(median(self.hours), 1) if self.hours else None

    @property
    def mean_hours(self) -> float | None:
        return round(fmean(self.hours), 1) if self.hours else None

    def by(self, counter: str, place: int) -> dict[str, int]:
        """A counter summed over one part of its key, largest first."""
        found: Counter[str] = Counter()
        for key, number in getattr(self, counter).items():
            found[key[place]] += number
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    @property
    def hidden(self) -> int:
        return self.by("decisions", 1).get("hide", 0)

    @property
    def decided_elsewhere(self) -> int:
        return sum(n for (state, where), n in self.appeals.items() if where == "other" and state)


def current_year() -> int:
    return timezone.localdate().year


def years(cities: Iterable[City]) -> list[int]:
    """The years that can be asked for, the newest first: from the first case on, this year always."""
    with scopes_disabled():
        first = Case.objects.filter(city__in=cities).aggregate(first=Min("opened_at"))["first"]
    now = current_year()
    start = max(FIRST_YEAR, timezone.localtime(first).year) if first is not None else now
    return list(range(now, min(start, now) - 1, -1))


def span(year: int) -> tuple[dt.datetime, dt.datetime]:
    """[1 January, 1 January of the next year), Europe/Berlin."""
    zone = timezone.get_default_timezone()
    return dt.datetime(year, 1, 1, tzinfo=zone), dt.datetime(year + 1, 1, 1, tzinfo=zone)


def of(cities: Iterable[City], year: int) -> dict[int, Figures]:
    """City id → figures; cities without any case have empty ones. Across cities on purpose: only numbers leave here."""
    wanted = list(cities)
    start, end = span(year)
    found: dict[int, Figures] = defaultdict(Figures, {city.pk: Figures() for city in wanted})
    in_year = Q(city__in=wanted, created_at__gte=start, created_at__lt=end)
    number = Count("pk")
    with scopes_disabled():
        for row in Report.objects.filter(in_year).values("city", "case__kind", "reason").annotate(n=number).order_by():
            found[row["city"]].notices[row["case__kind"], row["reason"]] += row["n"]
        decided = Decision.objects.filter(in_year)
        own = Count("pk", filter=Q(kind=Decision.Kind.HIDE, case__report_count=0))
        for made in decided.values("city", "case__kind", "kind", "reason").annotate(n=number, own=own).order_by():
            found[made["city"]].decisions[made["case__kind"], made["kind"], made["reason"]] += made["n"]
            found[made["city"]].own_initiative += made["own"]
        first = decided.filter(kind__in=FIRST, case__report_count__gt=0)
        for city, opened, at in first.values_list("city", "case__opened_at", "created_at").iterator():
            found[city].hours.append(max(0.0, (at - opened).total_seconds() / 3600))
        where = Choice(
            When(decided_in__isnull=True, then=Value("own")),
            When(returned_at__isnull=True, then=Value("other")),
            default=Value("returned"),
            output_field=CharField(),
        )
        objections = Appeal.objects.filter(in_year).annotate(where=where, state=F("outcome__kind"))
        for one in objections.values("city", "state", "where").annotate(n=number).order_by():
            found[one["city"]].appeals[one["state"] or "", one["where"]] += one["n"]
        paused = Q(city__in=wanted, starts_at__gte=start, starts_at__lt=end)
        for pause in Pause.objects.filter(paused).values("city", "reason").annotate(n=number).order_by():
            found[pause["city"]].pauses[(pause["reason"],)] += pause["n"]
    return dict(found)


COLUMNS = ("stadt", "jahr", "angabe", "art", "entscheidung", "grund", "wert", "einheit")


def table(city: City, year: int, figures: Figures) -> Iterator[tuple[Any, ...]]:
    """Rows of `COLUMNS`: one number each, so that cities and years can be put below each other."""

    def line(what: str, value: Any, unit: str, *, kind: str = "", decision: str = "", reason: str = "") -> Any:
        return city.name, year, what, kind, decision, reason, value, unit

    def reason_of(code: str) -> str:
        return str(Reason(code).label) if code in Reason.values else ""

    pieces = _("Anzahl")
    for (kind, reason), n in sorted(figures.notices.items()):
        yield line(_("Meldungen"), n, pieces, kind=label_of(kind), reason=reason_of(reason))
    yield line(_("Meldungen zusammen"), sum(figures.notices.values()), pieces)
    for (kind, decision, reason), n in sorted(figures.decisions.items()):
        label = str(Decision.Kind(decision).label)
        yield line(_("Entscheidungen"), n, pieces, kind=label_of(kind), decision=label, reason=reason_of(reason))
    yield line(_("Ausgeblendet ohne Meldung"), figures.own_initiative, pieces)
    yield line(_("Automatisch entschieden"), 0, pieces)
    if figures.hours:
        hours = _("Stunden")
        yield line(_("Zeit bis zur Entscheidung, Median"), figures.median_hours, hours)
        yield line(_("Zeit bis zur Entscheidung, Mittel"), figures.mean_hours, hours)
        yield line(_("Später als das Antwortziel"), figures.overdue_share, _("Prozent"))
    places = places_of_decision()
    for (state, where), n in sorted(figures.appeals.items()):
        label = str(APPEAL_STATES.get(state, state))
        yield line(_("Widersprüche"), n, pieces, kind=places[where], decision=label)
    yield line(_("Widersprüche zusammen"), sum(figures.appeals.values()), pieces)
    for (reason,), n in sorted(figures.pauses.items()):
        yield line(_("Schreibpausen"), n, pieces, reason=reason_of(reason))
    yield line(_("Schreibpausen zusammen"), sum(figures.pauses.values()), pieces)


def places_of_decision() -> dict[str, str]:
    return {
        "own": _("in der eigenen Stadt"),
        "other": _("in einer anderen Stadt"),
        "returned": _("zurück in der eigenen Stadt"),
    }
