"""Offices of a city: where people go, when it is open, and the days that differ."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal.cities.models import City

from . import opening
from .fields import CityForeignKey

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_EXCEPTION_DAYS = 366


class OfficeQuerySet(models.QuerySet["Office"]):
    def for_city(self, city: City) -> OfficeQuerySet:
        return self.filter(city=city)

    def listed(self) -> OfficeQuerySet:
        """In the order of the directory: the main office first."""
        return self.order_by("-is_main", "sort_order", "name")

    def with_hours(self) -> OfficeQuerySet:
        """Regular hours at hand: one query for all offices."""
        return self.prefetch_related("hours")


class Office(ClusterableModel):
    """An office, department or public place of a city that people can turn to."""

    class Kind(models.TextChoices):
        CITIZEN = "citizen", _("Bürgerbüro")
        TOWN_HALL = "town_hall", _("Rathaus")
        DEPARTMENT = "department", _("Amt oder Fachbereich")
        LOCAL = "local", _("Ortsverwaltung")
        LIBRARY = "library", _("Bibliothek")
        CULTURE = "culture", _("Museum, Musik und Kultur")
        LEISURE = "leisure", _("Bad und Sport")
        SERVICE = "service", _("Betriebshof und Entsorgung")
        OTHER = "other", _("Weitere Stelle")

    city = models.ForeignKey(City, models.CASCADE, related_name="+", verbose_name=_("Stadt"))
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("Name"), max_length=120)
    slug = models.SlugField(
        _("Kürzel"),
        max_length=60,
        blank=True,
        help_text=_("Für die Adresse; leer lassen, dann entsteht es aus dem Namen."),
    )
    kind = models.CharField(_("Art"), max_length=20, choices=Kind.choices, default=Kind.DEPARTMENT)
    topics = models.TextField(
        _("Zuständig für"),
        max_length=600,
        blank=True,
        help_text=_("Stichworte mit Komma, zum Beispiel: Ausweise, Meldewesen, Führungszeugnisse."),
    )
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postcode = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    place = models.CharField(_("Ort"), max_length=80, blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    access_note = models.CharField(
        _("Zugänglichkeit"),
        max_length=250,
        blank=True,
        help_text=_("Zum Beispiel: stufenlos, Aufzug, rollstuhlgerechtes WC, Hörschleife am Schalter 1."),
    )
    note = models.CharField(
        _("Hinweis"), max_length=250, blank=True, help_text=_("Zum Beispiel: Termine nach Vereinbarung.")
    )
    is_main = models.BooleanField(
        _("Hauptstelle"),
        default=False,
        help_text=_("Steht auf der Startseite und im Fuß jeder Seite. Genau eine je Stadt."),
    )
    latitude = models.FloatField(
        _("Breite"), null=True, blank=True, validators=[MinValueValidator(47.5), MaxValueValidator(49.8)]
    )
    longitude = models.FloatField(
        _("Länge"), null=True, blank=True, validators=[MinValueValidator(7.5), MaxValueValidator(10.5)]
    )
    sort_order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=100)

    objects = ScopedManager(city="city", _manager_class=models.Manager.from_queryset(OfficeQuerySet))

    class Meta:
        verbose_name = _("Ansprechstelle")
        verbose_name_plural = _("Ansprechstellen")
        ordering: ClassVar = ["-is_main", "sort_order", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["city", "slug"], name="office_slug_once"),
            models.UniqueConstraint(fields=["city"], condition=Q(is_main=True), name="one_main_office"),
            models.CheckConstraint(
                name="office_point_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """One line: "Marktplatz 1, 76646 Bruchsal"."""
        return ", ".join(part for part in (self.street, f"{self.postcode} {self.place}".strip()) if part)

    def slots(self) -> tuple[opening.Slot, ...]:
        return tuple(
            opening.Slot(h.weekday, h.opens, h.closes, h.note)
            for h in sorted(self.hours.all(), key=lambda h: (h.weekday, h.opens))
        )

    def timetable(self, exceptions: Iterable[OpeningException] | None = None) -> opening.Timetable:
        """Regular hours and exceptions as plain data; pass the city's exceptions to save the query."""
        if exceptions is None:
            exceptions = OpeningException.objects.current(self.city)
        rules = tuple(e.as_rule() for e in exceptions if e.office_id in (None, self.pk))
        return opening.Timetable(self.slots(), rules)

    def status(self, at: dt.datetime | None = None) -> opening.Status:
        return opening.status(self.timetable(), at or timezone.now())

    def clean(self) -> None:
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": _("Bitte Breite und Länge zusammen angeben oder beide leer lassen.")})


