"""The count: once, after the end of the vote, for everybody to check."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from participation.following.actions import note_change
from participation.ideas.actions import set_state
from participation.ideas.models import Idea
from participation.projects import gate
from participation.projects.models import Module
from participation.projects.plans import plan_of
from participation.projects.rooms import module_url
from portal.audit.actions import record
from portal.kit.refused import Refused

from . import counting, rules
from .actions import open_box, require_desk
from .models import Ballot, BallotLine, Box, Option, Source, Voter

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cities.models import City


@dataclass
class Recount:
    """Everything counted anew from the stored ballots. `problems`: what does not agree; empty when all is well."""

    outcome: counting.Outcome
    ballots: int = 0
    online: int = 0
    paper: int = 0
    void: int = 0
    slips: int = 0  # people marked as voting on paper
    by_city: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Pairs instead of objects with numbers as keys: JSON knows only texts as keys."""
        return {
            "votes": [[number, votes] for number, votes in sorted(self.outcome.votes.items())],
            "winners": self.outcome.winners,
            "completed": self.outcome.completed,
            "spent": self.outcome.spent,
            "ballots": self.ballots,
            "online": self.online,
            "paper": self.paper,
            "void": self.void,
            "slips": self.slips,
            "by_city": self.by_city,
        }


def recount(module: Module, box: Box | None = None) -> Recount:
    """Count the stored ballots and compare: with the marks of who voted, with their own sums, with the result.

    Five queries. Region-wide on purpose: a joint project has one box.
    """
    with scopes_disabled():
        box = box or Box.objects.get(module=module)
        options = {row.pk: row for row in Option.objects.filter(box=box)}
        ballots = list(Ballot.objects.filter(box=box).select_related("city").order_by("pk"))
        lines: dict[Any, list[Option]] = defaultdict(list)
        strange = 0
        for ballot_id, option_id in BallotLine.objects.filter(ballot__box=box).values_list("ballot_id", "option_id"):
            if option_id in options:
                lines[ballot_id].append(options[option_id])
            else:
                strange += 1
        voters = dict(
            Voter.objects.filter(module=module).values_list("source").annotate(n=Count("pk")).values_list("source", "n")
        )
    items = [counting.Item(row.number, row.cost) for row in options.values()]
    valid = [b for b in ballots if b.valid]
    outcome = counting.count(box.rule, items, ([o.number for o in lines[b.pk]] for b in valid), box.total)
    found = Recount(
        outcome=outcome,
        ballots=len(valid),
        online=sum(b.source == Source.ONLINE for b in ballots),
        paper=sum(b.source == Source.PAPER for b in ballots),
        void=len(ballots) - len(valid),
        slips=voters.get(Source.PAPER, 0),
    )
    for ballot in ballots:
        found.by_city[ballot.city.name] = found.by_city.get(ballot.city.name, 0) + 1
        chosen = lines[ballot.pk]
        if ballot.size != len(chosen) or ballot.total != sum(o.cost for o in chosen):
            found.problems.append(_("Ein Stimmzettel passt nicht zu seiner Summe."))
    if strange:
        found.problems.append(_("Ein Stimmzettel nennt einen Vorschlag, der nicht auf der Liste steht."))
    if found.online != voters.get(Source.ONLINE, 0):
        found.problems.append(_("Im Portal gibt es nicht so viele Stimmzettel wie Vermerke im Wählerverzeichnis."))
    if found.paper > found.slips:
        found.problems.append(_("Auf Papier gibt es mehr Stimmzettel als Wahlscheine."))
    if box.closed_at is not None and box.result != found.as_json():
        found.problems.append(_("Das festgestellte Ergebnis weicht von den Stimmzetteln ab."))
    return found


@transaction.atomic
def close(city: City, module: Module, *, actor: User | None, at: dt.datetime | None = None, quiet: bool = False) -> Box:
    """Count and publish. `actor` None: the timer. Raises Refused: not over yet, nothing to count, ballots do not agree.

    From then on nothing is added. Ballots are written anew in random order, so that not even their place in the
    database says when they came; what tied a vote to a proof of residence is emptied.
    """
    gate.hold(module.project_id, alone=True)
    now = at or timezone.now()
    with scopes_disabled():
        module = Module.objects.select_related("project__city").get(pk=module.pk)
        plan = plan_of(module.project)
        if actor is not None:
            require_desk(actor, plan, city)
        if rules.ended_at(plan, module, now) is None:
            raise Refused(_("Ausgezählt wird erst, wenn die Abstimmung zu Ende ist."), code="phase")
        box = open_box(plan, module)
        if box.closed_at is not None:
            return box
        _shuffle(box)
        found = recount(module, box)
        if found.problems:
            raise Refused(found.problems[0], code="recount")
        box.result, box.closed_at = found.as_json(), now
        box.save(update_fields=["result", "closed_at"])
        Voter.objects.filter(module=module).exclude(holder="").update(holder="")
        winners = box.options.filter(number__in=found.outcome.winners).select_related("idea__city")
        for option in winners:
            if option.idea is not None and option.idea.is_visible:
                set_state(option.idea.city, option.idea, Idea.State.ACCEPTED, actor=actor)
    record(
        plan.project.city, "budgets.close", box, actor=actor, ballots=found.ballots, winners=len(found.outcome.winners)
    )
    if not quiet:
        note_change(
            plan.project.city, plan.project, "result", module.title, module_url(plan.project, module) + "ergebnis/"
        )
    return box


def _shuffle(box: Box) -> None:
    """Write ballots and lines anew, in the order of their random keys and all in one transaction."""
    ballots = list(Ballot.objects.filter(box=box).order_by("pk"))
    lines = list(BallotLine.objects.filter(ballot__box=box).order_by("pk"))
    BallotLine.objects.filter(ballot__box=box).delete()
    Ballot.objects.filter(box=box).delete()
    Ballot.objects.bulk_create(ballots, batch_size=500)
    BallotLine.objects.bulk_create(lines, batch_size=500)


def close_due(now: dt.datetime | None = None) -> dict[str, int]:
    """Nightly: count what is over, once the days for paper are over, too. What cannot be counted waits for the desk."""
    now = now or timezone.now()
    done = {"closed": 0, "waiting": 0}
    with scopes_disabled():
        modules = list(
            Module.objects.filter(kind=rules.KIND, project__status="published", switched_on=True)
            .exclude(budget_box__closed_at__isnull=False)
            .select_related("project__city")
        )
    for module in modules:
        end = rules.ended_at(plan_of(module.project), module, now)
        days = int({**rules.DEFAULTS, **module.settings}["paper_days"])
        if end is None or end + dt.timedelta(days=days) > now:
            continue
        try:
            close(module.project.city, module, actor=None, at=now)
            done["closed"] += 1
        except Refused:
            done["waiting"] += 1
    return done
