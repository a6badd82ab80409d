"""The way from the editors' desk to the desk of clubs (it lives on each city's own host)."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from portal.cities import hosts
from portal.cities.models import City

from .permissions import may_manage


def managed_cities(request: HttpRequest) -> list[City]:
    return [city for city in getattr(request, "staff_cities", []) if may_manage(request.user, city)]  # type: ignore[arg-type]


class ClubsMenuItem(MenuItem):
    """Shown to those who look after clubs; leads to their city (the first one, for those who help in several)."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(managed_cities(request))

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        city = managed_cities(request)[0]
        url = hosts.absolute(city.site.hostname, reverse("directory_desk:overview"))
        return LinkMenuItem(self.name, self.label, url, icon_name=self.icon_name, classname=self.classname)


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return ClubsMenuItem(_("Vereine und Ehrenamt"), "#", name="clubs", icon_name="group", order=350)
