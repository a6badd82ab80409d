"""A second, slow and simple count, written from the definitions and sharing nothing with the product's.

Ballots are sets of proposals, one after the other; shares are searched among the finitely many places where the
payment can change. Used to judge `participation.budgets.counting`.
"""

from fractions import Fraction


def greedy(costs, ballots, budget, already=()):
    """Again and again: of what still fits and somebody wants, the one with most votes; the first listed among equals."""
    chosen = list(already)
    while True:
        rest = budget - sum(costs[c] for c in chosen)
        open_ = [p for p in sorted(costs) if p not in chosen and any(p in b for b in ballots)]
        # what was passed over once never fits later, because the rest only shrinks
        ranked = sorted(open_, key=lambda p: -sum(p in b for b in ballots))
        fitting = [p for p in ranked if costs[p] <= rest]
        if not fitting:
            return chosen
        chosen.append(fitting[0])


def paid(money, rho, cost):
    return sum(min(m, rho * cost) for m in money)


def smallest_rho(cost, money):
    """Smallest rho with sum(min(money, rho * cost)) = cost; None if together they have less than the cost."""
    if sum(money) < cost:
        return None
    # the payment is linear between the points where somebody has given everything
    for first_poor in range(len(money) + 1):
        poor = sorted(money)[:first_poor]
        rich = sorted(money)[first_poor:]
        if not rich:
            continue
        rho = (cost - sum(poor)) / Fraction(len(rich)) / cost
        if rho >= 0 and paid(money, rho, cost) == cost:
            return rho
    raise AssertionError("there is always one")


def equal_shares(costs, ballots, budget):
    purse = [Fraction(budget, len(ballots)) for _ in ballots] if ballots else []
    chosen = []
    while True:
        offers = []
        for p in costs:
            money = [purse[i] for i, b in enumerate(ballots) if p in b]
            if p not in chosen and money:
                rho = smallest_rho(Fraction(costs[p]), money)
                if rho is not None:
                    offers.append((rho, p))
        if not offers:
            return chosen
        rho, best = min(offers)
        for i, b in enumerate(ballots):
            if best in b:
                purse[i] -= min(purse[i], rho * costs[best])
        chosen.append(best)
