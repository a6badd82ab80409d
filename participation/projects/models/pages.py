"""A project's face on a portal, and the list of projects. The process itself is in `process.py`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_scopes import get_scope
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable, Page, PageManager

from portal.content.models import PortalPage
from portal.content.models.base import CityPageQuerySet


def _offered() -> Q:
    """Projects of the cities of the open scope, and joint ones they joined; everything where no scope is open."""
    scope = get_scope()
    if not scope.get("_enabled", True):
        return Q()
    cities = scope.get("city") or []
    cities = list(cities) if isinstance(cities, list | tuple | models.QuerySet) else [cities]
    return Q(city__in=cities) | Q(cities__city__in=cities, cities__joined_at__isnull=False)


class ProjectForeignKey(models.ForeignKey):
    """Offers the projects that the open scope's cities lead or joined; built outside of any scope without a query."""

    def formfield(self, **kwargs: Any) -> Any:
        from django_scopes import scopes_disabled

        with scopes_disabled():
            return super().formfield(**{"limit_choices_to": _offered, **kwargs})

    def deconstruct(self) -> tuple[Any, ...]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs


class ProjectIndexPage(PortalPage):
    """Projects of this portal (on the alliance's portal: of the region), on a map and as a list, with filters."""

    parent_page_types: ClassVar = ["content.HomePage", "content.SectionPage"]
    subpage_types: ClassVar = ["projects.ProjectPage", "content.ContentPage"]
    page_description = _("Alle Beteiligungsprojekte mit Karte und Filtern: was läuft, was kommt, was daraus wurde.")

    class Meta:
        verbose_name = _("Übersicht der Beteiligung")
        verbose_name_plural = _("Übersichten der Beteiligung")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..listings import project_listing

        context = super().get_context(request, *args, **kwargs)
        context.update(project_listing(request, context["home_city"]))
        return context


class ProjectPageQuerySet(CityPageQuerySet):
    pass


class ProjectPage(PortalPage):
    """The page of a project: what it is about, where it stands, what one can do now, what came of it."""

    project = ProjectForeignKey(
        "projects.Project",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="pages",
        verbose_name=_("Projekt"),
        help_text=_("Phasen und Bausteine werden unter „Beteiligung“ gepflegt."),
    )

    objects = PageManager.from_queryset(ProjectPageQuerySet)()

    parent_page_types: ClassVar = ["content.HomePage", "content.SectionPage", "projects.ProjectIndexPage"]
    subpage_types: ClassVar = ["content.ContentPage"]
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("project"),
        *PortalPage.text_panels,
        InlinePanel(
            "materials",
            heading=_("Neuigkeiten, Termine, Unterlagen"),
            label=_("Eintrag"),
            max_num=60,
            help_text=_("Meldungen und Termine dieses Portals; zu einem Termin auch die Niederschrift."),
        ),
    ]
    page_description = _("Ein Beteiligungsprojekt mit Phasen, Mitmach-Bausteinen und Stand der Umsetzung.")

    class Meta:
        verbose_name = _("Projektseite")
        verbose_name_plural = _("Projektseiten")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..showing import page_context

        context = super().get_context(request, *args, **kwargs)
        context.update(page_context(request, context["home_city"], self))
        return context


class ProjectMaterial(Orderable):
    """A news item, an event (with its minutes as document) or a document that belongs to the project."""

    owner = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="materials")
    page = models.ForeignKey(
        "wagtailcore.Page",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Meldung oder Termin"),
    )
    document = models.ForeignKey(
        "library.PortalDocument",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Unterlage oder Niederschrift"),
    )

    panels: ClassVar = [
        PageChooserPanel("page", ["content.NewsPage", "content.EventPage"]),
        FieldPanel("document"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("Eintrag zum Projekt")
        verbose_name_plural = _("Einträge zum Projekt")

    def __str__(self) -> str:
        return str(self.page or self.document or "")

    def clean(self) -> None:
        super().clean()
        if not self.page_id and not self.document_id:
            raise ValidationError({"page": _("Bitte eine Meldung, einen Termin oder eine Unterlage wählen.")})
