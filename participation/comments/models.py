"""Discussions on pages: one thread per page, comments two levels deep, likes."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from portal.cities.models import City, CityOwned, RoleGroup
from portal.cities.roles import all_roles

if TYPE_CHECKING:
    from portal.accounts.models import User

TEXT_MAX = 2000  # characters
EDIT_WINDOW = dt.timedelta(minutes=15)
ROOTS_PER_PAGE = 20
REPLIES_SHOWN = 3  # under each root; the rest has a page of its own
REPLIES_PER_PAGE = 50


class ThreadQuerySet(models.QuerySet["Thread"]):
    def public(self) -> ThreadQuerySet:
        """Threads of pages that visitors may see: switched on, on a live page."""
        return self.filter(switched_on=True, page__live=True)


class Thread(CityOwned):
    """The discussion of one page, or of one row of another app (`subject`: kind of `hosts.sources()`, and its uuid).

    Counters are kept exact by the actions, under a lock on this row.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("offen")
        CLOSED = "closed", _("geschlossen")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    page = models.OneToOneField("wagtailcore.Page", models.CASCADE, related_name="+", null=True)
    subject = models.CharField(max_length=20, blank=True)
    subject_uuid = models.UUIDField(null=True)
    switched_on = models.BooleanField(default=True)  # follows the block „Diskussion“ of the published page
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    closed_reason = models.CharField(max_length=300, blank=True)
    comment_count = models.PositiveIntegerField(default=0)  # readable comments, replies included
    root_count = models.PositiveIntegerField(default=0)  # listed roots, placeholders included: what the pager counts
    created_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(ThreadQuerySet), city="city")

    class Meta:
        verbose_name = _("Diskussion")
        verbose_name_plural = _("Diskussionen")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(status="closed") | ~Q(closed_reason=""), name="thread_closed_reason"),
            models.CheckConstraint(
                condition=Q(page__isnull=False, subject="", subject_uuid__isnull=True)
                | Q(page__isnull=True, subject_uuid__isnull=False) & ~Q(subject=""),
                name="thread_about_one_thing",
            ),
            models.UniqueConstraint(fields=["subject", "subject_uuid"], name="thread_subject_once"),
        ]

    def __str__(self) -> str:
        return f"{_('Diskussion')}: {self.page or self.subject}"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN


class CommentQuerySet(models.QuerySet["Comment"]):
    def roots(self) -> CommentQuerySet:
        return self.filter(parent__isnull=True)

    def listed(self) -> CommentQuerySet:
        """What a thread shows, placeholders of hidden and deleted comments included."""
        return self.filter(listed=True)

    def readable(self) -> CommentQuerySet:
        return self.filter(status=Comment.Status.VISIBLE)

    def sorted_by(self, sort: str) -> CommentQuerySet:
        """One of SORTS; each has its own index."""
        return self.order_by(*SORTS[sort])

    def with_people(self, city: City, member: User | AnonymousUser | None) -> CommentQuerySet:
        """Author, the moderator's badge and whether the member likes it, in the same query."""
        keys = {key for key, role in all_roles().items() if "moderate" in role.rights}
        moderates = RoleGroup.objects.filter(group__user=OuterRef("author"), role__in=keys, city=city)
        rows = self.annotate(  # the name alone: eighty whole accounts would cost more than the comments
            by_moderator=Exists(moderates), author_shows=F("author__display_name"), author_left=F("author__deleted_at")
        )
        if member is not None and member.is_authenticated:
            return rows.annotate(liked=Exists(Like.objects.filter(comment=OuterRef("pk"), user=member)))
        return rows

    def first_replies(self, roots: list[int], count: int = REPLIES_SHOWN) -> CommentQuerySet:
        """The first replies of several roots in one query; answers of the city come before the limit."""
        return (
            self.filter(parent__in=roots, listed=True)
            .annotate(
                place=Window(
                    RowNumber(), partition_by=[F("parent")], order_by=[F("is_official").desc(), "created_at", "pk"]
                )
            )
            .filter(place__lte=count)
            .order_by("created_at", "pk")
        )


