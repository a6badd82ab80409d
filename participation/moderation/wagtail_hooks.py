"""The way from the editors' desk to the moderation of each city (it lives on the city's own host)."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from portal.cities import hosts
from portal.cities.models import City

from .models import Case
from .permissions import may_moderate


def moderated_cities(request: HttpRequest) -> list[City]:
    return [city for city in getattr(request, "staff_cities", []) if may_moderate(request.user, city)]


def desk_url(city: City) -> str:
    assert city.site is not None
    return hosts.absolute(city.site.hostname, reverse("moderation:queue"))


class ModerationMenuItem(MenuItem):
    """Shown to moderators; leads to their city (the first one, for those who help in several)."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(moderated_cities(request))

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        url = desk_url(moderated_cities(request)[0])
        return LinkMenuItem(self.name, self.label, url, icon_name=self.icon_name, classname=self.classname)


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return ModerationMenuItem(_("Moderation"), "#", name="moderation", icon_name="comment", order=350)


class ModerationPanel(Component):
    """On the start page: what waits in each city that the user moderates."""

    name = "moderation"
    template_name = "moderation/admin_panel.html"
    order = 150

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        wanted = [city.pk for city in moderated_cities(request)]
        cities = list(City.objects.select_related("site").filter(pk__in=wanted))
        counts = dict(
            Case.objects.filter(city__in=cities).waiting().values_list("city").annotate(Count("pk")).order_by()
        )
        return {"rows": [{"city": c, "waiting": counts.get(c.pk, 0), "url": desk_url(c)} for c in cities]}


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    if moderated_cities(request):
        panels.append(ModerationPanel())
