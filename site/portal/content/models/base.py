"""What every page type shares."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.search import index

from portal.blocks.registry import BodyField
from portal.cities.models import City
from portal.offices.fields import CityForeignKey

from ..forms import PortalPageForm

# Icons an editor may put on a tile: names of themes/static/themes/icons.svg
ICONS = [
    ("arrow", _("Pfeil")), ("bank", _("Rathaus")), ("bell", _("Glocke")), ("bike", _("Fahrrad")), ("bin", _("Abfall")),
    ("book", _("Buch")), ("build", _("Bauen")), ("calendar", _("Kalender")), ("car", _("Auto")), ("chat", _("Gespräch")),
    ("child", _("Kind")), ("clock", _("Uhr")), ("drop", _("Wasser")), ("euro", _("Euro")), ("file", _("Dokument")),
    ("flag", _("Fahne")), ("globe", _("Welt")), ("heart", _("Herz")), ("home", _("Haus")), ("id", _("Ausweis")),
    ("info", _("Hinweis")), ("lamp", _("Laterne")), ("leaf", _("Blatt")), ("mail", _("Brief")), ("people", _("Menschen")),
    ("phone", _("Telefon")), ("pin", _("Ort")), ("rings", _("Ringe")), ("school", _("Schule")), ("search", _("Suche")),
    ("star", _("Stern")), ("thermo", _("Temperatur")), ("tools", _("Werkzeug")), ("tree", _("Baum")),
    ("user", _("Person")), ("wind", _("Wind")),
]  # fmt: skip


class Topic(TagBase):
    """The region's shared list of topics (Familie, Umwelt, …): deliberately common to all cities."""

    free_tagging = False

    class Meta:
        verbose_name = _("Thema")
        verbose_name_plural = _("Themen")


class PageTopic(ItemBase):
    tag = models.ForeignKey(Topic, models.CASCADE, related_name="pages")
    content_object = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="topic_items")


class CityPageQuerySet(PageQuerySet):
    def for_city(self, city: City) -> CityPageQuerySet:
        """Pages of the city's own tree, by the tree path: no join, no query for ancestors."""
        return self.filter(path__startswith=city.site.root_page.path)

    def visible(self) -> CityPageQuerySet:
        """What any visitor may see: live and not behind a view restriction."""
        return self.live().public()

    def about(self, topic: Topic | str) -> CityPageQuerySet:
        """Pages of a topic (row or slug)."""
        slug = topic.slug if isinstance(topic, Topic) else topic
        return self.filter(topic_items__tag__slug=slug)


class PortalPage(Page):
    """What every page type shares: summary, picture, body, topics, the office in charge.

    Abstract: a page type is one query more, never two.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    summary = models.TextField(
        _("Kurzfassung"),
        max_length=400,
        blank=True,
        help_text=_("Ein bis zwei Sätze: für Listen, Suche und geteilte Links."),
    )
    picture = models.ForeignKey(
        "library.PortalImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Bild")
    )
    picture_alt = models.CharField(
        _("Bildbeschreibung"),
        max_length=250,
        blank=True,
        help_text=_("Was ist zu sehen? Leer lassen, wenn das Bild nur schmückt."),
    )
    icon = models.CharField(
        _("Symbol"),
        max_length=20,
        blank=True,
        choices=ICONS,
        help_text=_("Für die Kachel, mit der auf diese Seite verwiesen wird."),
    )
    office = CityForeignKey(
        "offices.Office",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Zuständige Stelle"),
        help_text=_("Steht mit Adresse und Öffnungszeiten neben dem Text."),
    )
    body = BodyField(verbose_name=_("Inhalt"), blank=True)
    topics = ClusterTaggableManager(through=PageTopic, blank=True, verbose_name=_("Themen"))

    objects = PageManager.from_queryset(CityPageQuerySet)()
    base_form_class = PortalPageForm
    exclude_fields_in_copy: ClassVar = ["uuid"]  # a copy or an alias is a page of its own

    text_panels: ClassVar = [
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Bild"), classname="collapsed"),
        FieldPanel("body"),
    ]
    content_panels: ClassVar = [*Page.content_panels, *text_panels]
    promote_panels: ClassVar = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("Adresse und Suchmaschinen"),
        ),
        MultiFieldPanel([FieldPanel("show_in_menus"), FieldPanel("icon")], heading=_("Menü und Kachel")),
        MultiFieldPanel([FieldPanel("topics"), FieldPanel("office")], heading=_("Einordnung")),
    ]
    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.AutocompleteField("summary"),
        index.SearchField("body"),
    ]

    class Meta:
        abstract = True

    @property
    def lead(self) -> str:
        """What lists, search results and shared links say about the page."""
        return self.summary or self.search_description

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..furniture import furniture_of

        context = super().get_context(request, *args, **kwargs)
        context.update(furniture_of(request, self))
        return context

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().serve(request, *args, **kwargs)
        # Seconds for which the page's relative words hold; the page cache must not keep it longer.
        response.true_for = getattr(request, "true_for", None)
        return response
