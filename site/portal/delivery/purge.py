"""What a change makes untrue: rows change → the names they stand for are renewed → pages that rest on them are gone.

Everything runs by itself from Django's and Wagtail's signals. For changes that send none (`QuerySet.update`,
`bulk_create`): call `touch(Model, city)`, `purge_page(page)` or `purge_city(city)` in the action.

Names are renewed twice: at once, and again when the transaction is committed. The second one counts: what was
rendered in between saw the old rows.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.contrib.frontend_cache.backends.base import BaseBackend
from wagtail.models import Collection, Page, PageViewRestriction, Site
from wagtail.signals import page_slug_changed, post_page_move

from portal.cities import hosts
from portal.cities.models import City
from portal.cities.signals import city_added, city_changed

from .names import SILENT, is_page_part
from .restrictions import forget_restrictions
from .store import store

# Rows no visitor's page is made of
QUIET_APPS = frozenset({
    "account", "allauth_idp_oidc", "audit", "auth", "contenttypes", "demo", "django_tasks_database", "mfa", "notifications",
    "sessions", "socialaccount", "usersessions", "wagtailadmin", "wagtailforms", "wagtailredirects", "wagtailsearch", "wagtailusers",
    "search",
})  # fmt: skip
QUIET_CORE = frozenset({
    "Revision", "PageLogEntry", "ModelLogEntry", "ReferenceIndex", "WorkflowState", "TaskState", "Workflow", "Task",
    "WorkflowPage", "WorkflowTask", "Comment", "CommentReply", "PageSubscription", "UploadedFile", "GroupPagePermission",
    "GroupCollectionPermission", "GroupApprovalTask", "GroupSitePermission",
})  # fmt: skip
# What saving a draft of a live page writes: visitors see none of it
DRAFT_FIELDS = frozenset({
    "latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes", "locked", "locked_at",
    "locked_by", "owner", "numchild",
})  # fmt: skip
# Home, its children and these types make menu and footer; a change of these fields is a change of the frame
FRAME_FIELDS = ("title", "slug", "url_path", "live", "show_in_menus")
FRAME_TYPES = ("DirectoryPage", "LegalPage")


class PageCachePurger(BaseBackend):
    """Backend of wagtail.contrib.frontend_cache: `purge_url_from_cache(url)` reaches our own store through it."""

    def purge(self, url: str) -> None:
        purge_url(url)


def purge_url(url: str) -> None:
    """Forget one address, on whatever port and scheme it was asked for."""
    parts = urlsplit(url)
    renew(f"path:{parts.hostname or ''}{parts.path or '/'}")


def purge_city(city: City) -> None:
    """Forget every page of a city, and its frame."""
    renew(f"city:{city.pk}")


def purge_everything() -> None:
    renew("*")


def touch(model: type[models.Model], city: City | int | None) -> None:
    """Rows of a table changed for a city (None: for all): forget what was made from them."""
    city_id = city.pk if isinstance(city, City) else city
    table = model._meta.db_table
    renew(f"table:{table}:{'*' if city_id is None else city_id}", f"table:{table}:any")


def purge_page(page: Page) -> None:
    """Forget a page, every list of pages that may show it, and what names it."""
    found = home_of(page.path)
    before = page.__dict__.get("_before") or {}
    names = [f"page:{page.pk}", "pages:any", *names_of_place(page.path)]
    if found is not None:
        names.append(f"path:{found.site.hostname}{path_on(found, page.url_path)}")
    if getattr(page, "offered_to_region", False) or before.get("offered_to_region"):
        names.append("region")
    renew(*names)
    if found is None:
        return
    changed = [f for f in FRAME_FIELDS if before and before.get(f) != getattr(page, f)]
    near = page.depth <= found.site.root_page.depth + 1 or type(page).__name__ in FRAME_TYPES
    if "url_path" in changed or (near and (changed or not before)):
        purge_city(found.city)


def renew(*names: str) -> None:
    store().renew(names)
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(lambda: store().renew(names))


def names_of_place(tree_path: str) -> list[str]:
    """The page itself by its place, its parent's children, and every branch that holds it."""
    steps = range(4, len(tree_path) + 1, 4)
    return [f"node:{tree_path}", f"children:{tree_path[:-4]}", *(f"below:{tree_path[:n]}" for n in steps)]


