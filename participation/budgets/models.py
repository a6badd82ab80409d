"""Budgets that residents decide on: checks of proposals, who voted, and ballots that name nobody.

`Voter` says that a person voted and on which day, `Ballot` says what was chosen. No column, key or time joins the two:
both have random keys, a ballot has no time at all, and when the box is counted all ballots are written anew in random
order. See docs/decisions/ballot-secrecy.md.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.cities.models import CityOwned
from portal.offices.fields import CityForeignKey

REASON_MAX = 1000
COST_MAX = 100_000_000  # euros
CHOICES_MAX = 50


def today() -> dt.date:
    return timezone.localdate()


class Check(CityOwned):
    """The city's word on a proposal: can it be done, and what does it cost. Only feasible ones come on the ballot."""

    class State(models.TextChoices):
        OPEN = "open", _("wird geprüft")
        FEASIBLE = "feasible", _("umsetzbar")
        NOT_FEASIBLE = "not_feasible", _("nicht umsetzbar")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    idea = models.OneToOneField("ideas.Idea", models.CASCADE, related_name="budget_check")
    state = models.CharField(_("Ergebnis"), max_length=12, choices=State.choices, default=State.OPEN)
    reason = models.TextField(_("Begründung"), max_length=REASON_MAX, blank=True)
    cost = models.PositiveIntegerField(_("Kosten in Euro"), null=True, blank=True)
    office = CityForeignKey(
        "offices.Office", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Geprüft von")
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Prüfung eines Vorschlags")
        verbose_name_plural = _("Prüfungen von Vorschlägen")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="feasible") | Q(cost__isnull=False, cost__gte=1), name="budget_feasible_has_cost"
            ),
            models.CheckConstraint(condition=~Q(state="not_feasible") | ~Q(reason=""), name="budget_no_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.state}"

    @property
    def chip(self) -> str:
        return {"open": "info", "feasible": "ok", "not_feasible": "err"}[self.state]


class Box(CityOwned):
    """The ballot box of a module: what is voted on, by which rules. Frozen with the first ballot, closed by the count."""

    class Method(models.TextChoices):
        KNAPSACK = "knapsack", _("auswählen, bis das Geld verplant ist")
        APPROVAL = "approval", _("eine feste Zahl von Vorschlägen wählen")

    class Rule(models.TextChoices):
        GREEDY = "greedy", _("nach Stimmen")
        EQUAL_SHARES = "equal_shares", _("gleiche Anteile")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    module = models.OneToOneField("projects.Module", models.CASCADE, related_name="budget_box")
    method = models.CharField(max_length=10, choices=Method.choices)
    rule = models.CharField(max_length=14, choices=Rule.choices)
    total = models.PositiveIntegerField()  # euros
    most = models.PositiveSmallIntegerField(null=True)  # proposals on one ballot; None with the knapsack
    opened_on = models.DateField(default=today)
    closed_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict, blank=True)  # counting.Outcome, with figures; written once, by the count

    class Meta:
        verbose_name = _("Wahlurne")
        verbose_name_plural = _("Wahlurnen")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(total__gte=1), name="budget_box_has_money"),
            models.CheckConstraint(
                condition=Q(method="knapsack", most__isnull=True) | Q(method="approval", most__gte=1),
                name="budget_box_limit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.module_id}: {self.method}"

    @property
    def cap(self) -> int | None:
        """Euros that one ballot may spend."""
        return self.total if self.method == self.Method.KNAPSACK else None


class Option(CityOwned):
    """A proposal on the ballot, as it stood when the first ballot was cast."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    box = models.ForeignKey(Box, models.CASCADE, related_name="options")
    idea = models.ForeignKey("ideas.Idea", models.SET_NULL, null=True, related_name="+")
    idea_uuid = models.UUIDField()
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    cost = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("Vorschlag auf dem Stimmzettel")
        verbose_name_plural = _("Vorschläge auf dem Stimmzettel")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["box", "number"], name="budget_option_number"),
            models.UniqueConstraint(fields=["box", "idea_uuid"], name="budget_option_idea"),
            models.CheckConstraint(condition=Q(cost__gte=1), name="budget_option_cost"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.title}"


class Source(models.TextChoices):
    ONLINE = "online", _("im Portal")
    PAPER = "paper", _("auf Papier")


class Voter(CityOwned):
    """Someone has voted: an account, or the number of a voting slip (keyed). Once each; nothing leads to a ballot.

    `holder`: keyed fingerprint of the person behind the proof of residence, so that a second account is no second
    vote; emptied by the count.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # no order of arrival
    module = models.ForeignKey("projects.Module", models.CASCADE, related_name="budget_voters")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    slip = models.CharField(max_length=64, blank=True)
    holder = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=6, choices=Source.choices)
    day = models.DateField(default=today)

    class Meta:
        verbose_name = _("Vermerk im Wählerverzeichnis")
        verbose_name_plural = _("Vermerke im Wählerverzeichnis")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["module", "user"], name="budget_voter_once"),
            models.UniqueConstraint(fields=["module", "slip"], condition=~Q(slip=""), name="budget_slip_once"),
            models.UniqueConstraint(fields=["module", "holder"], condition=~Q(holder=""), name="budget_holder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.module_id}: {self.source}"


class Ballot(CityOwned):
    """A ballot: what was chosen, by nobody in particular. `cap` and `most` are the box's, so the database can compare.

    `city`: in a joint project the city whose resident it is. `receipt`: fingerprint of the code that only the voter
    has. `register`: number that the clerk wrote on the paper. A void paper counts, and chooses nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # no order of arrival
    box = models.ForeignKey(Box, models.CASCADE, related_name="ballots")
    source = models.CharField(max_length=6, choices=Source.choices)
    receipt = models.CharField(max_length=32, blank=True)
    register = models.CharField(max_length=20, blank=True)
    valid = models.BooleanField(default=True)
    total = models.PositiveBigIntegerField()  # euros that it spends
    size = models.PositiveSmallIntegerField()  # proposals that it chooses
    cap = models.PositiveIntegerField(null=True)
    most = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("Stimmzettel")
        verbose_name_plural = _("Stimmzettel")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["box", "receipt"], condition=~Q(receipt=""), name="budget_receipt_once"),
            models.UniqueConstraint(fields=["box", "register"], condition=~Q(register=""), name="budget_register_once"),
            models.CheckConstraint(
                condition=Q(source="online", register="", valid=True) & ~Q(receipt="")
                | Q(source="paper", receipt="") & ~Q(register=""),
                name="budget_ballot_source",
            ),
            models.CheckConstraint(condition=Q(cap__isnull=True) | Q(total__lte=F("cap")), name="budget_within_cap"),
            models.CheckConstraint(condition=Q(most__isnull=True) | Q(size__lte=F("most")), name="budget_within_most"),
            models.CheckConstraint(
                condition=Q(valid=True, size__gte=1, total__gte=1) | Q(valid=False, size=0, total=0),
                name="budget_void_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.box_id}: {self.source}"


class BallotLine(CityOwned):
    """One proposal that a ballot chooses."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="lines")
    option = models.ForeignKey(Option, models.CASCADE, related_name="lines")

    class Meta:
        verbose_name = _("Zeile eines Stimmzettels")
        verbose_name_plural = _("Zeilen von Stimmzetteln")
        constraints: ClassVar = [models.UniqueConstraint(fields=["ballot", "option"], name="budget_line_once")]

    def __str__(self) -> str:
        return f"{self.ballot_id} → {self.option_id}"
