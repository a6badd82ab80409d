"""Surveys: questions with conditions, responses, and who has taken part – in two tables that nothing connects.

Anonymity is a matter of the tables, not of the screens. An anonymous `Response` has no person and no date, a `Turnout`
has a person and a day but no response. All of them, and every `Answer`, carry a random primary key: with rising numbers
the seventh response would belong to the seventh turnout.
"""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from portal.cities.models import CityOwned

if TYPE_CHECKING:
    from collections.abc import Iterable

QUESTION_MAX = 300  # characters
HELP_MAX = 500
CHOICE_MAX = 150
TEXT_MAX = 2000  # of a free answer
OTHER_MAX = 200  # of „Sonstiges“
MAX_QUESTIONS = 40
MAX_CHOICES = 20
MAX_RANKED = 10
STEPS = (2, 10)
DRAFT_LIFE = dt.timedelta(days=14)


def random_id() -> int:
    """A primary key that tells nothing about the order of rows: 62 bits."""
    return secrets.randbelow(2**62 - 1) + 1


class Question(CityOwned):
    """One question. `condition_choices`: uuids of choices of `condition`, an earlier single or multiple question; the
    question is reached only by people who took one of them. Without `condition`: by everybody."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("eine Antwort")
        MULTIPLE = "multiple", _("mehrere Antworten")
        RANKING = "ranking", _("Rangfolge")
        SCALE = "scale", _("Skala")
        TEXT = "text", _("freier Text")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    module = models.ForeignKey("projects.Module", models.CASCADE, related_name="questions")
    kind = models.CharField(_("Art"), max_length=8, choices=Kind.choices, default=Kind.SINGLE)
    text = models.CharField(_("Frage"), max_length=QUESTION_MAX)
    help_text = models.CharField(_("Hinweis"), max_length=HELP_MAX, blank=True)
    easy_text = models.CharField(_("Frage in Leichter Sprache"), max_length=HELP_MAX, blank=True)
    required = models.BooleanField(_("Pflichtfrage"), default=False)
    max_choices = models.PositiveSmallIntegerField(_("Höchstens so viele Antworten"), null=True, blank=True)
    steps = models.PositiveSmallIntegerField(_("Stufen der Skala"), default=5)
    low_label = models.CharField(_("Die kleinste Stufe heißt"), max_length=40, blank=True)
    high_label = models.CharField(_("Die größte Stufe heißt"), max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    condition = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="dependents")
    condition_choices = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("Frage")
        verbose_name_plural = _("Fragen")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="question_has_text"),
            models.CheckConstraint(
                condition=Q(kind__in=["single", "multiple", "ranking", "scale", "text"]), name="question_kind"
            ),
            models.CheckConstraint(condition=Q(steps__range=STEPS), name="question_steps"),
            models.CheckConstraint(condition=Q(max_choices__isnull=True) | Q(max_choices__gte=1), name="question_max"),
            models.CheckConstraint(
                condition=Q(condition__isnull=True) | ~Q(condition=F("id")), name="question_not_self"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def has_choices(self) -> bool:
        return self.kind in (self.Kind.SINGLE, self.Kind.MULTIPLE, self.Kind.RANKING)

    @property
    def can_steer(self) -> bool:
        """Other questions may depend on its answer."""
        return self.kind in (self.Kind.SINGLE, self.Kind.MULTIPLE)


class Choice(CityOwned):
    """A ready-made answer. `other`: „Sonstiges“, with words of one's own."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    text = models.CharField(_("Antwort"), max_length=CHOICE_MAX)
    position = models.PositiveSmallIntegerField(default=0)
    other = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("Antwortmöglichkeit")
        verbose_name_plural = _("Antwortmöglichkeiten")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="choice_has_text"),
            models.UniqueConstraint(fields=["question", "text"], name="choice_text_once"),
            models.UniqueConstraint(fields=["question"], condition=Q(other=True), name="choice_other_once"),
        ]

    def __str__(self) -> str:
        return self.text


class ResponseQuerySet(models.QuerySet["Response"]):
    def submitted(self) -> ResponseQuerySet:
        return self.filter(state=Response.State.SUBMITTED)

    def drafts(self, now: dt.datetime | None = None) -> ResponseQuerySet:
        """Drafts that can still be continued."""
        return self.filter(state=Response.State.DRAFT, expires_at__gt=now or timezone.now())

    def expired(self, now: dt.datetime | None = None) -> ResponseQuerySet:
        return self.filter(state=Response.State.DRAFT, expires_at__lte=now or timezone.now())


