import pytest

from tests.projects_desk.making import muster


@pytest.fixture(autouse=True)
def kind():
    with muster() as found:
        yield found
