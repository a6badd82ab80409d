"""What surveys know about a person (contract: portal.accounts.personal_data). Anonymous answers know nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .models import Answer, Response, Turnout

if TYPE_CHECKING:
    from portal.accounts.models import User


def export(user: User) -> dict[str, Any]:
    """In which surveys the person took part; the answers only where they were given by name."""
    turnouts = Turnout.objects.filter(user=user).select_related("module__project").order_by("day", "module")
    answers = (
        Answer.objects.filter(response__user=user)
        .select_related("response", "question__module", "choice")
        .order_by("response__submitted_at", "question__position", "number")
    )
    drafts = Response.objects.drafts().filter(user=user).select_related("module")
    return {
        "teilnahmen": [{"projekt": t.module.project.title, "umfrage": t.module.title, "tag": t.day} for t in turnouts],
        "antworten": [
            {
                "umfrage": a.question.module.title,
                "frage": a.question.text,
                "antwort": a.choice.text if a.choice else "",
                "zahl": a.number,
                "text": a.text,
                "abgegeben": a.response.submitted_at,
            }
            for a in answers
        ],
        "entwuerfe": [{"umfrage": d.module.title, "begonnen": d.started_at, "antworten": d.draft} for d in drafts],
    }


def erase(user: User) -> None:
    """Drafts go; answers stay, without name and date; that somebody took part stays counted."""
    Response.objects.filter(user=user, state=Response.State.DRAFT).delete()
    Response.objects.filter(user=user).update(user=None, anonymous=True, started_at=None, submitted_at=None)
    Turnout.objects.filter(user=user).update(user=None)
