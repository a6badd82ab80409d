"""The audit trail of a city: who changed what and when; filter and CSV."""

from __future__ import annotations

import csv
import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.models import AuditEntry
from portal.audit.verbs import label_of
from portal.cities.models import City

from .common import screen, the_city

MAX_ROWS = 50_000  # of one CSV file


def _entries(request: HttpRequest, city: City) -> tuple[QuerySet[AuditEntry], dict[str, str]]:
    """Filters that make no sense are left out rather than answered with an error."""
    rows = AuditEntry.objects.filter(city=city).select_related("actor")
    chosen = {name: request.GET.get(name, "")[:80] for name in ("verb", "von", "bis", "wer")}
    if chosen["verb"]:
        rows = rows.filter(action=chosen["verb"])
    if chosen["wer"]:
        rows = rows.filter(actor__email__icontains=chosen["wer"])
    for name, shift in (("von", 0), ("bis", 1)):
        try:
            day = dt.date.fromisoformat(chosen[name]) if chosen[name] else None
        except ValueError:
            day, chosen[name] = None, ""
        if day is not None and 1900 < day.year < 3000:
            moment = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=shift), dt.time()))
            rows = rows.filter(at__gte=moment) if shift == 0 else rows.filter(at__lt=moment)
    return rows, chosen


def audit(request: HttpRequest, slug: str = "") -> HttpResponse:
    city = the_city(request, "audit", slug)
    rows, chosen = _entries(request, city)
    page = Paginator(rows, 50).get_page(request.GET.get("p"))
    verbs = AuditEntry.objects.filter(city=city).order_by("action").values_list("action", flat=True).distinct()
    query = request.GET.copy()
    query.pop("p", None)
    return screen(
        request, "editorial/audit.html", _("Protokoll"), icon="history", right="audit", city=city, view="audit",
        page=page, chosen=chosen, query=query.urlencode(), verbs=[(v, label_of(v)) for v in verbs],
        lines=[{"entry": e, "label": label_of(e.action)} for e in page],
        csv_url=reverse("editorial:audit_csv", args=[city.slug]),
    )  # fmt: skip


def audit_csv(request: HttpRequest, slug: str) -> HttpResponse:
    city = the_city(request, "audit", slug)
    rows, _chosen = _entries(request, city)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="protokoll-{city.slug}.csv"'
    response.write("\ufeff")  # so that spreadsheet programs read umlauts
    out = csv.writer(response, delimiter=";")
    out.writerow([_("Zeit"), _("Wer"), _("Was"), _("Vorgang"), _("Gegenstand"), _("Angaben")])
    for entry in rows[:MAX_ROWS]:
        out.writerow(
            [
                timezone.localtime(entry.at).isoformat(timespec="seconds"),
                *(
                    safe(v)
                    for v in (
                        entry.actor.email if entry.actor else "",
                        label_of(entry.action),
                        entry.action,
                        entry.target,
                        entry.data,
                    )
                ),
            ]
        )
    return response


def safe(value: Any) -> str:
    """A cell that starts like a formula would be run by spreadsheet programs."""
    text = str(value)
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
