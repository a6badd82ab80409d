import pytest
from django_scopes import scope


@pytest.fixture
def in_bruchsal(bruchsal):
    with scope(city=[bruchsal]):
        yield bruchsal
