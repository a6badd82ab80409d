"""Official answers: what an office of the city says to a contribution, and what became of it.

A contribution is any row of another app, known by `kind` and uuid (registry.py). It has at most one current answer;
earlier ones stay as history. Its state stands on the contribution, too, set through the app's own action.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.cities.models import CityOwned

REASON_MAX = 3000
OFFICE_MAX = 80
LATE = dt.timedelta(days=14)  # a contribution that waits longer is late


class State(models.TextChoices):
    """What an answer can say. "new" is the state of what nobody has answered."""

    REVIEW = "review", _("in Prüfung")
    ACCEPTED = "accepted", _("angenommen")
    PARTLY = "partly", _("teilweise angenommen")
    REJECTED = "rejected", _("abgelehnt")


CHIPS: dict[str, str] = {"new": "off", "review": "info", "accepted": "ok", "partly": "warn", "rejected": "err"}


class Answer(CityOwned):
    """`city`: whose desk answered, the city of the contribution. `author` is known to the desk only."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20)
    object_uuid = models.UUIDField()
    module = models.ForeignKey("projects.Module", models.CASCADE, related_name="answers")
    state = models.CharField(_("Stand"), max_length=8, choices=State.choices)
    reason = models.TextField(_("Begründung"), max_length=REASON_MAX, blank=True)
    office = models.CharField(_("Im Namen von"), max_length=OFFICE_MAX)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    current = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Amtliche Antwort")
        verbose_name_plural = _("Amtliche Antworten")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "object_uuid"], condition=Q(current=True), name="answer_one_is_current"
            ),
            models.CheckConstraint(condition=Q(state="review") | ~Q(reason=""), name="answer_has_reason"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="answer_state"),
            models.CheckConstraint(condition=~Q(office=""), name="answer_has_office"),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "object_uuid", "-created_at"], name="answer_history")]

    def __str__(self) -> str:
        return f"{self.office}: {self.get_state_display()}"

    @property
    def chip(self) -> str:
        return CHIPS[self.state]


class AnswerTemplate(CityOwned):
    """Words that a city's desk uses again."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("Name der Vorlage"), max_length=80)
    state = models.CharField(_("Stand"), max_length=8, choices=State.choices, blank=True)
    text = models.TextField(_("Text"), max_length=REASON_MAX)

    class Meta:
        verbose_name = _("Antwortvorlage")
        verbose_name_plural = _("Antwortvorlagen")
        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["city", "title"], name="answer_template_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="answer_template_whole"),
        ]

    def __str__(self) -> str:
        return self.title
