"""Events, once or repeating; the index columns make a listing of hundreds one query."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageManager
from wagtail.search import index

from .. import occurrences
from .base import CityPageQuerySet, PortalPage


class EventQuerySet(CityPageQuerySet):
    def upcoming(self, now: dt.datetime | None = None) -> EventQuerySet:
        """Events with an occurrence that is not over, soonest first (by the stored column)."""
        now = now or timezone.now()
        return (
            self.filter(next_occurrence__isnull=False)
            .filter(Q(last_occurrence__isnull=True) | Q(last_occurrence__gt=now))
            .order_by("next_occurrence", "pk")
        )

    def between(self, start: dt.datetime, end: dt.datetime) -> EventQuerySet:
        """Events that can have an occurrence in [start, end): begun before its end, not over at its start."""
        return self.filter(starts_at__lt=end).filter(Q(last_occurrence__isnull=True) | Q(last_occurrence__gt=start))

    def stale(self, now: dt.datetime) -> EventQuerySet:
        """Repeating events whose stored next occurrence has passed."""
        return self.exclude(rrule="").filter(next_occurrence__lt=now)


class EventIndexPage(PortalPage):
    parent_page_types: ClassVar = ["content.HomePage", "content.SectionPage"]
    subpage_types: ClassVar = ["content.EventPage"]
    page_description = _(
        "Kalender der nächsten Monate, mit Filter nach Thema und Monat und als Abo für Kalenderprogramme."
    )

    class Meta:
        verbose_name = _("Veranstaltungskalender")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..listings import event_listing

        context = super().get_context(request, *args, **kwargs)
        context.update(event_listing(request, context["home_city"], self))
        return context


class EventPage(PortalPage):
    """An event, once or by an RFC 5545 rule (`rrule`, without DTSTART). Times are Europe/Berlin.

    `next_occurrence` and `last_occurrence` follow from the rule and are written on save and by the daily refresh:
    the start of the first occurrence that is not over (None: all over) and the end of the last (None: no end).
    """

    starts_at = models.DateTimeField(_("Beginn"), default=timezone.now)
    ends_at = models.DateTimeField(_("Ende"), null=True, blank=True)
    all_day = models.BooleanField(_("Ganztägig"), default=False)
    rrule = models.CharField(
        _("Wiederholung"),
        max_length=200,
        blank=True,
        help_text=_(
            "Leer bei einem einzelnen Termin. Sonst eine Regel, zum Beispiel FREQ=WEEKLY;BYDAY=TU (jeden Dienstag), "
            "FREQ=MONTHLY;BYDAY=1SA (jeden ersten Samstag im Monat), FREQ=DAILY;COUNT=5 (fünf Tage lang)."
        ),
    )
    excluded_dates = models.TextField(
        _("Fällt aus am"), max_length=2000, blank=True, help_text=_("Ein Datum je Zeile, zum Beispiel 24.12.2026.")
    )
    location = models.CharField(_("Ort"), max_length=200, blank=True)
    organiser = models.CharField(_("Veranstalter"), max_length=120, blank=True)
    price = models.CharField(
        _("Eintritt"), max_length=80, blank=True, help_text=_("Zum Beispiel: frei, oder 8 Euro, ermäßigt 5 Euro.")
    )
    access_note = models.CharField(_("Zugänglichkeit"), max_length=200, blank=True)
    booking_url = models.URLField(_("Anmeldung oder Karten"), max_length=300, blank=True)
    cancelled = models.BooleanField(
        _("Abgesagt"),
        default=False,
        help_text=_("Die Seite bleibt sichtbar, Kalenderprogramme erfahren von der Absage."),
    )
    next_occurrence = models.DateTimeField(null=True, editable=False, db_index=True)
    last_occurrence = models.DateTimeField(null=True, editable=False, db_index=True)

    objects = PageManager.from_queryset(EventQuerySet)()

    parent_page_types: ClassVar = ["content.EventIndexPage"]
    subpage_types: ClassVar = []
    content_panels: ClassVar = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel(n) for n in ("starts_at", "ends_at", "all_day", "rrule", "excluded_dates", "cancelled")],
            heading=_("Zeit"),
        ),
        MultiFieldPanel(
            [FieldPanel(n) for n in ("location", "organiser", "price", "booking_url", "access_note")],
            heading=_("Ort und Hinweise"),
        ),
        *PortalPage.text_panels,
    ]
    search_fields: ClassVar = [
        *PortalPage.search_fields,
        index.SearchField("location"),
        index.FilterField("starts_at"),
        index.FilterField("next_occurrence"),
    ]
    page_description = _("Eine Veranstaltung mit Zeit und Ort, auch mit Wiederholung.")

    class Meta:
        verbose_name = _("Veranstaltung")
        verbose_name_plural = _("Veranstaltungen")

    @property
    def series(self) -> occurrences.Series:
        """The dates of this event as plain data."""
        return occurrences.Series(
            self.starts_at,
            self.ends_at,
            self.all_day,
            self.rrule,
            occurrences.parse_dates(self.excluded_dates, strict=False),
        )

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.starts_at and not 2000 <= self.starts_at.year <= 2100:
            errors["starts_at"] = _("Bitte ein Datum zwischen 2000 und 2100 angeben.")
        elif self.starts_at and self.ends_at:
            if self.ends_at < self.starts_at:
                errors["ends_at"] = _("Das Ende liegt vor dem Beginn.")
            elif self.ends_at - self.starts_at > occurrences.LONGEST:
                errors["ends_at"] = _("Eine Veranstaltung dauert höchstens ein Jahr.")
        try:
            self.rrule = occurrences.normal_rule(self.rrule)
        except ValueError as error:
            errors["rrule"] = str(error)
        try:
            occurrences.parse_dates(self.excluded_dates)
        except ValueError as error:
            errors["excluded_dates"] = str(error)
        if errors:
            raise ValidationError(errors)

    def index_dates(self, now: dt.datetime | None = None) -> None:
        """Compute the two columns from the rule."""
        self.next_occurrence, self.last_occurrence = occurrences.bounds(self.series, now or timezone.now())

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self.starts_at:
            try:
                self.index_dates()
            except ValueError:
                self.next_occurrence = self.last_occurrence = None  # a draft with a broken rule is no listing
        fields = kwargs.get("update_fields")
        if fields and {"starts_at", "ends_at", "rrule", "excluded_dates"} & set(fields):
            kwargs["update_fields"] = [*fields, "next_occurrence", "last_occurrence"]
        return super().save(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..listings import event_dates

        context = super().get_context(request, *args, **kwargs)
        context.update(event_dates(request, context["home_city"], self))
        return context
