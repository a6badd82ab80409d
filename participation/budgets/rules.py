"""Settings of a budget module, its moments, and what a ballot must keep to. Nothing is written here."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core import signing
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from participation.comments.rules import FORM_LIFE
from participation.ideas.hosting import DEFAULTS as IDEA_DEFAULTS
from participation.ideas.models import Idea
from portal.kit.refused import Refused

from .models import Box, Check, Option

if TYPE_CHECKING:
    from participation.projects.models import Module
    from participation.projects.plans import Plan
    from portal.accounts.models import User

KIND = "budget"
DEFAULTS = {
    **IDEA_DEFAULTS,
    "total": 50_000,
    "max_per_proposal": 0,
    "method": Box.Method.KNAPSACK.value,
    "most": 3,
    "rule": Box.Rule.GREEDY.value,
    "paper_days": 0,
}
SALT = "budgets.form"


@dataclass(frozen=True)
class Rules:
    """`most`: proposals on one ballot, None with the knapsack. `max_per_proposal`: euros, 0 without a limit."""

    total: int
    max_per_proposal: int
    method: str
    most: int | None
    rule: str

    @property
    def cap(self) -> int | None:
        return self.total if self.method == Box.Method.KNAPSACK else None


def rules_of(module: Module, box: Box | None = None) -> Rules:
    """Of the box once there is one: with the first ballot nothing changes any more."""
    values = {**DEFAULTS, **module.settings}
    most_each = int(values["max_per_proposal"])
    if box is not None:
        return Rules(box.total, most_each, box.method, box.most, box.rule)
    method = values["method"]
    most = int(values["most"]) if method == Box.Method.APPROVAL else None
    return Rules(int(values["total"]), most_each, method, most, values["rule"])


# --- Moments ------------------------------------------------------------------------------------


def has_begun(plan: Plan, module: Module, now: dt.datetime) -> bool:
    return any(phase.starts_at <= now for phase, _access in plan.windows(module, "vote"))


def ended_at(plan: Plan, module: Module, now: dt.datetime) -> dt.datetime | None:
    """When the vote ended; None while it runs, is still to come (again), or was never planned."""
    phases = [phase for phase, _access in plan.windows(module, "vote")]
    if not phases or any(phase.ends_at is None or phase.ends_at > now for phase in phases):
        return None
    return max(phase.ends_at for phase in phases if phase.ends_at is not None)


def span(plan: Plan, module: Module) -> tuple[dt.date, dt.date] | None:
    phases = [phase for phase, _access in plan.windows(module, "vote")]
    if not phases:
        return None
    ends = [phase.ends_at or phase.starts_at for phase in phases]
    first, last = min(phase.starts_at for phase in phases), max(ends) - dt.timedelta(seconds=1)
    return timezone.localtime(first).date(), timezone.localtime(last).date()


# --- The list -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """A line of the ballot. `idea`: its uuid, what a form sends back."""

    idea: uuid.UUID
    number: int
    title: str
    cost: int
    readable: bool = True


def choices_of(module: Module, box: Box | None) -> list[Choice]:
    """The frozen list, else what would be frozen now; by number. One query."""
    if box is not None:
        rows = Option.objects.filter(box=box).select_related("idea").order_by("number")
        return [_frozen(row) for row in rows]
    checks = Check.objects.filter(idea__module=module, state=Check.State.FEASIBLE, idea__status=Idea.Status.VISIBLE)
    found = checks.select_related("idea").order_by("idea__number")
    return [Choice(c.idea.uuid, c.idea.number, c.idea.title, c.cost or 0) for c in found]


def _frozen(row: Option) -> Choice:
    """What moderation has hidden since keeps its number and its votes, not its words."""
    readable = row.idea is None or row.idea.status != Idea.Status.HIDDEN
    title = row.title if readable else _("Vorschlag %(n)s (ausgeblendet)") % {"n": row.number}
    gone = row.idea is None or row.idea.status != Idea.Status.VISIBLE
    return Choice(row.idea_uuid, row.number, title, row.cost, not gone)


def checked_choice(rules: Rules, choices: Sequence[Choice], wanted: Iterable[uuid.UUID]) -> list[Choice]:
    """The chosen lines. Raises Refused: none, unknown, too many, too expensive."""
    by_key = {choice.idea: choice for choice in choices}
    keys = list(dict.fromkeys(wanted))
    if any(key not in by_key for key in keys):
        raise Refused(_("Einer der Vorschläge steht nicht auf dem Stimmzettel. Bitte wählen Sie neu."), code="unknown")
    if not keys:
        raise Refused(_("Bitte wählen Sie mindestens einen Vorschlag."), code="none")
    if rules.most is not None and len(keys) > rules.most:
        raise Refused(
            _("Bitte höchstens %(n)s Vorschläge. Sie haben %(m)s gewählt.") % {"n": rules.most, "m": len(keys)},
            code="most",
        )
    chosen = sorted((by_key[key] for key in keys), key=lambda choice: choice.number)
    spent = sum(choice.cost for choice in chosen)
    if rules.cap is not None and spent > rules.cap:
        raise Refused(
            _("Ihre Auswahl kostet %(spent)s und damit %(over)s zu viel. Bitte nehmen Sie Vorschläge heraus.")
            % {"spent": euros(spent), "over": euros(spent - rules.cap)},
            code="cap",
        )
    return chosen


def thousands(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def euros(amount: int) -> str:
    """ "12.500 €", with a narrow space that does not break."""
    return thousands(amount) + "\u202f€"


# --- Keys ---------------------------------------------------------------------------------------


def make_mark(user: User, module: Module) -> str:
    """Signed, carried by the form alone: a random key, the person, the module, the moment. Never stored."""
    return signing.dumps([uuid.uuid4().hex, user.pk, module.uuid.hex], salt=SALT)


def read_mark(value: str, user: User, module: Module) -> uuid.UUID | None:
    """The random key of a form made for this person and module within the last day; None for everything else."""
    try:
        key, owner, made_for = signing.loads(value[:400], salt=SALT, max_age=FORM_LIFE)
        return uuid.UUID(key) if owner == user.pk and made_for == module.uuid.hex else None
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None


def receipt_code(key: uuid.UUID) -> str:
    """„ABCD-EFGH-IJKL-MNOP“, 80 bits, from the form's key: the same form pressed twice shows the same code."""
    raw = salted_hmac("budgets.receipt", key.hex, algorithm="sha256").digest()[:10]
    code = base64.b32encode(raw).decode()
    return "-".join(code[i : i + 4] for i in range(0, 16, 4))


def fingerprint(module: Module, code: str) -> str:
    """What is published: the first 32 hex digits of SHA-256 over "<module uuid>:<code>". Anyone can compute it."""
    bare = "".join(c for c in code.upper()[:64] if c.isascii() and c.isalnum())
    return hashlib.sha256(f"{module.uuid}:{bare}".encode()).hexdigest()[:32]


def keyed(module: Module, what: str, value: str) -> str:
    """Fingerprint of a slip's number or of a person, useless outside of this module; "" for ""."""
    bare = "".join(value.casefold().split())
    return salted_hmac(f"budgets.{what}:{module.uuid}", bare, algorithm="sha256").hexdigest() if bare else ""