def home_of(tree_path: str) -> hosts.Host | None:
    return next((h for h in hosts.every() if tree_path.startswith(h.site.root_page.path)), None)


def path_on(host: hosts.Host, url_path: str) -> str:
    return "/" + url_path.removeprefix(host.site.root_page.url_path)


# --- Signals ------------------------------------------------------------------------------------------


def remember_page(
    sender: type[models.Model], instance: Any, raw: bool = False, update_fields: Any = None, **_: Any
) -> None:
    """Before a page is written: what its lists and the menu show of it now."""
    if raw or not isinstance(instance, Page) or not instance.pk or only_draft(update_fields):
        return
    fields = [*FRAME_FIELDS, "path"]
    model: Any = type(instance)
    if any(field.name == "offered_to_region" for field in model._meta.concrete_fields):
        fields.append("offered_to_region")
    instance._before = model.objects.filter(pk=instance.pk).values(*fields).first()  # type: ignore[attr-defined]


def only_draft(update_fields: Any) -> bool:
    return update_fields is not None and set(update_fields) <= DRAFT_FIELDS


def row_saved(
    sender: type[models.Model], instance: Any, raw: bool = False, update_fields: Any = None, **_: Any
) -> None:
    if raw or quiet(sender):
        return
    if isinstance(instance, Page):
        before = instance.__dict__.get("_before") or {}
        if not only_draft(update_fields) and (instance.live or before.get("live")):
            purge_page(instance)
        return
    row_changed(sender, instance, update_fields)


def row_changed(sender: type[models.Model], instance: Any, update_fields: Any = None) -> None:
    if isinstance(instance, PageViewRestriction):
        forget_restrictions()
        found = home_of(instance.page.path)
        if found is not None:
            purge_city(found.city)
        renew("region", "pages:any")
    elif isinstance(instance, Site | City | Collection):
        if isinstance(instance, Site | City):
            purge_everything()
    elif update_fields is not None and set(update_fields) <= {"last_login"}:
        return
    elif is_page_part(sender):
        return  # published together with its page
    elif sender._meta.db_table not in SILENT:
        touch(sender, getattr(instance, "city_id", None))


def row_deleted(sender: type[models.Model], instance: Any, **_: Any) -> None:
    if quiet(sender):
        return
    if isinstance(instance, Page):
        purge_page(instance)
    else:
        row_changed(sender, instance)


def links_changed(sender: type[models.Model], instance: Any, action: str, **_: Any) -> None:
    if action.startswith("post_") and not quiet(type(instance)) and not isinstance(instance, Page):
        touch(sender, getattr(instance, "city_id", None))


def page_placed(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Addresses of a whole branch changed."""
    for page in (instance, kwargs.get("parent_page_before"), kwargs.get("parent_page_after")):
        found = home_of(page.path) if page is not None else None
        if found is not None:
            purge_city(found.city)
        if page is not None:
            renew(*names_of_place(page.path))
    renew("pages:any", "region")


def city_settings(sender: Any, **_: Any) -> None:
    purge_everything()


def quiet(model: type[models.Model]) -> bool:
    meta = model._meta
    return meta.app_label in QUIET_APPS or (meta.app_label == "wagtailcore" and model.__name__ in QUIET_CORE)


def connect() -> None:
    pre_save.connect(remember_page, dispatch_uid="delivery.remember")
    pre_delete.connect(row_deleted, dispatch_uid="delivery.deleting")
    post_save.connect(row_saved, dispatch_uid="delivery.saved")
    post_delete.connect(row_deleted, dispatch_uid="delivery.deleted")
    m2m_changed.connect(links_changed, dispatch_uid="delivery.links")
    page_slug_changed.connect(page_placed, dispatch_uid="delivery.slug")
    post_page_move.connect(page_placed, dispatch_uid="delivery.moved")
    city_changed.connect(city_settings, dispatch_uid="delivery.city")
    city_added.connect(city_settings, dispatch_uid="delivery.city_added")