SORTS: dict[str, tuple[str, ...]] = {
    "neu": ("-created_at", "-pk"),
    "alt": ("created_at", "pk"),
    "beliebt": ("-like_count", "-created_at", "-pk"),
}


class Comment(CityOwned):
    """A contribution. `depth` 0 stands in the thread, 1 answers a root; there is no depth 2 (constraint and action).

    Its author's account may be gone: the text stays readable, "Gelöschtes Konto" stands above it.
    """

    class Status(models.TextChoices):
        VISIBLE = "visible", _("sichtbar")
        HIDDEN = "hidden", _("ausgeblendet")
        DELETED = "deleted", _("vom Autor gelöscht")

    class Stance(models.TextChoices):
        PRO = "pro", _("dafür")
        CONTRA = "contra", _("dagegen")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    depth = models.PositiveSmallIntegerField(default=0)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(max_length=TEXT_MAX, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.VISIBLE)
    listed = models.BooleanField(default=True)  # False: deleted and nothing hangs on it
    hidden_reason = models.CharField(max_length=20, blank=True)
    stance = models.CharField(max_length=7, choices=Stance.choices, blank=True)  # where the discussion asks for it
    is_official = models.BooleanField(default=False)
    office = models.CharField(max_length=80, blank=True)  # the office that speaks, if official
    like_count = models.PositiveIntegerField(default=0)
    reply_count = models.PositiveIntegerField(default=0)  # listed replies
    form_key = models.UUIDField(null=True, editable=False)  # one per rendered form: a double submit stores once
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(CommentQuerySet), city="city")

    class Meta:
        verbose_name = _("Kommentar")
        verbose_name_plural = _("Kommentare")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(depth=0, parent__isnull=True) | Q(depth=1, parent__isnull=False), name="comment_two_levels"
            ),
            models.CheckConstraint(condition=Q(status="deleted") | ~Q(text=""), name="comment_has_text"),
            models.CheckConstraint(condition=~Q(status="deleted") | Q(text=""), name="comment_deleted_is_empty"),
            models.CheckConstraint(condition=Q(listed=True) | Q(status="deleted"), name="comment_unlisted_is_deleted"),
            models.CheckConstraint(condition=Q(is_official=False) | ~Q(office=""), name="comment_official_has_office"),
            models.UniqueConstraint(fields=["author", "form_key"], name="comment_form_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["thread", "created_at", "id"], condition=Q(parent=None, listed=True), name="comment_by_time"
            ),
            models.Index(
                fields=["thread", "-like_count", "-created_at", "-id"],
                condition=Q(parent=None, listed=True),
                name="comment_by_likes",
            ),
            models.Index(fields=["parent", "created_at", "id"], name="comment_replies"),
            models.Index(fields=["author", "created_at"], name="comment_pace"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_visible(self) -> bool:
        return self.status == self.Status.VISIBLE

    @property
    def is_deleted(self) -> bool:
        return self.status == self.Status.DELETED

    @property
    def anchor(self) -> str:
        return f"k-{self.uuid}"

    @property
    def author_name(self) -> str:
        if self.is_official:
            return self.office
        if "author_shows" in self.__dict__:  # from `with_people`, without the account
            left = self.author_id is None or self.__dict__["author_left"]
            return str(_("Gelöschtes Konto")) if left else self.__dict__["author_shows"] or str(_("Mitglied"))
        return self.author.public_name if self.author else str(_("Gelöschtes Konto"))

    def editable_until(self) -> dt.datetime:
        return self.created_at + EDIT_WINDOW

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown_replies: list[Comment] = []  # filled by threads.read


class Like(CityOwned):
    """A person's "hilfreich". When the account goes, the like stays, without the person."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="likes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Gefällt mir")
        verbose_name_plural = _("Gefällt mir")
        constraints: ClassVar = [models.UniqueConstraint(fields=["comment", "user"], name="liked_once")]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.comment_id}"
