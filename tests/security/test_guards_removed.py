"""The crawl can fail: with any one filter taken away it names what leaks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import pytest
from django_scopes import scopes_disabled
from wagtail.models import Page

from participation.comments import views as comments
from participation.projects.models import Project
from portal.cities.models import City
from portal.content.models import ContentPage
from portal.editorial import gate, middleware, ownership
from portal.library.models import PortalDocument

from .test_leak_crawl import Crawl, clients, walk
from .worlds import make_world


@contextmanager
def unscoped(**_: Any) -> Any:
    with scopes_disabled():
        yield


def every_page(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ownership, "_below", lambda paths, field="path": ~ownership.Q(pk__in=[]))


def every_id(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(gate, "owns", lambda rows, value: True)


def every_row(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(middleware, "scope", unscoped)


def every_host(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(PortalDocument, "belongs_to", lambda self, collection: True)


def every_city(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(middleware, "cities_with_right", lambda user, right: City.objects.all())
    patch.setattr(gate, "opened_by_roles", lambda name, user: list(City.objects.values_list("pk", flat=True)))


def every_project(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Project, "shown_in", staticmethod(lambda city: Project.in_region()))


def every_thread(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(comments, "_seen", lambda request, thread, host: host)


# (the filter that is taken away, the addresses that must notice)
GUARDS: list[tuple[Callable[[pytest.MonkeyPatch], None], str]] = [
    (every_page, "wagtailadmin_choose_page"),
    (every_page, "wagtailadmin_api:images"),
    (every_page, "wagtailimages:edit"),
    (every_id, "wagtail_bulk_action"),
    (every_row, "office:"),
    (every_row, "barrier:"),
    (every_city, "office:edit"),
    (every_host, "wagtaildocs_serve"),
    (every_project, "projects:module"),
    (every_project, "ideas:idea"),
    (every_thread, "comments:thread"),
]


@pytest.mark.sqlite  # the filters are the same Python on both databases; a crawl takes minutes
@pytest.mark.parametrize(("remove", "only"), GUARDS, ids=[f"{g.__name__}-{only}" for g, only in GUARDS])
def test_without_this_filter_the_crawl_is_red(remove, only, bruchsal, buehl, redi, on_host, monkeypatch):
    worlds = {city.slug: make_world(city) for city in (bruchsal, buehl)}
    visitors = clients(worlds, "bruchsal", redi, on_host)
    whole = Crawl()
    walk(whole, worlds, "buehl", visitors, only)
    assert whole.requests
    assert not whole.problems, "\n".join(whole.problems[:20])
    remove(monkeypatch)
    holed = Crawl()
    walk(holed, worlds, "buehl", visitors, only)
    assert holed.problems, f"{remove.__name__} taken away, and nobody noticed"


def test_a_page_of_another_city_is_no_page_behind_a_password(bruchsal, buehl, on_host):
    """Wagtail's own view shows the title of any page to whoever counts through the ids."""
    world = make_world(buehl)
    path = f"/_util/authenticate_with_password/{world.keys['restriction']}/{world.keys['page']}/"
    assert on_host(bruchsal).get(path).status_code == 404
    assert on_host(buehl).get(path).status_code == 404  # a draft
    assert Page.objects.filter(pk=world.keys["page"]).exists()
    assert ContentPage.objects.filter(pk=world.keys["secret"], live=True).exists()
    own = f"/_util/authenticate_with_password/{world.keys['restriction']}/{world.keys['secret']}/"
    assert on_host(buehl).get(own).status_code == 200
