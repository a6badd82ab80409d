"""Projects that residents follow from the first idea to the built bench.

A project is the shared process: phases, modules, who may do what when. Its face on a portal is a `ProjectPage`.
A joint project belongs to several cities: `city` leads it, `ProjectCity` names all of them, the leading one too.
What a person contributes carries the city in which it was contributed: that city's desk answers and moderates.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager, scopes_disabled

from portal.cities.models import City, CityOwned
from portal.offices.fields import CityForeignKey

if TYPE_CHECKING:
    from ..kinds import ModuleKind

TITLE_MAX = 120
TEXT_MAX = 2000
AREA_POINTS = 2000  # corners of an area, all rings together


class ProjectQuerySet(models.QuerySet["Project"]):
    def published(self) -> ProjectQuerySet:
        return self.filter(status=Project.Status.PUBLISHED)


class Project(CityOwned):
    """One process. Counters of contributions are columns, written by the modules' actions."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Entwurf")
        PUBLISHED = "published", _("öffentlich")
        ARCHIVED = "archived", _("archiviert")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Kürzel in der Adresse"), max_length=80, unique=True)
    title = models.CharField(_("Titel"), max_length=TITLE_MAX)
    purpose = models.TextField(_("Worum geht es?"), max_length=600, blank=True)
    easy_purpose = models.TextField(_("Worum geht es? (Leichte Sprache)"), max_length=1000, blank=True)
    result = models.TextField(_("Ergebnis"), max_length=TEXT_MAX, blank=True)
    status = models.CharField(_("Zustand"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    office = CityForeignKey(
        "offices.Office", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Ansprechstelle")
    )
    # GeoJSON geometry (RFC 7946 Polygon or MultiPolygon, WGS 84), checked by `geo.checked_area`; None: the city's bounds
    area = models.JSONField(_("Gebiet"), null=True, blank=True)
    south = models.FloatField(null=True, blank=True, editable=False)
    west = models.FloatField(null=True, blank=True, editable=False)
    north = models.FloatField(null=True, blank=True, editable=False)
    east = models.FloatField(null=True, blank=True, editable=False)
    budget = models.DecimalField(_("Budget in Euro"), max_digits=12, decimal_places=2, null=True, blank=True)
    contribution_count = models.PositiveIntegerField(default=0, editable=False)
    participant_count = models.PositiveIntegerField(default=0, editable=False)
    next_number = models.PositiveIntegerField(default=1, editable=False)  # of the next contribution („Nr. 12“)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(ProjectQuerySet), city="city")

    class Meta:
        verbose_name = _("Beteiligungsprojekt")
        verbose_name_plural = _("Beteiligungsprojekte")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="project_has_title"),
            models.CheckConstraint(condition=Q(budget__isnull=True) | Q(budget__gte=0), name="project_budget_positive"),
        ]

    def __str__(self) -> str:
        return self.title

    @staticmethod
    def shown_in(city: City) -> ProjectQuerySet:
        """Published projects that this city takes part in, led by itself or by another city: on purpose region-wide."""
        with scopes_disabled():
            return Project.objects.filter(cities__city=city, cities__joined_at__isnull=False).published()

    @staticmethod
    def in_region() -> ProjectQuerySet:
        """Published projects of every city, for the alliance's portal: on purpose region-wide."""
        with scopes_disabled():
            return Project.objects.published()

    @staticmethod
    def rows_for_pages_of(city: City) -> ProjectQuerySet:
        """Projects that a page of this city may show: led by it, or joined (asked by portal.editorial.references)."""
        with scopes_disabled():
            joined = ProjectCity.objects.filter(city=city, joined_at__isnull=False)
            return Project.objects.filter(pk__in=joined.values("project"))

    @property
    def is_public(self) -> bool:
        return self.status == self.Status.PUBLISHED


