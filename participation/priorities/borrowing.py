"""Ideas of another module of the same project become proposals to weigh: title, beginning of the text and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from participation.ideas.addresses import idea_url
from participation.ideas.models import Idea
from portal.audit.actions import record
from portal.kit.refused import Refused

from . import actions
from .models import TEXT_MAX, Option

if TYPE_CHECKING:
    from participation.projects.models import Module
    from participation.projects.plans import Plan
    from portal.accounts.models import User
    from portal.cities.models import City


def sources(plan: Plan, module: Module) -> dict[str, str]:
    """Modules of the project that hold readable ideas: uuid → title. One query."""
    others = [m.pk for m in plan.modules if m.pk != module.pk]
    with_ideas = set(Idea.objects.filter(module__in=others).readable().values_list("module", flat=True).distinct())
    return {str(m.uuid): m.title for m in plan.modules if m.pk in with_ideas}


@transaction.atomic
def from_ideas(city: City, module: Module, source: Module, *, actor: User | None) -> int:
    """Copy readable ideas that were not rejected, the most supported first, until the list is full; each at most once.

    Answers how many came. Raises Refused: frozen, another project, nothing left to copy.
    """
    if source.project_id != module.project_id:
        raise Refused(_("Diese Ideen gibt es in diesem Projekt nicht."), code="source")
    known = list(Option.objects.filter(module=module).values_list("source", flat=True))
    ideas = Idea.objects.filter(module=source).readable().exclude(state=Idea.State.REJECTED)
    ideas = ideas.exclude(uuid__in=[s for s in known if s]).select_related("module__project")
    room = actions.MAX_OPTIONS - len(known)
    made = 0
    for idea in ideas.order_by("-support_count", "number")[: max(room, 0)]:
        actions.save_option(
            city, module, actor=actor, title=idea.title, text=Truncator(idea.text).chars(TEXT_MAX // 2),
            path=idea_url(idea), source=idea.uuid,
        )  # fmt: skip
        made += 1
    if not made:
        raise Refused(_("Hier ist keine weitere Idee zu übernehmen, oder die Liste ist voll."), code="source")
    record(city, "priorities.from_ideas", module, actor=actor, source=str(source.uuid), count=made)
    return made