class OpeningHours(models.Model):
    """Regular opening hours: several rows per day are fine, each within one day."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Montag")
        TUESDAY = 1, _("Dienstag")
        WEDNESDAY = 2, _("Mittwoch")
        THURSDAY = 3, _("Donnerstag")
        FRIDAY = 4, _("Freitag")
        SATURDAY = 5, _("Samstag")
        SUNDAY = 6, _("Sonntag")

    office = ParentalKey(Office, on_delete=models.CASCADE, related_name="hours", verbose_name=_("Ansprechstelle"))
    weekday = models.PositiveSmallIntegerField(_("Wochentag"), choices=Weekday.choices)
    opens = models.TimeField(_("öffnet"))
    closes = models.TimeField(_("schließt"))
    note = models.CharField(_("Hinweis"), max_length=80, blank=True, help_text=_("Zum Beispiel: nur mit Termin."))

    objects = ScopedManager(city="office__city")

    class Meta:
        verbose_name = _("Öffnungszeit")
        verbose_name_plural = _("Öffnungszeiten")
        ordering: ClassVar = ["weekday", "opens"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="hours_open_before_close",
                condition=Q(opens__lt=F("closes")),
                violation_error_message=_("Die Schließzeit muss nach der Öffnungszeit liegen."),
            ),
            models.CheckConstraint(name="hours_weekday", condition=Q(weekday__lte=6)),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class OpeningExceptionQuerySet(models.QuerySet["OpeningException"]):
    def current(self, city: City, today: dt.date | None = None) -> OpeningExceptionQuerySet:
        """Exceptions that are not over; yesterday still counts for a night that the clock prolongs."""
        since = (today or timezone.localdate()) - dt.timedelta(days=1)
        return self.filter(city=city, ends_on__gte=since).order_by("starts_on", "pk")


class OpeningException(models.Model):
    """Days on which other hours hold, for one office or (without one) for all offices of the city."""

    city = models.ForeignKey(City, models.CASCADE, related_name="+", verbose_name=_("Stadt"))
    office = CityForeignKey(
        Office,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="exceptions",
        verbose_name=_("Ansprechstelle"),
        help_text=_("Leer lassen, wenn die Ausnahme für alle Stellen der Stadt gilt."),
    )
    starts_on = models.DateField(_("vom"))
    ends_on = models.DateField(_("bis einschließlich"))
    closed = models.BooleanField(_("Geschlossen"), default=True)
    opens = models.TimeField(_("öffnet"), null=True, blank=True)
    closes = models.TimeField(_("schließt"), null=True, blank=True)
    note = models.CharField(_("Grund"), max_length=120, blank=True, help_text=_("Zum Beispiel: Betriebsausflug."))

    objects = ScopedManager(city="city", _manager_class=models.Manager.from_queryset(OpeningExceptionQuerySet))

    class Meta:
        verbose_name = _("Ausnahme der Öffnungszeiten")
        verbose_name_plural = _("Ausnahmen der Öffnungszeiten")
        ordering: ClassVar = ["-starts_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="exception_dates_in_order",
                condition=Q(starts_on__lte=F("ends_on")),
                violation_error_message=_("Das Ende liegt vor dem Beginn."),
            ),
            models.CheckConstraint(
                name="exception_closed_or_times",
                condition=Q(closed=True, opens__isnull=True, closes__isnull=True)
                | Q(closed=False, opens__isnull=False, closes__isnull=False, opens__lt=F("closes")),
                violation_error_message=_(
                    "Entweder „Geschlossen“ oder eine Öffnungs- und eine spätere Schließzeit angeben."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%d.%m.%Y}–{self.ends_on:%d.%m.%Y} {self.note}".strip()

    def as_rule(self) -> opening.Rule:
        times = () if self.closed or self.opens is None or self.closes is None else ((self.opens, self.closes),)
        return opening.Rule(self.starts_on, self.ends_on, times, self.note, own=self.office_id is not None)

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and (self.ends_on - self.starts_on).days > MAX_EXCEPTION_DAYS:
            raise ValidationError({"ends_on": _("Eine Ausnahme dauert höchstens ein Jahr.")})
        if self.office_id and self.city_id and self.office and self.office.city_id != self.city_id:
            raise ValidationError({"office": _("Diese Stelle gehört zu einer anderen Stadt.")})
