"""Roles as data: what each role may do in its city, in one place.

Every app may add to a role, or add a role, in its own `roles.py` (found by name like Django's `admin.py`):
a module-level list `ROLES` of `Role`. Roles with the same key are merged.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import import_module, util

from django.apps import apps
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """`page`, `media`: Wagtail permission types on the city's own tree and collection;
    `permissions`: Django permissions as "app.codename"; `rights`: the portal's own named rights in
    that city, asked through `has_right`; `everywhere`: rights an alliance role holds in every city;
    `admin_views`: admin view names this role may open beside `portal.editorial.gate` (a name, or
    "namespace:*" of an own viewset whose model is city-owned)."""

    key: str
    label: str = ""
    page: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    rights: frozenset[str] = field(default_factory=frozenset)
    everywhere: frozenset[str] = field(default_factory=frozenset)
    admin_views: tuple[str, ...] = ()
    alliance_only: bool = False
    order: int = 50

    def merged(self, other: Role) -> Role:
        return Role(
            key=self.key,
            label=self.label or other.label,
            page=tuple(dict.fromkeys((*self.page, *other.page))),
            media=tuple(dict.fromkeys((*self.media, *other.media))),
            permissions=tuple(dict.fromkeys((*self.permissions, *other.permissions))),
            rights=self.rights | other.rights,
            everywhere=self.everywhere | other.everywhere,
            admin_views=tuple(dict.fromkeys((*self.admin_views, *other.admin_views))),
            alliance_only=self.alliance_only or other.alliance_only,
            order=min(self.order, other.order),
        )


_ADMIN = ("wagtailadmin.access_admin",)
_EDIT = ("add_page", "change_page")
_PUBLISH = ("publish_page", "bulk_delete_page", "lock_page", "unlock_page")
_MEDIA = ("add", "change", "choose", "delete")

ROLES = [
    Role("editor", _("Redaktion"), _EDIT, ("add", "change", "choose"), _ADMIN, frozenset({"edit"}), order=10),
    Role(
        "chief_editor",
        _("Chefredaktion"),
        _EDIT + _PUBLISH,
        _MEDIA,
        _ADMIN,
        frozenset({"edit", "publish", "redirects", "review"}),
        order=20,
    ),
    Role("moderator", _("Moderation"), permissions=_ADMIN, rights=frozenset({"moderate"}), order=30),
    Role(
        "city_admin",
        _("Stadtverwaltung"),
        _EDIT + _PUBLISH,
        _MEDIA,
        _ADMIN,
        frozenset({"edit", "publish", "redirects", "review", "members", "settings", "theme", "audit", "official"}),
        order=40,
    ),
    Role(
        "coordinator",
        _("Koordination der Allianz"),
        _EDIT + _PUBLISH,
        _MEDIA,
        _ADMIN,
        frozenset(
            {"edit", "publish", "redirects", "review", "members", "settings", "theme", "audit", "moderate", "official"}
        ),
        # The alliance sees all nine and appoints people; a city's content stays the city's own.
        everywhere=frozenset({"overview", "add_city", "members"}),
        alliance_only=True,
        order=90,
    ),
]


@cache
def all_roles() -> dict[str, Role]:
    """Every role by key, in order, with what the installed apps add."""
    found: dict[str, Role] = {role.key: role for role in ROLES}
    for config in apps.get_app_configs():
        name = f"{config.name}.roles"
        if config.name == "portal.cities" or util.find_spec(name) is None:
            continue
        for role in import_module(name).ROLES:
            found[role.key] = found[role.key].merged(role) if role.key in found else role
    return dict(sorted(found.items(), key=lambda item: item[1].order))
