"""What hours know about a person (contract: portal.accounts.personal_data)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clubs.volunteering.models import Volunteer
from portal.accounts.personal_data import File

from . import paper
from .actions.people import forget_person
from .models import Certificate, HourEntry

if TYPE_CHECKING:
    from portal.accounts.models import User


def export(user: User) -> dict[str, Any]:
    """Own hours in all cities, and every certificate that is still known, as data and as the file itself."""
    rows = HourEntry.objects.filter(volunteer__user=user).select_related("city").order_by("date", "pk")
    papers = list(Certificate.objects.filter(volunteer__user=user).order_by("issued_at", "pk"))
    files = {
        f"nachweis_{c.uuid}": File(f"nachweis-{c.uuid}.pdf", paper.render(c.snapshot, c.signature)) for c in papers
    }
    return {
        "stunden": [
            {
                "uuid": e.uuid,
                "stadt": e.city.name,
                "fuer": e.provider,
                "name": e.name,
                "tag": e.date,
                "minuten": e.minutes,
                "taetigkeit": e.what,
                "aufwandsentschaedigung": e.get_expenses_display(),
                "stand": e.get_state_display(),
                "entschieden": e.decided_at,
                "eingetragen": e.created_at,
            }
            for e in rows
        ],
        "nachweise": [
            {
                "nummer": c.uuid,
                "von": c.starts_on,
                "bis": c.ends_on,
                "ausgestellt": c.issued_at,
                "widerrufen": c.revoked_at,
            }
            for c in papers
        ],
        **files,
    }


def erase(user: User) -> None:
    """Confirmed hours stay as a number of the club's; papers out there stay valid, but are not kept here any more."""
    forget_person(list(Volunteer.objects.filter(user=user).values_list("pk", flat=True)))
