import pytest
from django_scopes import scope

from tests.comments.making import make_discussion, member


@pytest.fixture
def thread(bruchsal):
    return make_discussion(bruchsal)


@pytest.fixture
def writer(bruchsal):
    return member()


@pytest.fixture
def in_bruchsal(bruchsal):
    with scope(city=[bruchsal]):
        yield bruchsal
