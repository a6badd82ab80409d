"""Makes what tests need, through the same actions as the product.

bruchsal = make_city("bruchsal")            # a complete portal
editor = make_user("a@x.example", bruchsal, "editor")
page = make_page(bruchsal, ContentPage, title="Ausweis")
"""

from __future__ import annotations

from typing import Any

from django_scopes import scopes_disabled
from wagtail.models import Page

from portal.accounts.models import User
from portal.cities.actions import add_city, give_role
from portal.cities.models import City
from portal.demo.facts import ALLIANCE, CITIES

HOST = "{}.localhost"


def make_city(slug: str, **overrides: Any) -> City:
    facts = ALLIANCE if slug == "redi" else next(c for c in CITIES if c["slug"] == slug)
    host = "localhost" if slug == "redi" else HOST.format(slug)
    return add_city(hostname=host, port=8000, actor=None, **{**facts, **overrides})


def make_user(email: str, city: City | None = None, role: str | None = None, **fields: Any) -> User:
    user = User.objects.create_user(email, "demo", **fields)
    verify(user)
    if city and role:
        give_role(city, user, role, actor=None)
    return user


def verify(user: User) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def make_page(city: City, model: type[Page], parent: Page | None = None, live: bool = True, **fields: Any) -> Any:
    with scopes_disabled():
        page = model(live=live, **fields)
        (parent or city.site.root_page).add_child(instance=page)
        revision = page.save_revision()
        if live:
            revision.publish()
        page.refresh_from_db()
        return page
