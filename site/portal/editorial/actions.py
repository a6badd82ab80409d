"""Changes of state that editors make outside of pages: redirects of their city."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from portal.audit.actions import record
from portal.cities.models import City
from portal.cities.signals import city_changed

if TYPE_CHECKING:
    from portal.accounts.models import User


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
