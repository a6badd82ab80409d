"""The list costs the same for 10 and for 100 projects."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scopes_disabled

from tests.projects_desk.making import make_project, manager


@pytest.fixture
def seen(bruchsal, on_host):
    client = on_host(bruchsal, manager(bruchsal))

    def measure(path):
        assert client.get(path).status_code == 200
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return [q["sql"] for q in found.captured_queries]

    return measure


def test_list(bruchsal, seen):
    for n in range(10):
        make_project(bruchsal, f"Projekt {n}")
    ten = seen("/beteiligung/verwalten/?stand=published")
    for n in range(90):
        make_project(bruchsal, f"Weiteres {n}")
    hundred = seen("/beteiligung/verwalten/?stand=published")
    assert len(hundred) == len(ten) <= 14, hundred
    with scopes_disabled():
        assert len([q for q in hundred if "projects_" in q]) <= 4


def test_screens_of_a_project(bruchsal, seen):
    project = make_project(bruchsal)
    base = f"/beteiligung/verwalten/{project.uuid}/"
    for part in ("", "phasen/", "bausteine/", "wer-darf-was/", "umsetzung/", "staedte/"):
        assert len(seen(base + part)) <= 16, part
