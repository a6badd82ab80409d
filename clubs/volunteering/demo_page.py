"""The marketplace page of every portal of the demo."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from wagtail.models import Page

from portal.content.models import SectionPage
from portal.demo.registry import account, once

from .pages import MarketPage

if TYPE_CHECKING:
    from portal.cities.models import City

NAMESPACE = uuid.UUID("6f1c7a52-4d5e-5f0b-9b60-5a1f6c1a7d16")


def seed_page(city: City) -> None:
    once(city, "volunteering/market", lambda: _publish(city))


def _publish(city: City) -> MarketPage:
    section = SectionPage.objects.for_city(city).filter(slug="mitmachen").first()
    parent = Page.objects.get(pk=section.pk if section else city.site.root_page_id)
    summary = "Zeit schenken, wo sie gebraucht wird: für einen Nachmittag oder für länger, mit Vorkenntnissen oder einfach so."
    page = MarketPage(title="Ehrenamt", slug="mitmach-angebote", summary=summary, icon="heart", live=False)
    page.owner = account(city, "koordination" if city.is_alliance else "verwaltung")
    page.show_in_menus = city.is_alliance
    page.uuid = uuid.uuid5(NAMESPACE, f"{city.slug}/{page.slug}")
    parent.add_child(instance=page)
    page.save_revision(user=page.owner, log_action=False).publish(user=page.owner, log_action=False)
    return page
