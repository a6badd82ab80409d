"""The marketplace as a page that editors place in their tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.content.models import PortalPage

if TYPE_CHECKING:
    from portal.cities.models import City


class MarketPage(PortalPage):
    """Offers of this portal and its neighbours: search, filters, distance, list and map."""

    parent_page_types: ClassVar = ["content.HomePage", "content.SectionPage"]
    subpage_types: ClassVar = ["content.ContentPage"]
    page_description = _("Alle Mitmach-Angebote mit Suche, Filtern, Entfernung und Karte.")

    class Meta:
        verbose_name = _("Marktplatz fürs Ehrenamt")
        verbose_name_plural = _("Marktplätze fürs Ehrenamt")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from .listing import market_listing

        context = super().get_context(request, *args, **kwargs)
        context.update(market_listing(request, context["home_city"], context["path"]))
        return context


def market_of(city: City) -> tuple[str, str] | None:
    """Title and path of the portal's marketplace page, if editors have placed one."""
    from portal.content.tree import path_of

    page = MarketPage.objects.for_city(city).live().defer("body").order_by("path").first()
    return (page.title, path_of(page, city)) if page is not None else None
