"""The sidebar: our own screens, and of Wagtail's what the gate opens."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem, SubmenuMenuItem

from portal.cities.permissions import rights_of

from . import gate


class RightMenuItem(MenuItem):
    """Shown to people who hold the right in at least one city."""

    def __init__(self, label: Any, name: str, right: str, icon: str, order: int) -> None:
        super().__init__(label, reverse_lazy(f"editorial:{name}"), name=f"own-{name}", icon_name=icon, order=order)
        self.right = right

    def is_shown(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return user.is_superuser or self.right in rights_of(user)


ITEMS = [
    RightMenuItem(_("Alle Portale"), "overview", "overview", "globe", 90),
    RightMenuItem(_("Weiterleitungen"), "redirects", "redirects", "redirect", 500),
    RightMenuItem(_("Mitglieder"), "members", "members", "group", 600),
    RightMenuItem(_("Stadt und Kontakt"), "settings", "settings", "cog", 610),
    RightMenuItem(_("Prüfung"), "review", "review", "tasks", 605),
    RightMenuItem(_("Gestaltung"), "theme", "theme", "view", 620),
    RightMenuItem(_("Protokoll"), "audit", "audit", "history", 630),
]


def keep_open_ones(request: HttpRequest, items: list[Any]) -> None:
    """Drop entries that lead to a closed view; a menu that ends up empty goes too."""
    if request.user.is_superuser:  # type: ignore[union-attr]
        return
    items[:] = [item for item in items if _is_open(request, item)]


def _is_open(request: HttpRequest, item: Any) -> bool:
    if item.name in ("help", "reports"):
        return False
    if isinstance(item, SubmenuMenuItem):
        return any(_is_open(request, child) for child in item.menu.menu_items_for_request(request))
    url = str(item.url)
    if not url.startswith("/admin/"):
        return True
    try:
        name = resolve(url.partition("?")[0]).view_name
    except Resolver404:
        return False
    user: Any = request.user
    rule = gate.RULES.get(name)
    if rule is None:
        return bool(gate.opened_by_roles(name, user))
    return rule.right == gate.ANYONE or rule.right in rights_of(user)