class ProjectCity(CityOwned):
    """A city that takes part. The leading city is one of them; others are asked and join by their own hand."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="cities")
    asked_at = models.DateTimeField(default=timezone.now)
    joined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Beteiligte Stadt")
        verbose_name_plural = _("Beteiligte Städte")
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "city"], name="project_city_once")]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.city}"


class PhaseQuerySet(models.QuerySet["Phase"]):
    def running(self, now: dt.datetime | None = None) -> PhaseQuerySet:
        now = now or timezone.now()
        return self.filter(starts_at__lte=now).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))


class Phase(CityOwned):
    """A stretch of time [starts_at, ends_at) in which certain things can be done. Phases may overlap."""

    class Kind(models.TextChoices):
        INFORMATION = "information", _("Information")
        IDEAS = "ideas", _("Ideen sammeln")
        DISCUSSION = "discussion", _("Diskussion")
        VOTE = "vote", _("Abstimmung")
        DECISION = "decision", _("Entscheidung")
        IMPLEMENTATION = "implementation", _("Umsetzung")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="phases")
    kind = models.CharField(_("Art"), max_length=16, choices=Kind.choices, default=Kind.INFORMATION)
    title = models.CharField(_("Titel"), max_length=80)
    text = models.CharField(_("Was geschieht in dieser Phase?"), max_length=300, blank=True)
    easy_text = models.CharField(_("In Leichter Sprache"), max_length=500, blank=True)
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"), null=True, blank=True)

    objects = ScopedManager(_manager_class=models.Manager.from_queryset(PhaseQuerySet), city="city")

    class Meta:
        verbose_name = _("Phase")
        verbose_name_plural = _("Phasen")
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="phase_order"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_over(self, now: dt.datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= now

    def is_running(self, now: dt.datetime) -> bool:
        return self.starts_at <= now and not self.is_over(now)


class Module(CityOwned):
    """Something people can do in a project: an idea collection, a poll, a ballot. `kind`: key of `kinds.all_kinds()`.

    `settings` belong to the kind and are checked by its settings form. A module with contributions is never deleted,
    only switched off.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="modules")
    kind = models.CharField(_("Art"), max_length=20)
    slug = models.SlugField(_("Kürzel in der Adresse"), max_length=60)
    title = models.CharField(_("Titel"), max_length=TITLE_MAX)
    intro = models.TextField(_("Einleitung"), max_length=TEXT_MAX, blank=True)
    easy_intro = models.TextField(_("Einleitung in Leichter Sprache"), max_length=TEXT_MAX, blank=True)
    settings = models.JSONField(_("Einstellungen"), default=dict, blank=True)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    switched_on = models.BooleanField(_("Sichtbar"), default=True)
    contribution_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("Baustein der Beteiligung")
        verbose_name_plural = _("Bausteine der Beteiligung")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "slug"], name="module_slug"),
            models.CheckConstraint(condition=~Q(title=""), name="module_has_title"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def spec(self) -> ModuleKind:
        from ..kinds import all_kinds

        return all_kinds()[self.kind]

    def setting(self, name: str) -> Any:
        """A setting, or the kind's default where the editor left it out."""
        return self.settings.get(name, self.spec.defaults.get(name))


class Who(models.TextChoices):
    """Who may use a feature while its phase runs. Each includes those after it."""

    ANYONE = "anyone", _("alle, auch ohne Konto (mit Bestätigung per E-Mail)")
    MEMBER = "member", _("alle mit Konto")
    RESIDENT = "resident", _("Einwohnerinnen und Einwohner mit Wohnsitznachweis")
    DESK = "desk", _("nur die Verwaltung")


class Access(CityOwned):
    """Permission as data: in this phase, in this module, this feature is open to these people. No row: closed."""

    phase = models.ForeignKey(Phase, models.CASCADE, related_name="accesses")
    module = models.ForeignKey(Module, models.CASCADE, related_name="accesses")
    feature = models.CharField(_("Was"), max_length=20)
    who = models.CharField(_("Wer"), max_length=10, choices=Who.choices, default=Who.MEMBER)

    class Meta:
        verbose_name = _("Freischaltung")
        verbose_name_plural = _("Freischaltungen")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["phase", "module", "feature"], name="access_once"),
            models.CheckConstraint(condition=Q(who__in=Who.values), name="access_who"),
        ]

    def __str__(self) -> str:
        return f"{self.phase_id}/{self.module_id}: {self.feature} → {self.who}"


class Milestone(CityOwned):
    """A step of the implementation, shown until the thing stands. `percent`: how far, 0 to 100."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("geplant")
        ON_TRACK = "on_track", _("im Plan")
        DELAYED = "delayed", _("verzögert")
        DONE = "done", _("fertig")
        STOPPED = "stopped", _("eingestellt")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="milestones")
    title = models.CharField(_("Titel"), max_length=TITLE_MAX)
    text = models.CharField(_("Stand"), max_length=400, blank=True)
    status = models.CharField(_("Zustand"), max_length=10, choices=Status.choices, default=Status.PLANNED)
    percent = models.PositiveSmallIntegerField(_("Fortschritt in Prozent"), default=0)
    due_on = models.DateField(_("Vorgesehen für"), null=True, blank=True)
    cost = models.DecimalField(_("Kosten in Euro"), max_digits=12, decimal_places=2, null=True, blank=True)
    picture = models.ForeignKey(
        "library.PortalImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Bild")
    )
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Meilenstein")
        verbose_name_plural = _("Meilensteine")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="milestone_percent"),
            models.CheckConstraint(condition=Q(cost__isnull=True) | Q(cost__gte=0), name="milestone_cost"),
        ]

    def __str__(self) -> str:
        return self.title


class Participant(CityOwned):
    """A person took part in a project (at most one row each): counted, and told what became of it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    guest = models.UUIDField(null=True, blank=True)  # of participation.guests, for people without account
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Teilnahme")
        verbose_name_plural = _("Teilnahmen")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "user"], name="participant_user_once"),
            models.UniqueConstraint(fields=["project", "guest"], name="participant_guest_once"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.user_id or self.guest}"
