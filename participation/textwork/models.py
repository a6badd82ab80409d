"""A text that people check together: immutable versions, paragraphs with a lasting identity, proposals to change them.

`Anchor` is the identity of a paragraph over all versions: comments and suggestions hang on it, so a new version loses
none of them. A version without a number is the draft (one per module): only its `source` counts until it is published.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from portal.cities.models import CityOwned

WORDING_MAX = 4000  # characters of a paragraph and of a proposed wording
REASON_MAX = 1000
ANSWER_MAX = 1000
NOTE_MAX = 300
SOURCE_MAX = 200_000  # characters of a whole text
PARAGRAPHS_MAX = 500


class Version(CityOwned):
    """One state of the text. With a number it is published and never changes; without one it is the module's draft."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    module = models.ForeignKey("projects.Module", models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(null=True, editable=False)
    source = models.TextField(max_length=SOURCE_MAX, blank=True)
    note = models.CharField(_("Was ist neu?"), max_length=NOTE_MAX, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("Fassung")
        verbose_name_plural = _("Fassungen")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["module", "number"], name="textwork_version_number"),
            models.UniqueConstraint(
                fields=["module"], condition=Q(number__isnull=True), name="textwork_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True, published_at__isnull=True)
                | Q(number__gte=1, published_at__isnull=False),
                name="textwork_number_when_published",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return _now("Fassung %(n)s") % {"n": self.number} if self.number else _now("Entwurf")


class Anchor(CityOwned):
    """The identity of a paragraph. `suggestion_count`: readable suggestions, kept by the actions."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    module = models.ForeignKey("projects.Module", models.CASCADE, related_name="+")
    suggestion_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("Absatz")
        verbose_name_plural = _("Absätze")

    def __str__(self) -> str:
        return str(self.uuid)


class Paragraph(CityOwned):
    """The wording of a paragraph in one version. `level`: of a heading, 1 to 3."""

    class Kind(models.TextChoices):
        HEADING = "heading", _("Überschrift")
        PARAGRAPH = "paragraph", _("Absatz")
        LIST = "list", _("Aufzählung")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(Version, models.CASCADE, related_name="paragraphs")
    anchor = models.ForeignKey(Anchor, models.RESTRICT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PARAGRAPH)
    level = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(max_length=WORDING_MAX)
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("Absatz einer Fassung")
        verbose_name_plural = _("Absätze einer Fassung")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="textwork_paragraph_position"),
            models.UniqueConstraint(fields=["version", "anchor"], name="textwork_paragraph_anchor"),
            models.CheckConstraint(condition=~Q(text=""), name="textwork_paragraph_has_text"),
            models.CheckConstraint(
                condition=Q(kind="heading", level__range=(1, 3)) | Q(kind__in=["paragraph", "list"], level=0),
                name="textwork_paragraph_level",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @property
    def tag_level(self) -> int:
        """Level of the HTML heading: the page's title is the only h1."""
        return self.level + 1


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def readable(self) -> SuggestionQuerySet:
        return self.filter(status=Suggestion.Status.VISIBLE)


class Suggestion(CityOwned):
    """Another wording for a paragraph. `version`: the one that its author had in front of them."""

    class Status(models.TextChoices):
        VISIBLE = "visible", _("sichtbar")
        HIDDEN = "hidden", _("ausgeblendet")
        DELETED = "deleted", _("gelöscht")

    class State(models.TextChoices):
        NEW = "new", _("offen")
        ACCEPTED = "accepted", _("übernommen")
        PARTLY = "partly", _("teilweise übernommen")
        REJECTED = "rejected", _("nicht übernommen")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    module = models.ForeignKey("projects.Module", models.CASCADE, related_name="+")
    anchor = models.ForeignKey(Anchor, models.RESTRICT, related_name="suggestions")
    version = models.ForeignKey(Version, models.RESTRICT, related_name="+")
    number = models.PositiveIntegerField()  # „Nr.“, of the project
    wording = models.TextField(_("Ihr Wortlaut"), max_length=WORDING_MAX, blank=True)
    reason = models.TextField(_("Begründung"), max_length=REASON_MAX, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    guest = models.UUIDField(null=True, editable=False)
    form_key = models.UUIDField(null=True, editable=False)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.VISIBLE)
    hidden_reason = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    answer = models.TextField(_("Antwort"), max_length=ANSWER_MAX, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    in_draft: bool | None = None  # answer of `actions.decide`: the wording stands in the draft; None: not accepted

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(SuggestionQuerySet), city="city")

    class Meta:
        verbose_name = _("Änderungsvorschlag")
        verbose_name_plural = _("Änderungsvorschläge")
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["module", "status", "-created_at", "-id"], name="textwork_by_time"),
            models.Index(fields=["anchor", "status", "-created_at", "-id"], name="textwork_by_anchor"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["module", "form_key"], name="textwork_suggestion_form_once"),
            models.CheckConstraint(
                condition=Q(status="deleted") | ~Q(wording=""), name="textwork_suggestion_has_wording"
            ),
            models.CheckConstraint(
                condition=Q(state="new") | Q(decided_at__isnull=False), name="textwork_decided_when"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["partly", "rejected"]) | ~Q(answer=""), name="textwork_no_needs_reason"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Nr. {self.number}"

    @property
    def is_visible(self) -> bool:
        return self.status == self.Status.VISIBLE

    @property
    def is_open(self) -> bool:
        return self.state == self.State.NEW

    @property
    def chip(self) -> str:
        """Kind of components/chip.html."""
        return {"new": "info", "accepted": "ok", "partly": "warn", "rejected": "off"}[self.state]

    @property
    def author_name(self) -> str:
        """Public name; needs `author` in memory."""
        if self.author is not None:
            return self.author.public_name
        return _now("Gast") if self.guest else _now("Gelöschtes Konto")
