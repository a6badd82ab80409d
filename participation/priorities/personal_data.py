"""What weights know about a person (contract: portal.accounts.personal_data)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from participation.projects.models import Module, Participant
from participation.projects.permissions import Person

from .models import Comparison, Weight
from .voters import keys_of

if TYPE_CHECKING:
    from portal.accounts.models import User


def export(user: User) -> dict[str, Any]:
    """Own weights, found through the person's own pseudonym in the projects in which the person took part.

    Nothing to erase: no row points to an account, and the pseudonym of a deleted one is never asked for again.
    """
    projects = Participant.objects.filter(user=user).values("project")
    voters: dict[str, Module] = {}
    for module in Module.objects.filter(kind="priorities", project__in=projects).select_related("project", "city"):
        voters |= dict.fromkeys(keys_of(module, Person(user)), module)
    weights = Weight.objects.filter(voter__in=list(voters)).select_related("option").order_by("option")
    answers = Comparison.objects.filter(voter__in=list(voters)).select_related("pair__first", "pair__second")
    rows = [{"projekt": voters[w.voter].project.title, "vorschlag": w.option.title, "wert": w.value} for w in weights]
    pairs = [
        {
            "projekt": voters[c.voter].project.title,
            "erster": c.pair.first.title,
            "zweiter": c.pair.second.title,
            "antwort": str(c.get_answer_display()),
        }
        for c in answers.order_by("pair")
    ]
    return {name: found for name, found in (("gewichte", rows), ("vergleiche", pairs)) if found}
