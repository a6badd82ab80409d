"""Query budgets: the same few queries for 500 and for 5,000 ideas; no list carries all of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scopes_disabled

from participation.ideas.models import SORTS, Idea
from tests.comments.making import member
from tests.ideas.making import address, fill, make_ideas_module
from tests.projects.making import make_project_page

MOST = 12


def queries(client, path):
    path += ("&" if "?" in path else "?") + "ungespeichert=1"
    assert client.get(path).status_code == 200  # warm
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    assert answer.status_code == 200
    return len(seen), answer


def test_list_points_and_idea_cost_the_same_for_ten_times_the_data(bruchsal, on_host):
    module = make_ideas_module(bruchsal, categories=["Grün"])
    make_project_page(module.project)
    visitor, reader = on_host(bruchsal), on_host(bruchsal, member())
    figures = []
    for more in (500, 4500):
        fill(module, more)
        with scopes_disabled():
            idea = Idea.objects.filter(module=module).first()
        paths = {
            "list": address(module),
            "page 7": address(module) + "?sort=unterstuetzt&seite=7&ansicht=liste",
            "words": address(module) + "?q=Idee+4",
            "points": address(module, "ideen") + "punkte.json",
            "idea": address(module, "ideen", idea.uuid),
            "feed": address(module, "ideen") + "feed.xml",
        }
        counts = {}
        for name, path in paths.items():
            counts[name], answer = queries(visitor, path)
            if name == "list":
                assert len(answer.content) < 80_000
        counts["member's list"], _answer = queries(reader, paths["list"])
        figures.append(counts)
    points = visitor.get(paths["points"] + "?ungespeichert=1")
    print(figures)
    assert figures[0] == figures[1]
    assert all(n <= MOST for name, n in figures[0].items() if "member" not in name), figures
    assert figures[0]["member's list"] <= MOST + 5
    assert len(points.json()["points"]) == 5000
    assert len(points.content) < 200_000


@pytest.mark.parametrize("sort", SORTS)
def test_sorting_uses_an_index(bruchsal, sort):
    module = make_ideas_module(bruchsal)
    fill(module, 2000)
    with connection.cursor() as cursor, scopes_disabled():
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE ideas_idea")
        plan = Idea.objects.filter(module=module).readable().sorted_by(sort)[:20].explain()
    assert "idea_by_" in plan, plan
    assert "TEMP B-TREE" not in plan
