"""What moderation knows about a person (contract: portal.accounts.personal_data)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .models import Appeal, Case, Pause, Report

if TYPE_CHECKING:
    from portal.accounts.models import User


def export(user: User) -> dict[str, Any]:
    """Own reports and appeals, decisions on own contributions, pauses. Undecided reports by others are not told."""
    reports = Report.objects.filter(reporter=user).select_related("case", "city")
    cases = Case.objects.about(user).select_related("city").prefetch_related("decisions")
    appeals = Appeal.objects.filter(case__author=user).select_related("case", "decided_in")
    pauses = Pause.objects.filter(user=user).select_related("city")
    return {
        "meldungen": [
            {
                "stadt": r.city.name,
                "zu": r.case.title,
                "grund": r.get_reason_display(),
                "text": r.text,
                "am": r.created_at,
            }
            for r in reports
        ],
        "entscheidungen": [
            {
                "stadt": c.city.name,
                "zu": c.title,
                "stand": c.get_status_display(),
                "begruendungen": [
                    {"am": d.created_at, "art": d.get_kind_display(), "text": d.statement} for d in c.decisions.all()
                ],
            }
            for c in cases
        ],
        "widersprueche": [
            {
                "zu": a.case.title,
                "text": a.text,
                "am": a.created_at,
                "andere_stadt": a.decided_in.name if a.decided_in else "",
            }
            for a in appeals
        ],
        "schreibpausen": [
            {
                "stadt": p.city.name,
                "von": p.starts_at,
                "bis": p.until,
                "grund": p.get_reason_display(),
                "text": p.statement,
            }
            for p in pauses
        ],
    }


def erase(user: User) -> None:
    """Reports lose their name; pauses go. Cases stay: the city must be able to account for its decisions."""
    Report.objects.filter(reporter=user).update(reporter=None)
    Pause.objects.filter(user=user).delete()
