import pytest

from tests.budgets.making import clerk_of, make_budget, member, proposal


@pytest.fixture
def budget(bruchsal):
    return make_budget(bruchsal)


@pytest.fixture
def three(budget):
    """60, 40 and 30 euros of 100."""
    return [proposal(budget, cost, title=f"Zu {cost} Euro") for cost in (60, 40, 30)]


@pytest.fixture
def clerk(bruchsal):
    return clerk_of(bruchsal)


@pytest.fixture
def voter(bruchsal):
    return member(bruchsal)
