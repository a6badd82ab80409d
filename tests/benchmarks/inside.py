"""Runs inside an installation: `python -m tests.benchmarks.inside queries PATH… | thread COUNT | pages | projects`."""

from __future__ import annotations

import sys
from typing import Any

from tests.operations.installation import answer

HOST = "bruchsal.localhost"


def pages() -> dict[str, str]:
    """Addresses of the demo worth measuring: the content page with the longest body, the home page."""
    from django_scopes import scopes_disabled

    from portal.cities.models import City
    from portal.content.models import ContentPage

    with scopes_disabled():
        root = City.objects.get(slug="bruchsal").site.root_page
        found = max(ContentPage.objects.live().descendant_of(root), key=lambda page: len(str(page.body.raw_data)))
        return {"content": "/" + found.url_path.removeprefix(root.url_path), "home": "/"}


def queries(*paths: str) -> list[dict[str, int]]:
    """Queries of each path by an anonymous visitor: warm but not cached, and cached."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    visitor = Client(headers={"host": f"{HOST}:8000"})

    def count(path: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert visitor.get(path).status_code == 200
        return len(seen)

    found = []
    for path in paths:
        count(path)
        count(f"{path}?ungespeichert=0")
        found.append({"uncached": count(f"{path}?ungespeichert=1"), "cached": count(path)})
    return found


def thread(count: str) -> str:
    """A page with a discussion of so many comments; gives its address."""
    from portal.cities.models import City
    from tests.comments.making import make_discussion
    from tests.comments.test_budget import fill

    discussion = make_discussion(City.objects.get(slug="bruchsal"), "Zehntausend Beiträge")
    fill(discussion, int(count))
    return f"/{discussion.page.slug}/"


def projects() -> dict[str, str]:
    """A project with 500 ideas, one with 5,000 on the map, a discussion of 15,000 comments; gives the addresses."""
    from django_scopes import scope

    from participation.comments.actions import ensure_thread_about
    from participation.comments.hosts import find
    from participation.projects.rooms import module_url
    from portal.cities.models import City
    from tests.comments.test_budget import fill as fill_thread
    from tests.ideas.making import fill as fill_ideas
    from tests.projects.making import make_module, make_project, make_project_page

    city = City.objects.select_related("site__root_page").get(slug="bruchsal")
    project = make_project(city, "Messung", phases=5)
    page = make_project_page(project)
    few, many, talk = (make_module(project, kind) for kind in ("ideas", "ideas", "discussion"))
    with scope(city=[city]):
        fill_ideas(few, 500)
        fill_ideas(many, 5000)
        host = find("baustein", talk.uuid)
        assert host is not None
        fill_thread(ensure_thread_about("baustein", talk.uuid, host, actor=None), 15_000)
    points = f"{module_url(project, many)}ideen/punkte.json"
    return {
        "project": f"/{page.slug}/", "ideas": module_url(project, few), "map": module_url(project, many),
        "points": points, "comments": module_url(project, talk),
    }  # fmt: skip


if __name__ == "__main__":
    import django

    django.setup()
    verbs: dict[str, Any] = {"pages": pages, "queries": queries, "thread": thread, "projects": projects}
    answer(verbs[sys.argv[1]](*sys.argv[2:]))
