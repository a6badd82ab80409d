"""The way from the editors' desk to the desk of projects (it lives on each city's own host)."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from portal.cities import hosts
from portal.cities.models import City
from portal.cities.permissions import has_right

from .permissions import MANAGE


def managed_cities(request: HttpRequest) -> list[City]:
    return [city for city in getattr(request, "staff_cities", []) if has_right(request.user, city, MANAGE)]


def desk_url(city: City) -> str:
    assert city.site is not None
    return hosts.absolute(city.site.hostname, reverse("projects_desk:list"))


class ParticipationMenuItem(MenuItem):
    """Shown to those who run projects; leads to their city (the first one, for those who help in several)."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(managed_cities(request))

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        url = desk_url(managed_cities(request)[0])
        return LinkMenuItem(self.name, self.label, url, icon_name=self.icon_name, classname=self.classname)


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return ParticipationMenuItem(_("Beteiligung"), "#", name="participation", icon_name="group", order=340)
