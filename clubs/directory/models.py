"""Clubs: who they are, who speaks for them, in which cities they show themselves.

A club has one owning city (`city`), which approves; `ClubCity` names every city whose portal shows it, the owner too.
Reading is region-wide on purpose (`Club.shown_in`, `Club.in_region`); writing is for its people and its city.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager, scopes_disabled
from taggit.managers import TaggableManager
from taggit.models import ItemBase, TagBase

from clubs.codes import codes_field
from portal.cities.models import City, CityOwned

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

NAME_MAX = 120
PURPOSE_MAX = 400
TEXT_MAX = 4000


class Interest(TagBase):
    """The alliance's shared vocabulary (Sport, Musik, Natur …) of clubs and offers; its coordination curates it. What is
    retired stays where it is used, and nobody can choose it any more."""

    free_tagging = False

    is_retired = models.BooleanField(_("Steht nicht mehr zur Wahl"), default=False)

    class Meta:
        verbose_name = _("Interesse")
        verbose_name_plural = _("Interessen")
        ordering: ClassVar = ["name"]

    @staticmethod
    def to_choose(kept: Iterable[str] = ()) -> QuerySet[Interest]:
        """What a form offers; `kept`: slugs that are chosen already."""
        return Interest.objects.filter(Q(is_retired=False) | Q(slug__in=list(kept)))


class Keyword(TagBase):
    """Free words of the clubs themselves (Boule, Tafel, Theaterplattform)."""

    class Meta:
        verbose_name = _("Stichwort")
        verbose_name_plural = _("Stichwörter")


class ClubInterest(ItemBase):
    tag = models.ForeignKey(Interest, models.CASCADE, related_name="club_items")
    content_object = models.ForeignKey("Club", models.CASCADE, related_name="interest_items")


class ClubKeyword(ItemBase):
    tag = models.ForeignKey(Keyword, models.CASCADE, related_name="club_items")
    content_object = models.ForeignKey("Club", models.CASCADE, related_name="keyword_items")


class ClubQuerySet(models.QuerySet["Club"]):
    def published(self) -> ClubQuerySet:
        return self.filter(status=Club.Status.PUBLISHED)


class Club(CityOwned):
    """One profile, whatever the number of portals that show it."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("wartet auf Freigabe")
        PUBLISHED = "published", _("öffentlich")
        HIDDEN = "hidden", _("ausgeblendet")
        CLOSED = "closed", _("aufgelöst")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Kürzel in der Adresse"), max_length=80, unique=True)
    name = models.CharField(_("Name"), max_length=NAME_MAX)
    purpose = models.CharField(_("In einem Satz"), max_length=PURPOSE_MAX, blank=True)
    text = models.TextField(_("Wir über uns"), max_length=TEXT_MAX, blank=True)
    status = models.CharField(_("Zustand"), max_length=10, choices=Status.choices, default=Status.WAITING)
    register_court = models.CharField(_("Registergericht"), max_length=60, blank=True)
    register_number = models.CharField(_("Registernummer"), max_length=20, blank=True)
    is_charitable = models.BooleanField(_("Als gemeinnützig anerkannt"), default=False)
    website = models.URLField(_("Website"), max_length=200, blank=True)
    contact_email = models.EmailField(
        _("E-Mail für Anfragen"),
        blank=True,
        help_text=_("Wird nicht veröffentlicht: Anfragen kommen über ein Formular."),
    )
    public_phone = models.CharField(_("Öffentliche Telefonnummer"), max_length=40, blank=True)
    place = models.CharField(_("Treffpunkt"), max_length=120, blank=True)
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postcode = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    town = models.CharField(_("Ort"), max_length=60, blank=True)
    latitude = models.FloatField(_("Breite"), null=True, blank=True)
    longitude = models.FloatField(_("Länge"), null=True, blank=True)
    languages = codes_field(_("Sprachen"))
    access = codes_field(_("Barrierefreiheit des Treffpunkts"))
    audiences = codes_field(_("Angebote für"))
    logo = models.ForeignKey(
        "library.PortalImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Logo")
    )
    interests = TaggableManager(through=ClubInterest, blank=True, verbose_name=_("Interessen"))
    keywords = TaggableManager(through=ClubKeyword, blank=True, verbose_name=_("Stichwörter"), related_name="+")
    confirmed_at = models.DateTimeField(default=timezone.now)  # somebody said: this is still true
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)  # whether it is still true; None: no need
    is_forgotten = models.BooleanField(default=False, editable=False)  # hidden because nobody answered
    returned_reason = models.CharField(max_length=500, blank=True, editable=False)  # why a new club must change first
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(ClubQuerySet), city="city")

    class Meta:
        verbose_name = _("Verein")
        verbose_name_plural = _("Vereine")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="club_has_name"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(47, 50), longitude__range=(7, 11)),
                name="club_lies_here",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["status", "name"], name="club_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_public(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @staticmethod
    def in_region() -> ClubQuerySet:
        """Clubs of all cities, on purpose: the directory does not stop at a city's border."""
        with scopes_disabled():
            return Club.objects.all()  # type: ignore[return-value]

    @staticmethod
    def shown_in(city: City) -> ClubQuerySet:
        """Public clubs on this city's portal; the alliance's portal shows those of all cities."""
        rows = Club.in_region().published()
        if city.is_alliance:
            return rows
        with scopes_disabled():
            return rows.filter(pk__in=ClubCity.objects.filter(city=city, is_hidden=False).values("club"))


