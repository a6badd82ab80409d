"""Checks of proposals and the vote. Nothing else writes these tables, except for the count (`closing`).

Locks: the project's (the gate: votes share it, checks and the count hold it alone) → the box, for paper.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from participation.ideas.actions import set_state
from participation.ideas.addresses import idea_url
from participation.ideas.models import Idea
from participation.ideas.permissions import OPEN_STATES
from participation.projects import counting, gate
from participation.projects.models import Module
from participation.projects.permissions import Person, may_manage
from participation.projects.plans import Plan, plan_of
from participation.residency.models import Residency
from portal.accounts.models import User
from portal.audit.actions import record
from portal.delivery.purge import touch
from portal.kit import text as texts
from portal.kit.refused import Refused
from portal.notifications.actions import notify

from . import rules
from .models import COST_MAX, REASON_MAX, Ballot, BallotLine, Box, Check, Option, Source, Voter

if TYPE_CHECKING:
    from portal.cities.models import City
    from portal.offices.models import Office

REGISTER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}")


@dataclass(frozen=True)
class Receipt:
    """`code` is shown to the voter once and never stored. `again`: the same form arrived a second time."""

    code: str
    again: bool = False


def require_desk(actor: User | None, plan: Plan, city: City) -> None:
    if not plan.has_city(city.pk) or not may_manage(actor, plan, city):
        raise Refused(_("Das ist der Verwaltung vorbehalten."), code="right")


# --- Checks -------------------------------------------------------------------------------------


@transaction.atomic
def decide_check(
    city: City,
    idea: Idea,
    state: str,
    *,
    actor: User,
    reason: str = "",
    cost: int | None = None,
    office: Office | None = None,
    at: dt.datetime | None = None,
) -> Check:
    """The city says whether a proposal can be done and what it costs. Only until the first ballot is cast."""
    gate.hold(idea.module.project_id, alone=True)
    state = Check.State(state)
    with scopes_disabled():
        idea = Idea.objects.select_related("module__project__city", "author", "city").get(pk=idea.pk)
        plan = plan_of(idea.module.project)
        require_desk(actor, plan, city)
        if idea.city_id != city.pk or idea.module.kind != rules.KIND:
            raise Refused(_("Diesen Vorschlag prüft eine andere Stadt."), code="city")
        if not idea.is_visible:
            raise Refused(_("Dieser Vorschlag ist nicht mehr zu sehen."), code="gone")
        if Box.objects.filter(module=idea.module).exists():
            raise Refused(_("Die Abstimmung hat begonnen: Die Liste steht fest."), code="frozen")
        reason = texts.clean(reason[: 4 * REASON_MAX])
        _check_terms(idea.module, state, reason, cost)
        if office is not None and office.city_id != city.pk:
            raise Refused(_("Diese Stelle gehört zu einer anderen Stadt."), code="office")
        values = {
            "city": city, "state": state, "reason": reason, "cost": cost, "office": office, "decided_by": actor,
            "decided_at": at or timezone.now(),
        }  # fmt: skip
        before = Check.objects.filter(idea=idea).values_list("state", flat=True).first()
        check, _made = Check.objects.update_or_create(idea=idea, defaults=values)
        if state == Check.State.NOT_FEASIBLE and idea.state in OPEN_STATES:
            set_state(city, idea, Idea.State.REJECTED, actor=actor)
        elif before == Check.State.NOT_FEASIBLE and state != before and idea.state == Idea.State.REJECTED:
            set_state(city, idea, Idea.State.NEW, actor=actor)
    record(city, "budgets.check", check, actor=actor, state=state.value, cost=cost)
    if at is None and state != before and state != Check.State.OPEN and idea.author is not None:
        context = {"title": idea.title, "state": check.get_state_display()}
        notify(idea.author, "budgets.checked", context, url=idea_url(idea), key=f"{check.uuid}:{state}", city=city)
    return check


def _check_terms(module: Module, state: str, reason: str, cost: int | None) -> None:
    limit = rules.rules_of(module).max_per_proposal or rules.rules_of(module).total
    if len(reason) > REASON_MAX:
        raise Refused(_("Bitte höchstens %(n)s Zeichen.") % {"n": REASON_MAX}, code="reason")
    if state == Check.State.NOT_FEASIBLE and texts.is_blank(reason):
        raise Refused(_("Bitte begründen Sie, warum der Vorschlag nicht umsetzbar ist."), code="reason")
    if cost is not None and not 1 <= cost <= COST_MAX:
        raise Refused(_("Bitte einen Betrag ab 1 Euro."), code="cost")
    if state == Check.State.FEASIBLE and cost is None:
        raise Refused(_("Ein umsetzbarer Vorschlag braucht seine Kosten."), code="cost")
    if state == Check.State.FEASIBLE and cost is not None and cost > limit:
        raise Refused(_("Ein Vorschlag darf höchstens %(limit)s kosten.") % {"limit": rules.euros(limit)}, code="cost")


# --- Votes --------------------------------------------------------------------------------------


def open_box(plan: Plan, module: Module, *, on: dt.date | None = None) -> Box:
    """The box of the module; the first ballot makes it and freezes the list. Call it under the gate."""
    with scopes_disabled():
        box = Box.objects.filter(module=module).first()
        if box is not None:
            return box
        choices = rules.choices_of(module, None)
        if not choices:
            raise Refused(_("Auf dem Stimmzettel steht noch kein Vorschlag."), code="empty")
        terms, city_id = rules.rules_of(module), plan.project.city_id
        ideas = dict(Idea.objects.filter(uuid__in=[c.idea for c in choices]).values_list("uuid", "pk"))
        try:
            with transaction.atomic():
                box = Box.objects.create(
                    city_id=city_id, module=module, method=terms.method, rule=terms.rule, total=terms.total,
                    most=terms.most, opened_on=on or timezone.localdate(),
                )  # fmt: skip
                Option.objects.bulk_create(
                    Option(city_id=city_id, box=box, idea_id=ideas[c.idea], idea_uuid=c.idea, number=c.number, title=c.title, cost=c.cost)
                    for c in choices
                )  # fmt: skip
        except IntegrityError:  # another first ballot, at the same moment
            return Box.objects.get(module=module)
    record(plan.project.city, "budgets.freeze", box, actor=None, proposals=len(choices))
    return box


@transaction.atomic
def cast(city: City, module: Module, user: User, ideas: Iterable[uuid.UUID], *, key: uuid.UUID) -> Receipt:
    """Vote, once and for good. `key`: from the form's mark; the same form sent twice gets the same receipt.

    Who voted and what was voted are written apart; the audit trail names neither the person nor the ballot.
    Raises Refused: not open, not a resident, voted before, unknown proposals, too many, too expensive.
    """
    person = Person(user=user)
    plan, now = gate.enter(module, "vote", person)
    box = _still_open(open_box(plan, module))
    code = rules.receipt_code(key)
    fingerprint, today = rules.fingerprint(module, code), timezone.localtime(now).date()
    voter_city = (
        person.home_city_id if plan.has_city(person.home_city_id) else gate.contribution_city(plan, city.pk, person)
    )
    with scopes_disabled():
        holder = Residency.objects.filter(user=user).values_list("holder", flat=True).first() or ""
        chosen = rules.checked_choice(rules.rules_of(module, box), rules.choices_of(module, box), ideas)
        try:
            with transaction.atomic():
                Voter.objects.create(
                    city_id=voter_city, module=module, user=user, holder=rules.keyed(module, "holder", holder),
                    source=Source.ONLINE, day=today,
                )  # fmt: skip
        except IntegrityError:
            if Ballot.objects.filter(box=box, receipt=fingerprint).exists():
                return Receipt(code, again=True)
            raise Refused(_("Sie haben schon abgestimmt. Jede Person hat eine Stimme."), code="voted") from None
        _put(box, voter_city, Source.ONLINE, chosen, receipt=fingerprint)
    record(plan.project.city, "budgets.vote", module, actor=None, source=Source.ONLINE.value)
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    counting.took_part(module, person, voter_city or plan.project.city_id, at=midnight)
    return Receipt(code)


def _still_open(box: Box) -> Box:
    if box.closed_at is not None:
        raise Refused(_("Die Stimmen sind schon ausgezählt."), code="closed")
    return box


def _put(
    box: Box,
    city_id: int | None,
    source: str,
    chosen: Sequence[rules.Choice],
    *,
    receipt: str = "",
    register: str = "",
) -> Ballot:
    ballot = Ballot.objects.create(
        city_id=city_id, box=box, source=source, receipt=receipt, register=register, valid=bool(chosen),
        total=sum(c.cost for c in chosen), size=len(chosen), cap=box.cap, most=box.most,
    )  # fmt: skip
    options = dict(
        Option.objects.filter(box=box, idea_uuid__in=[c.idea for c in chosen]).values_list("idea_uuid", "pk")
    )
    lines = [BallotLine(city_id=city_id, ballot=ballot, option_id=options[c.idea]) for c in chosen]
    BallotLine.objects.bulk_create(sorted(lines, key=lambda line: line.pk))
    return ballot


# --- Paper --------------------------------------------------------------------------------------


def _paper(city: City, module: Module, actor: User) -> tuple[Plan, Box]:
    """Under the gate: the desk of a city of the project, from the beginning of the vote until the count."""
    gate.hold(module.project_id, alone=False)
    with scopes_disabled():
        plan = plan_of(Module.objects.select_related("project__city").get(pk=module.pk).project)
        require_desk(actor, plan, city)
        if not rules.has_begun(plan, module, timezone.now()):
            raise Refused(_("Die Abstimmung hat noch nicht begonnen."), code="phase")
        box = _still_open(open_box(plan, module))
        return plan, _still_open(Box.objects.select_for_update(of=("self",)).get(pk=box.pk))


@transaction.atomic
def admit_slip(city: City, module: Module, *, actor: User, slip: str = "", email: str = "") -> Voter:
    """Mark that a person votes on paper, by the account's e-mail address or by the number of the voting slip.

    The slip's number is kept as a keyed fingerprint. Whoever voted online is refused, and the other way round.
    """
    _paper(city, module, actor)
    email, slip = email.strip()[:254], slip.strip()[:40]
    if bool(email) == bool(slip):
        raise Refused(_("Bitte entweder die E-Mail-Adresse oder die Nummer des Wahlscheins."), code="which")
    user, holder = None, ""
    with scopes_disabled():
        if email:
            user = User.objects.filter(email__iexact=email, is_active=True, deleted_at=None).first()
            if user is None:
                raise Refused(
                    _("Zu dieser Adresse gibt es kein Konto. Bitte die Nummer des Wahlscheins eingeben."), code="email"
                )
            holder = Residency.objects.filter(user=user).values_list("holder", flat=True).first() or ""
        try:
            with transaction.atomic():
                voter = Voter.objects.create(
                    city=city, module=module, user=user, slip=rules.keyed(module, "slip", slip),
                    holder=rules.keyed(module, "holder", holder), source=Source.PAPER,
                )  # fmt: skip
        except IntegrityError:
            raise Refused(_("Diese Person hat schon abgestimmt. Der Umschlag bleibt zu."), code="voted") from None
    record(city, "budgets.slip", module, actor=actor, by="account" if email else "slip")
    return voter


@transaction.atomic
def enter_paper(
    city: City, module: Module, register: str, ideas: Iterable[uuid.UUID], *, actor: User, void: bool = False
) -> Ballot:
    """Enter a paper ballot under the number that was written on it. There are never more ballots than slips."""
    _plan, box = _paper(city, module, actor)
    register = register.strip().upper()
    if not REGISTER.fullmatch(register):
        raise Refused(
            _("Bitte die Nummer des Stimmzettels: höchstens 20 Buchstaben, Ziffern und Striche."), code="register"
        )
    with scopes_disabled():
        wanted = list(ideas)
        if void and wanted:
            raise Refused(_("Ein ungültiger Stimmzettel wird ohne Vorschläge erfasst."), code="void")
        chosen = (
            [] if void else rules.checked_choice(rules.rules_of(module, box), rules.choices_of(module, box), wanted)
        )
        if Ballot.objects.filter(box=box, register=register).exists():
            raise Refused(_("Der Stimmzettel %(n)s ist schon erfasst.") % {"n": register}, code="twice")
        slips = Voter.objects.filter(module=module, source=Source.PAPER).count()
        if Ballot.objects.filter(box=box, source=Source.PAPER).count() >= slips:
            raise Refused(_("Es sind schon so viele Stimmzettel erfasst wie Wahlscheine."), code="slips")
        ballot = _put(box, city.pk, Source.PAPER, chosen, register=register)
    record(city, "budgets.paper", module, actor=actor, register=register, void=void)
    touch(Box, city)
    return ballot


# --- Import -------------------------------------------------------------------------------------


@transaction.atomic
def import_ballots(
    city: City,
    module: Module,
    ballots: Iterable[tuple[str, dt.date, Sequence[uuid.UUID]]],
    *,
    actor: User | None,
    prefix: str = "I",
) -> int:
    """Ballots of a vote that was held elsewhere (or of the demo): (source, day, ideas). Their voters are not known here.

    Everything or nothing: each ballot keeps to the same rules as one that is cast. Paper is numbered with `prefix`.
    """
    gate.hold(module.project_id, alone=True)
    with scopes_disabled():
        plan = plan_of(Module.objects.select_related("project__city").get(pk=module.pk).project)
        rows = list(ballots)
        box = _still_open(open_box(plan, module, on=min((day for _s, day, _i in rows), default=None)))
        terms, choices = rules.rules_of(module, box), rules.choices_of(module, box)
        options = dict(Option.objects.filter(box=box).values_list("idea_uuid", "pk"))
        voters, made, lines = [], [], []
        for number, (source, day, ideas) in enumerate(rows, 1):
            chosen = rules.checked_choice(terms, choices, ideas)
            online = Source(source) == Source.ONLINE
            ballot = Ballot(
                city=city, box=box, source=source, total=sum(c.cost for c in chosen), size=len(chosen), cap=box.cap,
                most=box.most, receipt=rules.fingerprint(module, rules.receipt_code(uuid.uuid4())) if online else "",
                register="" if online else f"{prefix}-{number}",
            )  # fmt: skip
            made.append(ballot)
            lines += [BallotLine(city=city, ballot=ballot, option_id=options[c.idea]) for c in chosen]
            voters.append(Voter(city=city, module=module, source=source, day=day))
        Voter.objects.bulk_create(voters)
        Ballot.objects.bulk_create(sorted(made, key=lambda ballot: ballot.pk))
        BallotLine.objects.bulk_create(sorted(lines, key=lambda line: line.pk))
    record(city, "budgets.import", module, actor=actor, ballots=len(rows))
    touch(Box, city)
    return len(rows)
