"""The directory as a page that editors place in their tree."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.content.models import PortalPage


class ClubIndexPage(PortalPage):
    """Clubs of this portal (on the alliance's portal: of the region): search, filters, distance, list and map."""

    parent_page_types: ClassVar = ["content.HomePage", "content.SectionPage"]
    subpage_types: ClassVar = ["content.ContentPage"]
    page_description = _("Alle Vereine mit Suche, Filtern, Entfernung und Karte.")

    class Meta:
        verbose_name = _("Verzeichnis der Vereine")
        verbose_name_plural = _("Verzeichnisse der Vereine")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from .listing import club_listing

        context = super().get_context(request, *args, **kwargs)
        context.update(club_listing(request, context["home_city"], context["path"]))
        return context
