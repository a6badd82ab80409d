"""Numbers of one city by month, and of all cities with small cells left out.

Months are those of the clock in Germany; a shift belongs to the month in which it begins.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from clubs.volunteering.models import HOLDING, Offer, Shift, SignUp
from portal.audit.models import AuditEntry
from portal.cities.models import City
from portal.kit.tables import Table

from .suppression import suppressed

if TYPE_CHECKING:
    from collections.abc import Iterable

BEFORE, AFTER = 11, 2  # months shown before and after the running one
COMPARED = 6  # months of the table of all cities, the running one included
Month = tuple[int, int]


@dataclass
class Numbers:
    """One month of a city. `waits`: minutes from sign-up to a sure place, of everyone who had to wait for it."""

    month: Month
    offers: int = 0
    shifts: int = 0
    places: int = 0
    filled: int = 0
    hours: float = 0
    missed: int = 0
    at_once: int = 0
    waits: list[float] = field(default_factory=list)

    @property
    def title(self) -> str:
        return date_format(dt.date(*self.month, 1), "F Y")

    @property
    def hours_text(self) -> str:
        return f"{self.hours:.1f}".replace(".", ",").removesuffix(",0")

    @property
    def percent(self) -> int | None:
        return round(100 * self.filled / self.places) if self.places else None

    @property
    def waited(self) -> int | None:
        """Median in hours of those who had to wait."""
        return round(median(self.waits) / 60) if self.waits else None


def month_of(moment: dt.datetime) -> Month:
    local = timezone.localtime(moment)
    return local.year, local.month


def moved(month: Month, by: int) -> Month:
    number = month[0] * 12 + month[1] - 1 + by
    return number // 12, number % 12 + 1


def first_of(month: Month) -> dt.datetime:
    return dt.datetime(*month, 1, tzinfo=timezone.get_default_timezone())


def months(city: City, now: dt.datetime) -> list[Numbers]:
    """The newest first: from two months ahead back over a year. Four queries."""
    this = month_of(now)
    found = {moved(this, by): Numbers(moved(this, by)) for by in range(AFTER, -BEFORE - 1, -1)}
    start, end = first_of(moved(this, -BEFORE)), first_of(moved(this, AFTER + 1))
    with scopes_disabled():
        made = Offer.objects.filter(city=city, created_at__gte=start, created_at__lt=end)
        for moment in made.exclude(status=Offer.Status.DRAFT).values_list("created_at", flat=True):
            found[month_of(moment)].offers += 1
        shifts = Shift.objects.filter(city=city, is_cancelled=False, starts_at__gte=start, starts_at__lt=end)
        for begins, ends, places, taken in shifts.values_list("starts_at", "ends_at", "capacity", "taken").iterator():
            row = found[month_of(begins)]
            row.shifts += 1
            row.places += places
            row.filled += taken
            row.hours += taken * (ends - begins).total_seconds() / 3600
        people = SignUp.objects.filter(shift__in=shifts)
        accepted = dict(
            AuditEntry.objects.filter(city=city, action="volunteering.accept", at__gte=start).values_list(
                "target", "at"
            )
        )
        sure = people.filter(state=SignUp.State.CONFIRMED)
        columns = ("shift__starts_at", "uuid", "created_at", "attended", "places")
        for begins, uuid, since, came, count in sure.values_list(*columns).iterator():
            row, at = found[month_of(begins)], accepted.get(f"volunteering.signup:{uuid}")
            row.missed += count if came is False else 0
            if at is None:
                row.at_once += 1
            else:
                row.waits.append(max(0.0, (at - since).total_seconds() / 60))
    return list(found.values())


def now_of(city: City, now: dt.datetime) -> list[dict[str, Any]]:
    """What is open today, as big figures."""
    with scopes_disabled():
        offers = (
            Offer.objects.filter(city=city)
            .public(now)
            .aggregate(  # type: ignore[attr-defined]
                all=Count("pk"), stale=Count("pk", filter=Q(confirmed_at__lte=now - dt.timedelta(days=90)))
            )
        )
        ahead = Shift.objects.filter(city=city, offer__in=Offer.objects.filter(city=city).public(now)).ahead(now)  # type: ignore[attr-defined]
        places = ahead.aggregate(places=Sum("capacity"), taken=Sum("taken"))
        line = SignUp.objects.filter(shift__in=ahead, state=SignUp.State.WAITING).aggregate(n=Sum("places"))["n"]
    return [
        {"label": _("öffentliche Angebote"), "value": offers["all"]},
        {"label": _("davon lange nicht bestätigt"), "value": offers["stale"]},
        {"label": _("freie Plätze"), "value": (places["places"] or 0) - (places["taken"] or 0)},
        {"label": _("auf Wartelisten"), "value": line or 0},
    ]


def table_of(city: City, now: dt.datetime) -> Table:
    rows = [
        {
            "month": f"{row.month[0]}-{row.month[1]:02}", "offers": row.offers, "shifts": row.shifts,
            "places": row.places, "filled": row.filled, "hours": round(row.hours, 2), "missed": row.missed,
            "at_once": row.at_once, "had_to_wait": len(row.waits), "hours_waited": row.waited,
        }
        for row in months(city, now)
    ]  # fmt: skip
    return Table(
        "ehrenamt", _("Ehrenamt in Zahlen"),
        (
            ("month", _("Monat")), ("offers", _("Neue Angebote")), ("shifts", _("Einsätze")), ("places", _("Plätze")),
            ("filled", _("Besetzt")), ("hours", _("Geplante Stunden")), ("missed", _("Nicht gekommen")),
            ("at_once", _("Sofort zugesagt")), ("had_to_wait", _("Zugesagt nach Warten")),
            ("hours_waited", _("Mittlere Wartezeit in Stunden")),
        ),
        rows,
    )  # fmt: skip


# --- All cities -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """`rows`: (name, values); None is a cell that was left out. The last row and the last column are sums."""

    columns: list[str]
    rows: list[tuple[str, list[int | None]]]

    @property
    def is_cut(self) -> bool:
        return any(value is None for _name, values in self.rows for value in values)


def alliance(now: dt.datetime) -> Shown:
    """Places taken (people in shifts) by city and month, of every city, small cells left out. Two queries.

    Who reads it may know a city's own row: the cells that are left out stand up to that.
    """
    this = month_of(now)
    wanted = [moved(this, by) for by in range(-COMPARED + 1, 1)]
    cities = list(City.objects.cities().order_by("name"))
    counts: Counter[tuple[int, Month]] = Counter()
    with scopes_disabled():
        rows = SignUp.objects.filter(
            state__in=HOLDING, shift__is_cancelled=False, shift__starts_at__gte=first_of(wanted[0]),
            shift__starts_at__lt=first_of(moved(this, 1)),
        )  # fmt: skip
        for city_id, begins, places in rows.values_list("city_id", "shift__starts_at", "places").iterator():
            counts[city_id, month_of(begins)] += places
    return shown([(city.name, [counts[city.pk, month] for month in wanted]) for city in cities], wanted)


def shown(rows: list[tuple[str, list[int]]], wanted: Iterable[Month]) -> Shown:
    columns = [date_format(dt.date(*month, 1), "M Y") for month in wanted] + [_("zusammen")]
    values = suppressed([numbers for _name, numbers in rows]) if rows else []
    names = [name for name, _numbers in rows] + [_("Alle Städte")]
    return Shown(columns, list(zip(names, values, strict=False)))


def offers_by_city(now: dt.datetime) -> list[dict[str, Any]]:
    """Public offers and places by city: no people, so nothing is left out. Three queries."""
    cities = list(City.objects.cities().order_by("name"))
    with scopes_disabled():
        public = Offer.everywhere().public(now).order_by()
        offers = dict(public.values_list("city").annotate(n=Count("pk")))
        urgent = dict(public.filter(is_urgent=True).values_list("city").annotate(n=Count("pk")))
        ahead = Shift.objects.filter(offer__in=public).ahead(now).order_by()  # type: ignore[attr-defined]
        places = dict(ahead.values_list("city").annotate(n=Sum("capacity")))
    return [
        {
            "city": city.name, "offers": offers.get(city.pk, 0), "urgent": urgent.get(city.pk, 0),
            "places": places.get(city.pk, 0),
        }
        for city in cities
    ]  # fmt: skip
