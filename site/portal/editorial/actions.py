"""Changes of state that people make outside of pages: redirects of a city, and a new portal with its first people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from portal.audit.actions import record
from portal.cities.actions import add_city, appoint
from portal.cities.models import City
from portal.cities.signals import city_changed

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def open_portal(*, hostname: str, first: str = "", actor: User | None, **fields: Any) -> City:
    """A complete portal and, with the address `first`, the person who appoints all others there.

    A city gets an administrator, the alliance a coordinator. Raises ValidationError; nothing is left behind then.
    """
    city = add_city(hostname=hostname, port=settings.PUBLIC_PORT, actor=actor, **fields)
    if first:
        appoint(city, first, "coordinator" if city.is_alliance else "city_admin", actor=actor)
    return city


@transaction.atomic
def save_redirect(
    city: City, row: Redirect | None, *, actor: User, old_path: str, page: Page | None, link: str, is_permanent: bool
) -> Redirect:
    """Add or change a redirect of the city's own host. `page` must be one of the city's pages."""
    if page is not None and not page.path.startswith(city.site.root_page.path):
        raise ValueError("a redirect leads to a page of its own city")
    verb = "editorial.add_redirect" if row is None else "editorial.change_redirect"
    row = row or Redirect(site=city.site)
    row.old_path = Redirect.normalise_path(old_path)
    row.redirect_page, row.redirect_link, row.is_permanent = page, link, is_permanent
    row.save()
    _witness(city, verb, row, actor)
    return row


@transaction.atomic
def remove_redirect(city: City, row: Redirect, *, actor: User) -> None:
    _witness(city, "editorial.remove_redirect", row, actor)
    row.delete()


def _witness(city: City, verb: str, row: Redirect, actor: User) -> None:
    data: dict[str, Any] = {"path": row.old_path[:200]}
    record(city, verb, row, actor=actor, **data)
    # A cached 404 of the old address must go.
    transaction.on_commit(lambda: city_changed.send(sender=City, city=city, fields=["redirects"]))
