"""Questions for a meeting, and who would like to hear the answer, too."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from portal.cities.models import CityOwned

if TYPE_CHECKING:
    from portal.accounts.models import User

TEXT_MAX = 400
ANSWER_MAX = 600


class QuestionQuerySet(models.QuerySet["Question"]):
    def shown(self) -> QuestionQuerySet:
        """What everybody reads: let in by the desk and not hidden by moderation."""
        return self.filter(status=Question.Status.VISIBLE, state__in=Question.SHOWN)

    def supported_by(self, user: User | None) -> QuestionQuerySet:
        """With `supported`: the member's own support, in the same query."""
        if user is None:
            return self
        return self.annotate(supported=Exists(Support.objects.filter(question=OuterRef("pk"), user=user)))


class Question(CityOwned):
    """`state` is the desk's (let in, on stage, answered), `status` moderation's and the author's.

    `nameless`: asked without account and without a confirmed address, see `actions.ask_question`. `fingerprint`: equal
    for questions that differ only in case, spaces and punctuation.
    """

    class Status(models.TextChoices):
        VISIBLE = "visible", _("sichtbar")
        HIDDEN = "hidden", _("ausgeblendet")
        DELETED = "deleted", _("gelöscht")

    class State(models.TextChoices):
        WAITING = "waiting", _("wartet auf Freigabe")
        APPROVED = "approved", _("offen")
        STAGE = "stage", _("wird gerade besprochen")
        ANSWERED = "answered", _("beantwortet")
        REFUSED = "refused", _("nicht zugelassen")

    SHOWN: ClassVar = ("approved", "stage", "answered")
    OPEN: ClassVar = ("approved", "stage")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    module = models.ForeignKey("projects.Module", models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    text = models.CharField(_("Ihre Frage"), max_length=TEXT_MAX, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    guest = models.UUIDField(null=True, editable=False)
    nameless = models.BooleanField(default=False, editable=False)
    form_key = models.UUIDField(null=True, editable=False)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.VISIBLE)
    hidden_reason = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    answer = models.CharField(_("Antwort"), max_length=ANSWER_MAX, blank=True)
    answered_at = models.DateTimeField(null=True)
    support_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(QuestionQuerySet), city="city")

    class Meta:
        verbose_name = _("Frage")
        verbose_name_plural = _("Fragen")
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["module", "status", "state", "-support_count", "id"], name="live_by_support"),
            models.Index(fields=["module", "fingerprint"], name="live_by_fingerprint"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["module", "form_key"], name="live_question_form_once"),
            models.UniqueConstraint(
                fields=["module"], condition=Q(state="stage", status="visible"), name="live_one_on_stage"
            ),
            models.UniqueConstraint(
                fields=["module", "fingerprint"],
                condition=Q(nameless=True, state="waiting", status="visible"),
                name="live_nameless_question_once",
            ),
            models.CheckConstraint(condition=Q(status="deleted") | ~Q(text=""), name="live_question_has_text"),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False), name="live_answered_when"
            ),
            models.CheckConstraint(
                condition=Q(nameless=False) | Q(author__isnull=True, guest__isnull=True), name="live_nameless"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_visible(self) -> bool:
        return self.status == self.Status.VISIBLE

    @property
    def is_shown(self) -> bool:
        return self.is_visible and self.state in self.SHOWN

    @property
    def takes_support(self) -> bool:
        return self.is_visible and self.state in self.OPEN

    @property
    def chip(self) -> str:
        """Kind of components/chip.html."""
        return {"waiting": "off", "approved": "info", "stage": "warn", "answered": "ok", "refused": "err"}[self.state]

    @property
    def author_name(self) -> str:
        """Public name; needs `author` in memory."""
        if self.author is not None:
            return self.author.public_name
        return _now("Gast") if self.guest or self.nameless else _now("Gelöschtes Konto")


class Support(CityOwned):
    """A person would like to hear the answer, too: once each."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="supports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    guest = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Unterstützung einer Frage")
        verbose_name_plural = _("Unterstützungen von Fragen")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "user"], name="live_support_user_once"),
            models.UniqueConstraint(fields=["question", "guest"], name="live_support_guest_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.user_id or self.guest}"
