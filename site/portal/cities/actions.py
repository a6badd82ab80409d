"""Changes of state of cities: a new portal, its roles and its members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from portal.audit.actions import record

from . import hosts
from .models import City, RoleGroup
from .review import ensure_workflow
from .roles import Role, all_roles
from .signals import city_added, city_changed

if TYPE_CHECKING:
    from portal.accounts.models import User


# Wagtail asks for rights on its own two models, also where images and documents are models of the installation.
MEDIA = (("wagtailimages", "image"), ("wagtaildocs", "document"))


@transaction.atomic
def add_city(*, hostname: str, port: int = 80, actor: User | None, **fields: Any) -> City:
    """Make a complete portal: city, site, page tree, collection, groups with permissions, legal pages.

    Raises ValidationError when a field is wrong; nothing is left behind then.
    """
    city = City(**fields)
    city.full_clean()
    with scopes_disabled():
        root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
        collections = Collection.get_first_root_node() or Collection.add_root(name="Root")
        city.collection = collections.add_child(name=city.portal_name)
        city.save()
        # Apps add their part: content the tree, later ones to what content made.
        city_added.send(sender=City, city=city, actor=actor, root=root)
        home = root.get_children().filter(slug=city.slug).get()
        city.site = Site.objects.create(
            hostname=hostname, port=port, site_name=city.portal_name, root_page=home, is_default_site=False
        )
        city.save(update_fields=["site"])
        grant_roles(city)
        record(city, "cities.add", city, actor=actor)
    transaction.on_commit(lambda: _announce(city, []))
    return city


def grant_roles(city: City) -> None:
    """Bring the groups of a city in line with `roles.all_roles()`; safe to repeat."""
    for role in all_roles().values():
        if role.alliance_only and not city.is_alliance:
            continue
        _grant(city, role)
    ensure_workflow(city)


def _grant(city: City, role: Role) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        name = f"{city.name}: {role.label}"
    existing = RoleGroup.objects.filter(city=city, role=role.key).select_related("group").first()
    group = existing.group if existing else Group.objects.create(name=name)
    if existing is None:
        RoleGroup.objects.create(city=city, role=role.key, group=group)
    wanted = {tuple(p.split(".")) for p in role.permissions}
    group.permissions.set(
        [
            p
            for p in Permission.objects.filter(codename__in=[c for _, c in wanted]).select_related("content_type")
            if (p.content_type.app_label, p.codename) in wanted
        ]
    )
    home = city.site.root_page
    GroupPagePermission.objects.filter(group=group).delete()
    for codename in role.page:
        GroupPagePermission.objects.create(group=group, page=home, permission=_permission("wagtailcore", codename))
    GroupCollectionPermission.objects.filter(group=group).delete()
    for verb in role.media:
        for app, model in MEDIA:
            GroupCollectionPermission.objects.create(
                group=group, collection=city.collection, permission=_permission(app, f"{verb}_{model}")
            )


def _permission(app_label: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


class RoleRefused(ValidationError):
    """A change of roles that the rules forbid; the message says why."""


@transaction.atomic
def give_role(city: City, user: User, role: str, *, actor: User | None) -> None:
    """Make the user a member of the city's group for a role; repeating changes nothing."""
    group = RoleGroup.objects.get(city=city, role=role).group
    if user.groups.filter(pk=group.pk).exists():
        return
    user.groups.add(group)
    _forget_roles(user)
    record(city, "cities.give_role", user, actor=actor, role=role)


@transaction.atomic
def take_role(city: City, user: User, role: str, *, actor: User | None) -> None:
    """Take a role away again; repeating changes nothing.

    Raises RoleRefused for a city's last administrator: nobody there could appoint the next one.
    """
    group = RoleGroup.objects.select_related("group").get(city=city, role=role).group
    # The lock keeps two administrators from removing each other at the same moment.
    members = set(Group.objects.select_for_update().get(pk=group.pk).user_set.values_list("pk", flat=True))  # type: ignore[attr-defined]
    if user.pk not in members:
        return
    if role == "city_admin" and actor is not None and members == {user.pk}:
        raise RoleRefused(
            _("Das ist die letzte Stadtverwaltung dieses Portals. Bitte berufen Sie zuerst eine andere Person.")
        )
    user.groups.remove(group)
    _forget_roles(user)
    record(city, "cities.take_role", user, actor=actor, role=role)


@transaction.atomic
def appoint(city: City, email: str, role: str, *, actor: User | None) -> User:
    """Give a role to whoever owns an e-mail address, and write to that address.

    Without an account one is made without a password: the person signs in with a code sent to the address. Callers
    learn nothing about who already has an account.
    """
    from portal.accounts.models import User

    email = email.strip().lower()
    user = User.objects.filter(email__iexact=email, deleted_at__isnull=True).first()
    if user is None:
        user = User.objects.create_user(email, None)
        record(city, "accounts.invite", user, actor=actor)
    give_role(city, user, role, actor=actor)
    label = all_roles()[role].label
    address = user.email

    @translation.override(user.language)
    def tell() -> None:
        send_mail(
            _("Ihre neue Aufgabe: %(role)s, %(city)s") % {"role": label, "city": city.portal_name},
            _(
                "Guten Tag,\n\nSie gehören jetzt zur Gruppe „%(role)s“ des Portals „%(city)s“.\n"
                "Melden Sie sich mit dieser E-Mail-Adresse an: %(url)s\n"
            )
            % {"role": label, "city": city.portal_name, "url": f"{settings.WAGTAILADMIN_BASE_URL}/admin/"},
            None,
            [address],
            fail_silently=True,  # the role stands, with or without the letter
        )

    transaction.on_commit(tell)
    return user


def _forget_roles(user: User) -> None:
    for name in ("_city_roles", "_page_roots"):
        user.__dict__.pop(name, None)


SETTINGS = (
    "portal_name", "street", "postcode", "phone", "email", "population", "population_date", "population_basis",
    "capabilities", "shows_region_news", "review_required",
)  # fmt: skip
LOOKS = ("theme_key", "mark", "primary", "secondary", "dark_primary", "dark_secondary")


def update_settings(city: City, *, actor: User | None, **changes: Any) -> City:
    """Change contact, switches and rules of a city; raises ValidationError. Unknown fields are a TypeError."""
    return _update(city, "cities.update_settings", SETTINGS, changes, actor)


def update_theme(city: City, *, actor: User | None, **changes: Any) -> City:
    """Change a city's looks; raises ValidationError with every pair of colours that fails its contrast."""
    return _update(city, "cities.update_theme", LOOKS, changes, actor)


@transaction.atomic
def _update(city: City, verb: str, allowed: tuple[str, ...], changes: dict[str, Any], actor: User | None) -> City:
    unknown = set(changes) - set(allowed)
    if unknown:
        raise TypeError(f"{verb} does not change {sorted(unknown)}")
    row = City.objects.select_for_update().get(pk=city.pk)
    changed = [name for name, value in changes.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, changes[name])
    row.full_clean()
    if not changed:
        return row
    row.save(update_fields=changed)
    if "portal_name" in changed and row.site is not None:
        row.site.site_name = row.portal_name
        row.site.save(update_fields=["site_name"])
    record(row, verb, row, actor=actor, fields=sorted(changed))
    transaction.on_commit(lambda: _announce(row, changed))
    return row


def _announce(city: City, fields: list[str]) -> None:
    from .context import forget_frame

    hosts.forget()
    forget_frame(city.pk)
    city_changed.send(sender=City, city=city, fields=fields)
