"""One row per thing a visitor can find: what every portal's search looks through."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager, scopes_disabled
from wagtail.models import Page
from wagtail.search import index

from portal.cities.models import City, CityOwned


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def light(self) -> SearchEntryQuerySet:
        """Without the long texts: enough to sort, count and filter a thousand hits."""
        return self.defer("text", "terms", "parts")


class SearchEntry(CityOwned, index.Indexed):
    """A public thing of a city. Made and deleted by `actions` only; never holds drafts or personal data.

    `terms`, `title_terms`, `parts` are the German index forms (see `german`); `topics` is a list of {slug, title}.
    """

    source = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    page = models.OneToOneField(Page, models.CASCADE, null=True, related_name="+")
    url = models.CharField(max_length=500)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    topics = models.JSONField(default=list)
    date = models.DateField(null=True)
    title_terms = models.TextField()
    terms = models.TextField()
    parts = models.TextField()
    updated_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(city="city", _manager_class=models.Manager.from_queryset(SearchEntryQuerySet))

    search_auto_update = False  # `actions` writes the index together with the row
    search_fields: ClassVar = [
        index.SearchField("title_terms", boost=4),
        index.SearchField("terms", boost=2),
        index.SearchField("parts", boost=0.5),
        index.FilterField("city"),
    ]

    class Meta:
        verbose_name = _("Sucheintrag")
        verbose_name_plural = _("Sucheinträge")
        constraints: ClassVar = [models.UniqueConstraint(fields=["city", "source", "key"], name="one_entry_per_thing")]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def of_portal(cls, city: City) -> SearchEntryQuerySet:
        with scopes_disabled():
            return cls.objects.filter(city=city)

    @classmethod
    def of_region(cls) -> SearchEntryQuerySet:
        """Region-wide on purpose: entries hold public content only, and each names its city."""
        with scopes_disabled():
            return cls.objects.all()
