"""Ideas: what people propose for a place, who supports them, and what the city makes of them.

Modules of several kinds collect ideas ("ideas", "budget", …): an idea knows its module, never the kind.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from portal.cities.models import CityOwned

if TYPE_CHECKING:
    from portal.accounts.models import User

TITLE_MAX = 120
TEXT_MAX = 4000
PLACE_MAX = 160
CATEGORY_MAX = 60
EDIT_WINDOW = dt.timedelta(minutes=15)
PER_PAGE = 20


class Category(CityOwned):
    """A heading under which a module sorts its ideas. One that is used is never deleted, only switched off."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    module = models.ForeignKey("projects.Module", models.CASCADE, related_name="idea_categories")
    name = models.CharField(_("Thema"), max_length=CATEGORY_MAX)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    switched_on = models.BooleanField(_("Wählbar"), default=True)

    class Meta:
        verbose_name = _("Thema")
        verbose_name_plural = _("Themen")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["module", "name"], name="idea_category_once"),
            models.CheckConstraint(condition=~Q(name=""), name="idea_category_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class IdeaQuerySet(models.QuerySet["Idea"]):
    def readable(self) -> IdeaQuerySet:
        return self.filter(status=Idea.Status.VISIBLE)

    def placed(self) -> IdeaQuerySet:
        return self.filter(latitude__isnull=False)

    def sorted_by(self, sort: str) -> IdeaQuerySet:
        """One of SORTS; each has its own index."""
        return self.order_by(*SORTS[sort])


SORTS: dict[str, tuple[str, ...]] = {
    "neu": ("-created_at", "-pk"),
    "unterstuetzt": ("-support_count", "-created_at", "-pk"),
    "diskutiert": ("-comment_count", "-created_at", "-pk"),
    "nummer": ("number",),
}


class Idea(CityOwned):
    """A proposal. `city`: whose desk answers and moderates it. Its author's account may be gone: the text stays.

    A deleted idea keeps its number and nothing else. `number` counts within the project and is never used twice.
    """

    class Status(models.TextChoices):
        VISIBLE = "visible", _("sichtbar")
        HIDDEN = "hidden", _("ausgeblendet")
        DELETED = "deleted", _("zurückgezogen")

    class State(models.TextChoices):
        NEW = "new", _("neu")
        REVIEW = "review", _("in Prüfung")
        ACCEPTED = "accepted", _("angenommen")
        PARTLY = "partly", _("teilweise angenommen")
        REJECTED = "rejected", _("abgelehnt")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="ideas")
    module = models.ForeignKey("projects.Module", models.CASCADE, related_name="ideas")
    number = models.PositiveIntegerField(_("Nummer"))
    title = models.CharField(_("Titel"), max_length=TITLE_MAX, blank=True)
    text = models.TextField(_("Beschreibung"), max_length=TEXT_MAX, blank=True)
    category = models.ForeignKey(
        Category, models.SET_NULL, null=True, blank=True, related_name="ideas", verbose_name=_("Thema")
    )
    latitude = models.FloatField(_("Breite"), null=True, blank=True)  # WGS 84 degrees, six decimals
    longitude = models.FloatField(_("Länge"), null=True, blank=True)
    place = models.CharField(_("Ort"), max_length=PLACE_MAX, blank=True)
    picture = models.ForeignKey(
        "library.PortalImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Bild")
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    guest = models.UUIDField(null=True, blank=True)  # of participation.guests, for people without account
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.VISIBLE)
    hidden_reason = models.CharField(max_length=20, blank=True)
    state = models.CharField(_("Stand"), max_length=8, choices=State.choices, default=State.NEW)
    cost = models.DecimalField(_("Kosten in Euro"), max_digits=12, decimal_places=2, null=True, blank=True)
    support_count = models.PositiveIntegerField(default=0)
    comment_count = models.PositiveIntegerField(default=0)
    form_key = models.UUIDField(null=True, editable=False)  # one per rendered form: a double submit stores once
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(IdeaQuerySet), city="city")

    class Meta:
        verbose_name = _("Idee")
        verbose_name_plural = _("Ideen")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="idea_number_once"),
            models.UniqueConstraint(fields=["module", "form_key"], name="idea_form_once"),
            models.CheckConstraint(condition=Q(status="deleted") | ~(Q(title="") | Q(text="")), name="idea_has_text"),
            models.CheckConstraint(
                condition=~Q(status="deleted") | Q(title="", text="", place="", latitude__isnull=True),
                name="idea_deleted_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(  # "is not null" is said aloud: a check that is NULL would pass
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
                name="idea_point_is_whole",
            ),
            models.CheckConstraint(condition=Q(cost__isnull=True) | Q(cost__gte=0), name="idea_cost_positive"),
            models.CheckConstraint(condition=Q(author__isnull=True) | Q(guest__isnull=True), name="idea_one_author"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["module", "-created_at", "-id"], condition=Q(status="visible"), name="idea_by_time"),
            models.Index(
                fields=["module", "-support_count", "-created_at", "-id"],
                condition=Q(status="visible"),
                name="idea_by_support",
            ),
            models.Index(
                fields=["module", "-comment_count", "-created_at", "-id"],
                condition=Q(status="visible"),
                name="idea_by_comments",
            ),
            models.Index(fields=["module", "number"], name="idea_by_number"),
            models.Index(fields=["author", "created_at"], name="idea_pace"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.title}"

    @property
    def is_visible(self) -> bool:
        return self.status == self.Status.VISIBLE

    @property
    def is_deleted(self) -> bool:
        return self.status == self.Status.DELETED

    @property
    def is_placed(self) -> bool:
        return self.latitude is not None and self.longitude is not None

    @property
    def chip(self) -> str:
        """Kind of components/chip.html for the state."""
        return CHIPS[self.state]

    @property
    def author_name(self) -> str:
        if self.author is not None:
            return self.author.public_name
        return str(_("ohne Konto")) if self.guest else str(_("Gelöschtes Konto"))

    def editable_until(self) -> dt.datetime:
        return self.created_at + EDIT_WINDOW

    def is_by(self, user: User | None) -> bool:
        return user is not None and self.author_id is not None and self.author_id == user.pk


CHIPS: dict[str, str] = {
    Idea.State.NEW: "off",
    Idea.State.REVIEW: "info",
    Idea.State.ACCEPTED: "ok",
    Idea.State.PARTLY: "warn",
    Idea.State.REJECTED: "err",
}


class Support(CityOwned):
    """A person stands behind an idea, once. When the account goes, the support stays, without the person."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="supports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    guest = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Unterstützung")
        verbose_name_plural = _("Unterstützungen")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["idea", "user"], name="idea_supported_once"),
            models.UniqueConstraint(fields=["idea", "guest"], name="idea_supported_once_guest"),
            models.CheckConstraint(condition=Q(user__isnull=True) | Q(guest__isnull=True), name="idea_one_supporter"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id or self.guest} → {self.idea_id}"
