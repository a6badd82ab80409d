import pytest
from django_scopes import scope

from participation.priorities import actions
from tests.projects.making import make_module, make_project

TITLES = ("Neue Bänke", "Mehr Schatten", "Ein Brunnen", "Bessere Wege")


def make_priorities(city, who="member", count=4, **settings):
    """A running module with proposals; answers (module, proposals)."""
    module = make_module(make_project(city), "priorities", who, **settings)
    with scope(city=[city]):
        made = [
            actions.save_option(city, module, actor=None, title=TITLES[n] if n < 4 else f"Vorschlag {n}")
            for n in range(count)
        ]
    return module, made


@pytest.fixture
def rating(bruchsal):
    return make_priorities(bruchsal)


@pytest.fixture
def points(bruchsal):
    return make_priorities(bruchsal, method="points", points=10)


@pytest.fixture
def pairs(bruchsal):
    return make_priorities(bruchsal, method="pairwise")


@pytest.fixture
def in_bruchsal(bruchsal):
    with scope(city=[bruchsal]):
        yield bruchsal
