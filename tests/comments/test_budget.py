"""Query budgets: the same few queries for 100 and for 10,000 comments."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scopes_disabled

from participation.comments.models import Comment, Thread
from tests.comments.making import make_discussion, member


def fill(thread, count):
    """A fifth roots, four answers each, by twenty people."""
    people = [member() for _ in range(20)]
    start = timezone.now() - dt.timedelta(days=90)
    with scopes_disabled():
        roots = Comment.objects.bulk_create(
            Comment(
                city=thread.city, thread=thread, author=people[n % 20], text=f"Beitrag {n}", reply_count=4,
                like_count=n % 17, created_at=start + dt.timedelta(minutes=n),
            )
            for n in range(count // 5)
        )  # fmt: skip
        Comment.objects.bulk_create(
            Comment(
                city=thread.city, thread=thread, parent=root, depth=1, author=people[n % 20], text=f"Antwort {n}",
                created_at=root.created_at + dt.timedelta(minutes=n),
            )
            for root in roots
            for n in range(4)
        )  # fmt: skip
        Thread.objects.filter(pk=thread.pk).update(comment_count=count, root_count=len(roots))


def queries(client, path):
    path += ("&" if "?" in path else "?") + "ungespeichert=1"  # an address with a query is not kept as a whole page
    assert client.get(path).status_code == 200  # warm: content types, site roots, frame
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return [q["sql"] for q in seen.captured_queries]


@pytest.mark.parametrize("count", [100, 10_000])
def test_first_page_of_a_thread(bruchsal, on_host, count):
    thread = make_discussion(bruchsal)
    fill(thread, count)
    page = queries(on_host(bruchsal), f"/{thread.page.slug}/")
    about_thread = [q for q in page if "comments_" in q]
    assert len(about_thread) <= 3, about_thread
    assert len(page) <= 6, page
    for path in (f"/kommentare/{thread.uuid}/?sort=beliebt", f"/kommentare/{thread.uuid}/?sort=alt&seite=5"):
        assert len([q for q in queries(on_host(bruchsal), path) if "comments_" in q]) <= 3
    signed_in = queries(on_host(bruchsal, member()), f"/{thread.page.slug}/")
    assert len([q for q in signed_in if "comments_" in q]) <= 3
    assert len(signed_in) <= 14, signed_in


@pytest.mark.parametrize("sort", ["-created_at,-pk", "created_at,pk", "-like_count,-created_at,-pk"])
def test_sorting_uses_an_index(bruchsal, sort):
    thread = make_discussion(bruchsal)
    fill(thread, 2000)
    with connection.cursor() as cursor, scopes_disabled():
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE comments_comment")
        rows = Comment.objects.filter(thread=thread).roots().listed().order_by(*sort.split(","))[:20]
        plan = rows.explain()
    assert "comment_by_" in plan, plan
    assert "TEMP B-TREE" not in plan
    assert "Sort Key" not in plan or "Incremental" in plan


def test_posting_renews_the_cached_page(bruchsal, on_host, django_capture_on_commit_callbacks):
    thread = make_discussion(bruchsal)
    visitor, path = on_host(bruchsal), f"/{thread.page.slug}/"
    visitor.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert "Frisch geschrieben" not in visitor.get(path).content.decode()
    assert len(seen) == 0  # the whole page came from the cache
    from tests.comments.making import comment

    with django_capture_on_commit_callbacks(execute=True):
        comment(thread, text="Frisch geschrieben")
    assert "Frisch geschrieben" in visitor.get(path).content.decode()
