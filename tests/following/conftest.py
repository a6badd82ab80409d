import pytest
from django.core.cache import cache
from django_scopes import scopes_disabled

from tests.following.making import forget_changes
from tests.projects.making import make_project


@pytest.fixture(autouse=True)
def _all(db):
    with scopes_disabled():
        yield


@pytest.fixture
def project(bruchsal):
    found = make_project(bruchsal, "Der Bach im Ort")
    forget_changes()
    return found


@pytest.fixture
def other(buehl):
    found = make_project(buehl, "Markthalle")
    forget_changes()
    return found


@pytest.fixture
def works(django_capture_on_commit_callbacks):
    """Run what was asked for on commit."""
    from participation.following import engine

    def run():
        cache.clear()
        return engine.work()

    return run