class Response(CityOwned):
    """One filled-in survey.

    A draft is found by the hash of a secret that only its link holds; its answers stand in `draft` as typed. Submitting
    turns them into rows of `Answer` and forgets the secret. `anonymous` is what the person was promised at the start.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Entwurf")
        SUBMITTED = "submitted", _("abgegeben")

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    module = models.ForeignKey("projects.Module", models.CASCADE, related_name="responses")
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    anonymous = models.BooleanField(default=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # sha256, hex; null, not empty: unique among drafts
    resume_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001
    draft = models.JSONField(default=dict, blank=True)
    mails = models.PositiveSmallIntegerField(default=0)  # links sent for this draft
    started_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)  # drafts only

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(ResponseQuerySet), city="city")

    class Meta:
        verbose_name = _("Antwortbogen")
        verbose_name_plural = _("Antwortbögen")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft", resume_hash__isnull=False, expires_at__isnull=False)
                | Q(state="submitted", resume_hash__isnull=True, expires_at__isnull=True, mails=0),
                name="response_draft_or_submitted",
            ),
            models.CheckConstraint(
                condition=Q(anonymous=False) | Q(user__isnull=True, started_at__isnull=True, submitted_at__isnull=True),
                name="response_anonymous",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["module", "state"], name="response_by_module")]

    def __str__(self) -> str:
        return str(self.uuid)


class Answer(CityOwned):
    """One mark of a submitted response. single, multiple: a row per choice (`text`: „Sonstiges“); ranking: a row per
    choice with its place in `number`; scale: `number`; text: `text`. `first`: one row per response and question, so that
    people are counted without COUNT(DISTINCT)."""

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.RESTRICT, related_name="answers")
    choice = models.ForeignKey(Choice, models.RESTRICT, null=True, blank=True, related_name="answers")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(max_length=TEXT_MAX, blank=True)
    first = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("Antwort")
        verbose_name_plural = _("Antworten")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(choice__isnull=False) | Q(number__isnull=False) | ~Q(text=""), name="answer_says_something"
            ),
            models.UniqueConstraint(fields=["response", "question", "choice"], name="answer_choice_once"),
            models.UniqueConstraint(
                fields=["response", "question"], condition=Q(choice__isnull=True), name="answer_value_once"
            ),
            models.UniqueConstraint(
                fields=["response", "question", "number"],
                condition=Q(choice__isnull=False, number__isnull=False),
                name="answer_place_once",
            ),
            models.UniqueConstraint(fields=["response", "question"], condition=Q(first=True), name="answer_first_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["question", "choice", "number"], name="answer_figures")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.choice_id or self.number or '…'}"


class Turnout(CityOwned):
    """This person has answered this survey, on this day. Says nothing about what. Both null: the account is gone."""

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    module = models.ForeignKey("projects.Module", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    guest = models.UUIDField(null=True, blank=True)
    day = models.DateField()

    class Meta:
        verbose_name = _("Teilnahme an einer Umfrage")
        verbose_name_plural = _("Teilnahmen an Umfragen")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["module", "user"], name="turnout_user_once"),
            models.UniqueConstraint(fields=["module", "guest"], name="turnout_guest_once"),
            models.CheckConstraint(condition=Q(user__isnull=True) | Q(guest__isnull=True), name="turnout_one_person"),
        ]

    def __str__(self) -> str:
        return f"{self.module_id}: {self.day}"


def questions_of(module_id: int) -> list[Question]:
    """All questions in order, their choices ready in `question.choice_list` (ordered): two queries."""
    from django.db.models import Prefetch

    rows = Question.objects.filter(module_id=module_id).prefetch_related(
        Prefetch("choices", queryset=Choice.objects.order_by("position", "pk"), to_attr="choice_list")
    )
    return list(rows)


def choices_of(questions: Iterable[Question]) -> dict[str, Choice]:
    """uuid → choice, over all questions read by `questions_of`."""
    return {str(c.uuid): c for q in questions for c in q.choice_list}  # type: ignore[attr-defined]
