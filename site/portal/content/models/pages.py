"""Home, sections, content pages, the directory and the pages the law asks for."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page

from .base import ICONS, PortalPage

link_validator = RegexValidator(
    r"^(https?://|/(?!/)|mailto:|tel:)[^\s<>\"']*$", _("Bitte eine Adresse angeben, die mit https:// oder / beginnt.")
)


class HomePage(PortalPage):
    """A portal's front door. One per city, root of its tree."""

    heading = models.CharField(_("Überschrift"), max_length=120, default="Was möchten Sie erledigen?")
    frequent = models.CharField(
        _("Oft gesucht"), max_length=200, blank=True, help_text=_("Bis zu vier Suchwörter, mit Komma getrennt.")
    )

    # Root pages come with `add_city` only: no parent type is offered to editors.
    parent_page_types: ClassVar = []
    # Below it: every page type that names this one as its parent, those of the capabilities too
    content_panels: ClassVar = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("heading"), FieldPanel("frequent")], heading=_("Einstieg")),
        InlinePanel(
            "tasks",
            heading=_("Häufige Anliegen"),
            label=_("Anliegen"),
            max_num=12,
            help_text=_("Kacheln unter der Landschaft. Ohne Eintrag stehen dort die Seiten des Menüs."),
        ),
        *PortalPage.text_panels,
    ]
    page_description = _("Die Startseite des Portals.")

    class Meta:
        verbose_name = _("Startseite")

    def frequent_words(self) -> list[str]:
        return [word.strip() for word in self.frequent.split(",") if word.strip()][:4]

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        city = getattr(request, "city", None)
        return "content/alliance_home_page.html" if city and city.is_alliance else "content/home_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..furniture import truth
        from ..home import alliance_context, home_context, seconds_true

        context = super().get_context(request, *args, **kwargs)
        city = context["home_city"]
        context.update(alliance_context(city, self) if city.is_alliance else home_context(city, self))
        truth(request, seconds_true(city))
        return context


class HomeTask(Orderable):
    """A tile of the home page: a page of the portal or an address."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(_("Text"), max_length=60)
    icon = models.CharField(_("Symbol"), max_length=20, choices=ICONS, default="arrow")
    link_page = models.ForeignKey(
        "wagtailcore.Page", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Seite")
    )
    link_url = models.CharField(
        _("oder Adresse"),
        max_length=300,
        blank=True,
        validators=[link_validator],
        help_text=_("Nur, wenn das Ziel keine Seite dieses Portals ist."),
    )

    panels: ClassVar = [FieldPanel("title"), FieldPanel("icon"), PageChooserPanel("link_page"), FieldPanel("link_url")]

    class Meta(Orderable.Meta):
        verbose_name = _("Anliegen")
        verbose_name_plural = _("Anliegen")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if bool(self.link_page_id) == bool(self.link_url):
            raise ValidationError({"link_page": _("Bitte entweder eine Seite oder eine Adresse angeben.")})


class SectionPage(PortalPage):
    """A chapter of the portal: shows its own text and its children as tiles."""

    parent_page_types: ClassVar = ["content.HomePage", "content.SectionPage"]
    # Below it: every page type that names this one as its parent
    page_description = _("Ein Kapitel: eigener Text und Verweise auf die Seiten des Kapitels.")

    class Meta:
        verbose_name = _("Rubrik")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..home import section_children

        context = super().get_context(request, *args, **kwargs)
        context["children"] = section_children(context["home_city"], self)
        return context


class ContentPage(PortalPage):
    """The page for everything."""

    parent_page_types: ClassVar = ["content.HomePage", "content.SectionPage", "content.ContentPage"]
    subpage_types: ClassVar = ["content.ContentPage"]
    page_description = _("Die Seite für alles: Text, Bilder, Schritte, Tabellen, Downloads und mehr.")

    class Meta:
        verbose_name = _("Inhaltsseite")


class DirectoryPage(PortalPage):
    """Contact directory: the city's offices with opening hours and „jetzt geöffnet“."""

    parent_page_types: ClassVar = ["content.HomePage", "content.SectionPage"]
    subpage_types: ClassVar = ["content.ContentPage"]
    page_description = _(
        "Alle Ansprechstellen der Stadt mit Adressen und Öffnungszeiten. Gepflegt unter „Ansprechstellen“."
    )

    class Meta:
        verbose_name = _("Verzeichnis der Ansprechstellen")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..furniture import truth
        from ..home import directory_context, seconds_true

        context = super().get_context(request, *args, **kwargs)
        context.update(directory_context(context["home_city"]))
        truth(request, seconds_true(context["home_city"]))
        return context


class LegalPage(PortalPage):
    """Pages the law asks for; every city has each `kind` from the start.

    The standard text of a kind is a template filled from the city's data, so it is never out of date;
    what editors write in the body stands below it, or alone when the standard text is switched off.
    """

    class Kind(models.TextChoices):
        IMPRINT = "imprint", _("Impressum")
        PRIVACY = "privacy", _("Datenschutz")
        ACCESSIBILITY = "accessibility", _("Erklärung zur Barrierefreiheit")
        BARRIER = "barrier", _("Barriere melden")
        EASY = "easy", _("Leichte Sprache")
        SIGN = "sign", _("Gebärdensprache")
        RULES = "rules", _("Regeln der Diskussion")

    kind = models.CharField(_("Art"), max_length=20, choices=Kind.choices)
    standard_text = models.BooleanField(
        _("Standardtext zeigen"),
        default=True,
        help_text=_("Der Text entsteht aus den Angaben zur Stadt. Der eigene Inhalt folgt darunter."),
    )
    reviewed_on = models.DateField(_("Zuletzt geprüft am"), default=timezone.localdate)

    parent_page_types: ClassVar = ["content.HomePage"]
    subpage_types: ClassVar = []
    content_panels: ClassVar = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("kind"), FieldPanel("standard_text"), FieldPanel("reviewed_on")], heading=_("Pflichtangaben")
        ),
        *PortalPage.text_panels,
    ]
    page_description = _("Impressum, Datenschutz, Barrierefreiheit und andere Seiten, die jedes Portal haben muss.")

    class Meta:
        verbose_name = _("Pflichtseite")

    @property
    def text_template(self) -> str:
        return f"content/legal/{self.kind}.html" if self.kind in self.Kind.values else ""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        if self.kind == self.Kind.BARRIER:
            from ..barriers import form_context

            context.update(form_context(request))
        return context
