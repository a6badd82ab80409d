"""Weights: how much a list of proposals matters to people. Three methods: rating, points, pairs.

Who weighed is a keyed hash of module and person (`voters.py`), never a foreign key: see
docs/decisions/pseudonymous-weights.md. Rows of weights have random keys and no time, so that neither their order nor
their moment leads to a person.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.cities.models import CityOwned

TITLE_MAX = 120
TEXT_MAX = 600
STARS = 5  # a rating is 0 to 5
POINTS_MAX = 100  # largest number of points that a module may hand out


class Method(models.TextChoices):
    RATING = "rating", _("bewerten: jeder Vorschlag bekommt 0 bis 5")
    POINTS = "points", _("Punkte verteilen")
    PAIRWISE = "pairwise", _("vergleichen: welcher von zweien ist wichtiger?")


class Option(CityOwned):
    """A proposal of a module, edited by the desk until the first weight. `path`: where more about it stands."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    module = models.ForeignKey("projects.Module", models.CASCADE, related_name="priority_options")
    title = models.CharField(_("Titel"), max_length=TITLE_MAX)
    text = models.TextField(_("Beschreibung"), max_length=TEXT_MAX, blank=True)
    path = models.CharField(max_length=300, blank=True)
    source = models.UUIDField(null=True, blank=True)  # of the idea that it was copied from
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)

    class Meta:
        verbose_name = _("Vorschlag")
        verbose_name_plural = _("Vorschläge")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["module", "source"], condition=Q(source__isnull=False), name="priority_source_once"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="priority_option_has_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Weight(CityOwned):
    """One person's rating of an option, or the points the person gave it. `method`: what the value means."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    module = models.ForeignKey("projects.Module", models.CASCADE, related_name="+")
    option = models.ForeignKey(Option, models.CASCADE, related_name="weights")
    voter = models.CharField(max_length=64)
    method = models.CharField(max_length=8, choices=Method.choices)
    value = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("Gewicht")
        verbose_name_plural = _("Gewichte")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["module", "voter", "method", "option"], name="priority_weight_once"),
            models.CheckConstraint(
                condition=Q(method="rating", value__lte=STARS)
                | Q(method="points", value__gte=1, value__lte=POINTS_MAX),
                name="priority_weight_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.option_id}: {self.value}"


class Tally(CityOwned):
    """The sum of an option's weights and how many there are, kept by `actions.weigh`: results cost the same for any crowd."""

    module = models.ForeignKey("projects.Module", models.CASCADE, related_name="+")
    option = models.ForeignKey(Option, models.CASCADE, related_name="tallies")
    method = models.CharField(max_length=8, choices=Method.choices)
    total = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("Zwischensumme")
        verbose_name_plural = _("Zwischensummen")
        constraints: ClassVar = [models.UniqueConstraint(fields=["option", "method"], name="priority_tally_once")]

    def __str__(self) -> str:
        return f"{self.option_id}: {self.total}/{self.people}"


class Pair(CityOwned):
    """Two options that were compared, with counters (`first` is the one with the smaller id). `asked`: all answers."""

    module = models.ForeignKey("projects.Module", models.CASCADE, related_name="+")
    first = models.ForeignKey(Option, models.CASCADE, related_name="+")
    second = models.ForeignKey(Option, models.CASCADE, related_name="+")
    asked = models.PositiveIntegerField(default=0)
    first_count = models.PositiveIntegerField(default=0)
    second_count = models.PositiveIntegerField(default=0)
    equal_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("Paar")
        verbose_name_plural = _("Paare")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="priority_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="priority_pair_order"),
            models.CheckConstraint(
                condition=Q(asked__gte=F("first_count") + F("second_count") + F("equal_count")),
                name="priority_pair_sums",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}/{self.second_id}"


class Comparison(CityOwned):
    """One person's answer to a pair."""

    class Answer(models.TextChoices):
        FIRST = "first", _("der erste")
        SECOND = "second", _("der zweite")
        EQUAL = "equal", _("beide gleich")
        UNKNOWN = "unknown", _("weiß nicht")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    module = models.ForeignKey("projects.Module", models.CASCADE, related_name="+")
    pair = models.ForeignKey(Pair, models.CASCADE, related_name="comparisons")
    voter = models.CharField(max_length=64)
    answer = models.CharField(max_length=8, choices=Answer.choices)

    class Meta:
        verbose_name = _("Vergleich")
        verbose_name_plural = _("Vergleiche")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["module", "voter", "pair"], name="priority_comparison_once"),
            models.CheckConstraint(
                condition=Q(answer__in=["first", "second", "equal", "unknown"]), name="priority_comparison_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pair_id}: {self.answer}"
