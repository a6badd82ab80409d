"""Fixtures of the whole suite: three portals, people in their roles, clients on the right host."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client
from wagtail.models import Locale, Page

from portal.accounts.models import User
from portal.cities import hosts
from portal.cities.models import City
from portal.operations import messages
from tests.factories import make_city, make_user
from tests.operations import installation


def pytest_configure():
    messages.build()  # before the first translation is read


def pytest_collection_modifyitems(config, items):
    """Which lane runs a test. Marked `postgres` or `sqlite`: only the lane with that database. Without any database: only
    the SQLite lane, once is enough. `make test` runs both lanes, and names a lane that cannot run as skipped."""
    on_postgres = connection.vendor == "postgresql"
    other = "sqlite" if on_postgres else "postgres"

    def elsewhere(item):
        return item.get_closest_marker(other) or (on_postgres and not touches_data(item))

    left_out = [item for item in items if elsewhere(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not elsewhere(item)]


def touches_data(item) -> bool:
    return bool(
        item.get_closest_marker("django_db")
        or item.get_closest_marker("both")  # reaches the database in a way of its own
        or item.get_closest_marker("postgres")
        or item.get_closest_marker("browser")
        or {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    )


@pytest.fixture(autouse=True)
def _fresh_memory():
    """Caches and the host table outlive a rolled-back test: start each one with empty memory."""
    for cache in caches.all():
        cache.clear()
    hosts._table, hosts._loaded_at, hosts._checked_at = {}, 0.0, 0.0
    return


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Three portals are made once and kept: a test starts from them and its changes are rolled back."""
    with django_db_blocker.unblock():
        if City.objects.exists() or not Page.objects.exists():  # left over from an earlier run
            call_command("flush", interactive=False, verbosity=0)
        else:
            installation.keep(connection.settings_dict)
        for slug in ("redi", "bruchsal", "buehl"):
            the_city(slug)


def the_city(slug: str) -> City:
    """The prepared portal; made anew where a test that really commits has emptied the database."""
    city = City.objects.select_related("site__root_page", "collection").filter(slug=slug).first()
    if city is None:
        Locale.objects.get_or_create(language_code="de")
        city = make_city(slug)
    return city


@pytest.fixture
def redi(db) -> City:
    return the_city("redi")


@pytest.fixture
def bruchsal(redi) -> City:
    return the_city("bruchsal")


@pytest.fixture
def buehl(redi) -> City:
    return the_city("buehl")


@pytest.fixture
def on_host() -> Callable[..., Client]:
    """`on_host(city)` or `on_host("redaktion.localhost", user)`: a client whose requests carry that host."""

    def make(where: City | str, user: User | None = None, **kwargs) -> Client:
        host = where if isinstance(where, str) else where.site.hostname
        client = Client(headers={"host": f"{host}:8000"}, **kwargs)
        if user:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


@pytest.fixture
def on_admin(on_host) -> Callable[[User], Client]:
    return lambda user: on_host("redaktion.localhost", user)


@pytest.fixture
def resident(bruchsal) -> User:
    return make_user("buerger@bruchsal.example", display_name="Bürgerin")
