"""Seeds all portals: cities, accounts, the portal's own pages, then what every other app brings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django_scopes import scope, scopes_disabled

from portal.cities.actions import add_city
from portal.cities.models import City

from . import accounts, registry
from .builder import Builder
from .facts import ALLIANCE, CITIES
from .texts import load

Say = Callable[[str], None]


def ensure_city(facts: dict, port: int) -> City:
    """The city as it is, or made anew through the same action as `portal add-city`."""
    city = City.objects.filter(slug=facts["slug"]).select_related("site__root_page", "collection").first()
    if city:
        return city
    host = settings.SIGNIN_HOST if facts["kind"] == "alliance" else f"{facts['slug']}.localhost"
    return add_city(hostname=host, port=port, actor=None, **facts)


def seed(*, now: dt.datetime | None = None, only: set[str] | None = None, say: Say = lambda _: None) -> None:
    """Idempotent. `only`: slugs of portals to seed (the alliance comes along: sign-in lives there)."""
    accounts.require_demo()
    now = now or registry.start_of_today()
    port = settings.PUBLIC_PORT
    wanted = [f for f in [ALLIANCE, *CITIES] if only is None or f["slug"] in only or f["kind"] == "alliance"]
    with scopes_disabled():
        cities = [ensure_city(facts, port) for facts in wanted]
    for city in cities:
        with scope(city=[city]), transaction.atomic():
            accounts.seed_accounts(city)
            editor = registry.account(city, "koordination" if city.is_alliance else "chefredaktion")
            made = Builder(city, load(city.slug), now=now, editor=editor).build()
            say(f"{city.name}: {made} Seiten")
    for name, seed_app in registry.seeds():
        for city in [*cities[1:], cities[0]]:
            with scope(city=[city]), transaction.atomic():
                seed_app(city, rng=registry.rng_for(city, name), now=now)
