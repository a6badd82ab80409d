"""What happened to a case, in order, for moderators and for the author."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Appeal, Case, Reason


def history(case: Case, *, for_author: bool = False) -> list[dict[str, Any]]:
    """Phases for components/timeline.html plus `at` and `text`. The author reads no names and no reports."""
    found: list[tuple[dt.datetime, str, str, str]] = []
    if not for_author:
        for report in case.reports.select_related("reporter"):
            who = _("Mitglied") if report.reporter_id else _("aus der Leserschaft")
            found.append(
                (report.created_at, _("Gemeldet: %(why)s") % {"why": report.get_reason_display()}, who, report.text)
            )
        if case.report_count == 0:
            found.append((case.opened_at, _("Von der Moderation aufgegriffen"), "", ""))
    appeal = Appeal.objects.select_related("decided_in").filter(case=case).first()
    for row in case.decisions.select_related("decided_by"):
        who = "" if for_author or row.decided_by is None else row.decided_by.public_name
        if appeal is not None and appeal.is_away and appeal.outcome_id == row.pk:
            who = appeal.decided_in.portal_name  # that city answers for it, whoever decided there
        title = str(row.get_kind_display())
        if row.kind == "hide":
            title = _("Ausgeblendet: %(why)s") % {"why": Reason(row.reason).label}
        found.append((row.created_at, title, who, row.statement))
    if appeal is not None:
        found.append(
            (
                appeal.created_at,
                _("Widerspruch"),
                _("von Ihnen") if for_author else _("von der Autorin oder dem Autor"),
                appeal.text,
            )
        )
        if appeal.decided_in is not None:
            title = _("Gewünscht: eine andere Stadt entscheidet")
            found.append((appeal.created_at, title, appeal.decided_in.portal_name, ""))
        if appeal.returned_at is not None:
            found.append((appeal.returned_at, _("Zurück: die andere Stadt hat nicht entschieden"), "", ""))
    if not for_author:
        for pause in case.pauses.all():
            days = (pause.until - pause.starts_at).days
            title = ngettext("Schreibpause: %(n)s Tag", "Schreibpause: %(n)s Tage", days) % {"n": days}
            found.append((pause.starts_at, title, "", pause.statement))
    if case.status == Case.Status.WITHDRAWN and case.decided_at:
        found.append((case.decided_at, str(Case.Status.WITHDRAWN.label), "", ""))
    found.sort(key=lambda item: item[0])
    phases = [{"at": at, "title": title, "who": who, "text": text, "state": "done"} for at, title, who, text in found]
    if case.is_waiting:
        waits = (
            _("Wartet auf die Entscheidung über den Widerspruch")
            if case.status == Case.Status.APPEALED
            else _("Wartet auf Entscheidung")
        )
        phases.append({"at": None, "title": waits, "who": "", "text": "", "state": "now"})
    return phases