class ClubCity(CityOwned):
    """A portal that shows the club. The city may hide it on its own portal, never edit it."""

    club = models.ForeignKey(Club, models.CASCADE, related_name="shown")
    is_hidden = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Stadt eines Vereins")
        verbose_name_plural = _("Städte eines Vereins")
        constraints: ClassVar = [models.UniqueConstraint(fields=["club", "city"], name="club_once_in_city")]

    def __str__(self) -> str:
        return f"{self.club_id} in {self.city_id}"


class ClubMember(CityOwned):
    """A person who speaks for the club. `city` is the club's. An owner invites and removes others."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Leitung")
        EDITOR = "editor", _("Mitarbeit")

    club = models.ForeignKey(Club, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    role = models.CharField(_("Aufgabe"), max_length=6, choices=Role.choices, default=Role.EDITOR)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Vertretung eines Vereins")
        verbose_name_plural = _("Vertretungen der Vereine")
        constraints: ClassVar = [models.UniqueConstraint(fields=["club", "user"], name="club_member_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.club_id}"


class ClubSettings(CityOwned):
    """How strictly a city looks at what its clubs write; without a row: `DEFAULTS`, everything new waits."""

    new_clubs_wait = models.BooleanField(_("Neue Vereine warten auf Freigabe"), default=True)
    changes_wait = models.BooleanField(_("Änderungen der Vereine warten auf Freigabe"), default=False)
    offers_wait = models.BooleanField(_("Angebote der Vereine warten auf Freigabe"), default=False)

    class Meta:
        verbose_name = _("Regeln für Vereine")
        verbose_name_plural = _("Regeln für Vereine")
        constraints: ClassVar = [models.UniqueConstraint(fields=["city"], name="club_settings_once")]

    def __str__(self) -> str:
        return str(self.city_id)

    @staticmethod
    def of(city: City) -> ClubSettings:
        with scopes_disabled():
            return ClubSettings.objects.filter(city=city).first() or ClubSettings(city=city)


def member_clubs(user: object) -> QuerySet[Club]:
    """The clubs a person speaks for, in whatever city."""
    with scopes_disabled():
        return Club.objects.filter(pk__in=ClubMember.objects.filter(user=user).values("club"))


from .care_models import Inquiry  # noqa: E402, F401
from .importing_models import ClubImport, ImportedClub  # noqa: E402, F401  (tables of this app in files of their own)
from .pages import ClubIndexPage  # noqa: E402, F401
from .people_models import Claim, ClubChange, HandOver, Invitation  # noqa: E402, F401
from .times_models import ClubEvent, ClubTime  # noqa: E402, F401
