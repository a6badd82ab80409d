"""The transparency report, for everyone: a page and a CSV file on every portal; the alliance's adds all cities."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.cities.models import City

from . import transparency
from .models import TARGET_HOURS, Decision, Reason
from .registry import label_of
from .transparency import Figures

FRESH = 900  # seconds for which a kept copy of the page counts as true


def _cities(request: HttpRequest) -> list[City]:
    """The portal's own city; on the alliance's portal every city and the alliance itself."""
    if request.city is None or request.is_admin_host:
        raise Http404
    return list(City.objects.order_by("kind", "name")) if request.city.is_alliance else [request.city]


def _tables(figures: Figures) -> list[dict[str, Any]]:
    """For components/table.html."""
    kinds: dict[str, str] = {value: str(label) for value, label in Decision.Kind.choices}
    reasons: dict[str, str] = {value: str(label) for value, label in Reason.choices}
    states = {key: str(label) for key, label in transparency.APPEAL_STATES.items()}
    places = transparency.places_of_decision()

    def rows(counter: str, place: int, names: dict[str, str] | None) -> list[list[Any]]:
        return [
            [label_of(key) if names is None else names.get(key, _("ohne Angabe")), number]
            for key, number in figures.by(counter, place).items()
        ]

    found = [
        (_("Meldungen nach Grund"), _("Grund"), rows("notices", 1, reasons)),
        (_("Meldungen nach Art des Beitrags"), _("Art"), rows("notices", 0, None)),
        (_("Entscheidungen"), _("Entscheidung"), rows("decisions", 1, kinds)),
        (_("Entscheidungen nach Grund"), _("Grund"), rows("decisions", 2, reasons)),
        (_("Widersprüche nach Ergebnis"), _("Ergebnis"), rows("appeals", 0, states)),
        (_("Wo über Widersprüche entschieden wird"), _("Wo"), rows("appeals", 1, places)),
        (_("Schreibpausen nach Grund"), _("Grund"), rows("pauses", 0, reasons)),
    ]
    return [
        {"title": title, "columns": [{"title": head}, {"title": _("Anzahl"), "num": True}], "rows": lines}
        for title, head, lines in found
        if lines
    ]


def _headline(figures: Figures) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"label": _("Meldungen"), "value": sum(figures.notices.values())},
        {"label": _("Ausgeblendet"), "value": figures.hidden},
        {"label": _("Widersprüche"), "value": sum(figures.appeals.values())},
    ]
    if figures.median_hours is not None:
        rows.append({"label": _("Zeit bis zur Entscheidung, Median"), "value": figures.median_hours, "unit": _("Std.")})
    return rows


def _overview(cities: list[City], found: dict[int, Figures]) -> dict[str, Any]:
    """One row per city, for the alliance's portal."""
    heads = [_("Meldungen"), _("Ausgeblendet"), _("Widersprüche"), _("Andere Stadt entschied"), _("Schreibpausen")]
    rows = [
        [
            city.portal_name,
            sum(f.notices.values()),
            f.hidden,
            sum(f.appeals.values()),
            f.decided_elsewhere,
            sum(f.pauses.values()),
        ]
        for city in cities
        for f in (found[city.pk],)
    ]
    total: list[Any] = [_("Zusammen"), *(sum(row[n] for row in rows) for n in range(1, len(heads) + 1))]
    columns = [{"title": _("Portal"), "num": False}, *({"title": head, "num": True} for head in heads)]
    return {"columns": columns, "rows": [*rows, total]}


@require_http_methods(["GET", "HEAD"])
def page(request: HttpRequest) -> HttpResponse:
    """The report of one year (?jahr=); without or with a year that does not exist, the newest one."""
    cities = _cities(request)
    known = transparency.years(cities)
    asked = request.GET.get("jahr", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else 0
    year = year if year in known else known[0]
    found = transparency.of(cities, year)
    total = sum_up(found)
    title = _("Bericht der Moderation %(year)s") % {"year": year}
    context = {
        "title": title,
        "crumbs": [{"title": _("Startseite"), "url": "/"}, {"title": title, "url": ""}],
        "year": year,
        "years": [{"title": str(y), "url": f"?jahr={y}", "current": y == year} for y in known],
        "figures": _headline(total),
        "total": total,
        "tables": _tables(total),
        "overview": _overview(cities, found) if len(cities) > 1 else None,
        "target": TARGET_HOURS,
        "csv": reverse("moderation:transparency-csv", args=[year]),
    }
    response = render(request, "moderation/transparency.html", context)
    response.true_for = FRESH  # type: ignore[attr-defined]
    return response


@require_http_methods(["GET", "HEAD"])
def download(request: HttpRequest, year: int) -> HttpResponse:
    """The same as CSV (UTF-8 with mark, semicolons: opens in a German spreadsheet). Years that do not exist are 404."""
    cities = _cities(request)
    if year not in transparency.years(cities):
        raise Http404
    found = transparency.of(cities, year)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(transparency.COLUMNS)
    for city in cities:
        for row in transparency.table(city, year, found[city.pk]):
            writer.writerow([str(v).replace(".", ",") if isinstance(v, float) else v for v in row])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"moderation-{request.city.slug}-{year}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.true_for = FRESH  # type: ignore[attr-defined]
    return response


def sum_up(found: dict[int, Figures]) -> Figures:
    total = Figures()
    for figures in found.values():
        total.notices += figures.notices
        total.decisions += figures.decisions
        total.own_initiative += figures.own_initiative
        total.hours += figures.hours
        total.appeals += figures.appeals
        total.pauses += figures.pauses
    return total
