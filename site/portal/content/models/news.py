"""News of a city, and the one read across cities: what they offer to the region."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageManager
from wagtail.search import index

from portal.cities.models import City

from .base import CityPageQuerySet, PortalPage


class NewsQuerySet(CityPageQuerySet):
    def latest_first(self) -> NewsQuerySet:
        return self.order_by("-date", "-first_published_at", "-pk")

    def from_the_region(self, *, excluding: City | None = None) -> NewsQuerySet:
        """Items that cities offer to all: live and public only, newest first.

        The only read of content across cities. `excluding`: the city that asks, whose own items it shows elsewhere.
        """
        found = self.visible().filter(offered_to_region=True)
        if excluding is not None:
            found = found.exclude(path__startswith=excluding.site.root_page.path)
        return found.latest_first()


class NewsIndexPage(PortalPage):
    parent_page_types: ClassVar = ["content.HomePage", "content.SectionPage"]
    subpage_types: ClassVar = ["content.NewsPage"]
    page_description = _("Sammelt Nachrichten, mit Filter nach Thema und Jahr, RSS und Atom.")

    class Meta:
        verbose_name = _("Nachrichtenübersicht")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..listings import news_listing

        context = super().get_context(request, *args, **kwargs)
        context.update(news_listing(request, context["home_city"], self))
        return context


class NewsPage(PortalPage):
    """One news item. `offered_to_region`: shown by the alliance and by willing cities."""

    date = models.DateField(_("Datum"), default=timezone.localdate, db_index=True)
    author = models.CharField(
        _("Amt oder Stelle"),
        max_length=120,
        blank=True,
        help_text=_("Wer informiert, zum Beispiel: Tiefbauamt. Kein Personenname."),
    )
    offered_to_region = models.BooleanField(
        _("Der Region anbieten"),
        default=False,
        db_index=True,
        help_text=_(
            "Erscheint „Aus der Region“ bei der Allianz und bei Städten, die mitmachen, mit Verweis auf diese Seite. "
            "Ein Zurückziehen wirkt überall innerhalb von Sekunden."
        ),
    )

    objects = PageManager.from_queryset(NewsQuerySet)()

    parent_page_types: ClassVar = ["content.NewsIndexPage"]
    subpage_types: ClassVar = []
    content_panels: ClassVar = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("date"), FieldPanel("author")], heading=_("Angaben")),
        *PortalPage.text_panels,
        FieldPanel("offered_to_region"),
    ]
    search_fields: ClassVar = [
        *PortalPage.search_fields,
        index.FilterField("date"),
        index.FilterField("offered_to_region"),
    ]
    page_description = _("Eine Nachricht mit Datum. Auf Wunsch auch für die ganze Region.")

    class Meta:
        verbose_name = _("Nachricht")
        verbose_name_plural = _("Nachrichten")
