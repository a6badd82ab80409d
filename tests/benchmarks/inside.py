"""Runs inside an installation: `python -m tests.benchmarks.inside queries PATH… | thread COUNT | pages`."""

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


if __name__ == "__main__":
    import django

    django.setup()
    verbs: dict[str, Any] = {"pages": pages, "queries": queries, "thread": thread}
    answer(verbs[sys.argv[1]](*sys.argv[2:]))
